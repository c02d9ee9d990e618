"""Whatever stands in a file: it comes to a table or to a sentence, never to an error of ours."""

import random

import pytest

from playground.datasets.reading import Bounds, Reading, ReadingError, read
from tests.datasets.files.corpus import CASES

COUNT = 10_000
LONGEST = 400  # bytes of a file that is mutated
PIECES = [
    b'"',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\x00",
    b"\xe4",
    b"\xff",
    b"\\",
    b"'",
    b"|",
    b"\xc3\xa4",
    b"1",
    b"a",
    b" ",
    b"{",
    b"]",
]
BOUNDS = Bounds(size=10_000, unpacked=1_000_000, rows=1_000, columns=200, cells=20_000)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to three places lost, changed, doubled or put in."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        index = chance.randrange(len(found) + 1)
        end = min(len(found), index + chance.randint(1, 8))
        match chance.randrange(4):
            case 0:
                del found[index:end]
            case 1:
                found[index:end] = chance.choice(PIECES)
            case 2:
                found[index:index] = chance.choice(PIECES)
            case _:
                found[index:index] = found[index:end]
    return bytes(found)


@pytest.mark.slow
def test_ten_thousand_mutated_files_come_to_a_table_or_a_sentence() -> None:
    chance = random.Random(13)
    sources = [case.data for case in CASES if len(case.data) <= LONGEST]
    sentences = set()
    for _ in range(COUNT):
        data = mutated(chance.choice(sources), chance)
        try:
            check(read(data, bounds=BOUNDS), data)
        except ReadingError as error:
            sentences.add(str(error))
        except Exception as error:
            raise AssertionError(f"{data!r}") from error
    assert all(sentence.endswith(".") for sentence in sentences)


def test_mutated_workbooks_and_parquet_files_come_to_a_table_or_a_sentence() -> None:
    chance = random.Random(13)
    sources = [case.data for case in CASES if case.data.startswith((b"PK", b"PAR1"))]
    sentences = set()
    for _ in range(100):
        data = mutated(chance.choice(sources), chance)
        try:
            check(read(data, bounds=Bounds(size=100_000, unpacked=10_000_000)), data)
        except ReadingError as error:
            sentences.add(str(error))
    assert all(sentence.endswith(".") for sentence in sentences)


def check(reading: Reading, data: bytes) -> None:
    """A reading agrees with itself: its rows, columns, lines and doubts."""
    assert len(reading.lines) == reading.cells.num_rows
    assert len(reading.columns) == reading.cells.num_columns, data
    assert (reading.lines[1:] > reading.lines[:-1]).all(), data
    last = max(data.count(b"\n") + data.count(b"\r") + 1, *reading.lines.tolist(), 0)
    told = [doubt.row for doubt in reading.doubts if doubt.row is not None] + list(reading.left_out)
    assert all(1 <= row <= last for row in told), data
    assert not set(reading.left_out) & set(reading.lines.tolist()), data
    for column in reading.columns:
        assert 0 <= column.missing <= reading.rows
        assert 0 <= column.distinct <= reading.rows, data
