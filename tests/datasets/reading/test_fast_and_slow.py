"""Large files are read by other means than small ones, to the same table and the same doubts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.datasets.reading import Choices, Reading, ReadingError, read
from playground.datasets.reading.delimited import records, scan

PIECES = st.sampled_from(
    [
        *"abc019.,;\t| \"'\\\n",
        "\r\n",
        "\r",
        '""',
        '"x, y"',
        '"a\nb"',
        "1.5,2\n",
        '"q",w\n',
        "ä",
        "\n\n",
        ",,",
        "7,8\n",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join)


def outcome(text: str, choices: Choices) -> tuple[object, ...]:
    """Everything that a reading says, or the sentence of a refusal."""
    try:
        reading: Reading = read(text.encode(), choices)
    except ReadingError as error:
        return (str(error),)
    return (
        reading.names,
        reading.cells.to_pydict(),
        reading.lines.tolist(),
        reading.columns,
        reading.doubts,
        reading.left_out,
        reading.dialect,
    )


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, delimiter=st.sampled_from([None, ",", ";"]), header=st.sampled_from([None, True]))
def test_large_and_small_files_are_read_alike(text: str, delimiter: str | None, header: bool | None) -> None:
    choices = Choices(delimiter=delimiter, header=header, encoding="utf-8")
    small = outcome(text, choices)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_SMALL", 0)
        patch.setattr(scan, "_CHUNK", 7)
        assert outcome(text, choices) == small
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "scannable", lambda _: False)
        assert outcome(text, choices) == small
