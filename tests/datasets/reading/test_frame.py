"""The typed table of a reading has the values that a person reads, and none where there is none."""

import math
from pathlib import Path

import numpy
import pandas
import pytest

from playground.datasets.reading import read, read_file
from playground.datasets.reading.frame import frame_of, unique_names
from playground.datasets.tables import read_table

DATA = Path(__file__).resolve().parents[3] / "data"
NAN = math.nan


def column(*cells: str) -> pandas.Series:
    """The typed values of a column of a file with tabs."""
    text = "name\tx\n" + "".join(f"{'abc'[row % 3]}\t{cell}\n" for row, cell in enumerate(cells))
    return frame_of(read(text.encode()))["x"]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.5", "-2", "+3", "1e5"], [1.5, -2, 3, 100_000]),
        (["1.234,56", "7,5", "-1.000.000,25"], [1234.56, 7.5, -1_000_000.25]),
        (["12,34,567", "1,23,456.5", "7,17,08,746"], [1_234_567, 123_456.5, 71_708_746]),
        (["1.234,56-", "7,50", "3,25-"], [-1234.56, 7.5, -3.25]),
        (["1,234.56", "7.5", "-1,000,000.25"], [1234.56, 7.5, -1_000_000.25]),
        (["1 234,5", "7,5", "2\u00a0345,25"], [1234.5, 7.5, 2345.25]),
        (["1'234.5", "7.5"], [1234.5, 7.5]),
        (["12 %", "7.5 %", "100%"], [12, 7.5, 100]),
        (["$5", "-$7.50", "$1,234.50"], [5, -7.5, 1234.5]),
        (["5 €", "7,50 €", "NA"], [5, 7.5, NAN]),
        (["\u22125", "- 7", "2"], [-5, -7, 2]),
        (["\u20135", "\uff0d7.5", "\ufe632", "-"], [-5, -7.5, -2, NAN]),
        (["inf", "-Infinity", "nan", "2.5"], [math.inf, -math.inf, NAN, 2.5]),
        (["1.5", "", "?", "-", "n/a"], [1.5, NAN, NAN, NAN, NAN]),
        # What contradicts its column is in doubt, and no number until the person says so.
        (["1,5", "2,5", "3,5", "4,25", "5.5", "6,5"], [1.5, 2.5, 3.5, 4.25, NAN, 6.5]),
        (["1.234,5", "2.345,5", "3.45", "4,5", "7,5", "8,5"], [1234.5, 2345.5, NAN, 4.5, 7.5, 8.5]),
        (["1", "2", "three", "4", "5", "6"], [1, 2, NAN, 4, 5, 6]),
        ([".5", "5.", "1.25"], [0.5, 5, 1.25]),
    ],
)
def test_a_number_is_the_one_that_is_written(cells: list[str], values: list[float]) -> None:
    numpy.testing.assert_array_equal(column(*cells).to_numpy(float), values)


def test_a_date_is_the_day_that_is_written() -> None:
    days = column("13/2/2024", "1/2/2024", "", "25/12/2024 12:30")
    wanted = ["2024-02-13", "2024-02-01", None, "2024-12-25"]
    assert [None if pandas.isna(day) else str(day)[:10] for day in days] == wanted


def test_codes_keep_their_zeros_and_words_lose_the_spaces_around_them() -> None:
    assert list(column("01234", "00501", "98101")) == ["01234", "00501", "98101"]
    assert list(column(" red", "blue ", "NA", "red")) == ["red", "blue", "NA", "red"]


def test_names_are_there_and_stand_once() -> None:
    assert unique_names(["a", "", "a", "a (2)", "a"]) == ["a", "column 2", "a (3)", "a (2)", "a (4)"]


@pytest.mark.parametrize("name", ["red-wine", "penguins", "house-prices", "auto-mpg", "cereals"])
def test_a_bundled_table_is_the_same_as_without_the_reader(name: str) -> None:
    found, known = frame_of(read_file(DATA / f"{name}.csv")), read_table(name)
    assert list(found.columns) == list(known.columns)
    for title in known.columns:
        if found[title].dtype == float:
            numpy.testing.assert_array_equal(found[title].to_numpy(), known[title].to_numpy(float))
        else:
            assert list(found[title].isna()) == list(known[title].isna())
            assert list(found[title].dropna()) == list(known[title].dropna())
