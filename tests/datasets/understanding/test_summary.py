"""What each column of a table holds, counted in other ways too."""

import numpy
import pandas

from playground.datasets import card, load
from playground.datasets.reading.reading import Kind
from playground.datasets.understanding import Table, table_of
from playground.experiment import Data


def table(name: str) -> Table:
    return table_of(card(name), load(Data(dataset=name)))


def test_bundled_columns_have_the_kinds_that_the_reader_would_give_them() -> None:
    penguins = table("penguins").columns
    assert penguins["species"].kind is Kind.CATEGORY
    assert penguins["bill_length_mm"].kind is Kind.NUMBER
    assert {each.kind for each in table("red-wine").columns.values()} == {Kind.NUMBER}
    assert table("cereals").columns["name"].kind is Kind.IDENTIFIER


def test_missing_and_different_values_and_the_bars_are_those_of_pandas() -> None:
    found = table("penguins")
    for name, column in found.columns.items():
        values = found.frame[name]
        assert column.missing == values.isna().sum()
        assert column.distinct == values.nunique()
        if column.kind is Kind.NUMBER:
            assert sum(column.histogram) == values.notna().sum()
            assert (column.low, column.high) == (values.min(), values.max())
        else:
            assert column.most == tuple(values.value_counts().items())


def test_dates_true_and_false_and_nothing_at_all() -> None:
    frame = pandas.DataFrame(
        {
            "when": pandas.to_datetime(["2024-01-01", None, "2024-01-03"]),
            "is": [True, False, True],
            "none": [numpy.nan] * 3,
            "endless": [1.0, numpy.inf, 2.0],
        }
    )
    when, truth, none, endless = table_of(card("iris"), frame).columns.values()
    assert (when.kind, when.missing, when.distinct) == (Kind.DATE, 1, 2)
    assert when.high is not None
    assert when.low is not None
    assert when.high - when.low == 2  # days
    assert (truth.kind, truth.most) == (Kind.YES_NO, (("True", 2), ("False", 1)))
    assert (none.missing, none.distinct, none.never_changes) == (3, 0, True)
    assert (endless.missing, endless.high) == (1, 2.0)


def test_a_few_whole_numbers_may_be_classes() -> None:
    columns = table("red-wine").columns
    assert columns["quality"].may_be_classes
    assert not columns["alcohol"].may_be_classes
