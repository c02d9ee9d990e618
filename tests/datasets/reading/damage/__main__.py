"""How many damaged files are read wrongly without a word, and how many sound ones are doubted.

    python -m tests.datasets.reading.damage [--each N] [--seed S] [--show WORD] [--only KIND] [--keep FOLDER]

reads N files of each table, dialect and kind of damage.
"""

import argparse
from collections import Counter
from pathlib import Path

from tests.datasets.reading.damage.all import damaged_files, sound_files
from tests.datasets.reading.damage.judge import verdict


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", default="wrong")
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--most", type=int, default=40)
    asked = parser.parse_args()
    shown = 0
    for title, files in (("sound", sound_files()), ("damaged", damaged_files(asked.each, asked.seed))):
        totals: Counter[str] = Counter()
        kinds: Counter[tuple[str, str]] = Counter()
        for name, data, file in files:
            if asked.only not in name:
                continue
            found, why = verdict(data, file)
            totals[found] += 1
            kinds[name.split()[0], found] += 1
            wanted = found == asked.show or (title == "sound" and found != "right")
            if wanted and shown < asked.most:
                shown += 1
                print(f"{name}: {found}: {why[:250]}")
                if asked.keep:
                    asked.keep.mkdir(exist_ok=True)
                    (asked.keep / (name.replace(" ", "_") + ".csv")).write_bytes(data)
        print(title, dict(totals))
        for kind in sorted({kind for kind, _ in kinds}):
            print("   ", kind, {found: count for (one, found), count in kinds.items() if one == kind})


if __name__ == "__main__":
    main()
