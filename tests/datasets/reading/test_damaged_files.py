"""No damaged file is read wrongly without a word, and few sound ones are doubted."""

from collections import Counter

from tests.datasets.reading.damage.all import damaged_files, sound_files
from tests.datasets.reading.damage.judge import verdict

EVERY = 25  # of the damaged files one in so many is read here; `python -m tests.datasets.reading.damage` reads all


def test_no_damaged_file_is_read_wrongly_without_a_word() -> None:
    wrong = []
    for name, data, file in list(damaged_files())[::EVERY]:
        found, why = verdict(data, file)
        if found == "wrong":
            wrong.append(f"{name}: {why}")
    assert wrong == []


def test_no_sound_file_is_refused_or_doubted() -> None:
    found = Counter(verdict(data, file)[0] for _, data, file in list(sound_files())[::3])
    assert set(found) == {"right"}, found
