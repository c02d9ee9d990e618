"""What holds for any table: rows are used once, and validation rows teach nothing."""

from typing import Any

import numpy
import pandas
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playground.datasets import Card, DataError, Prepared
from playground.datasets.pipeline.prepare import prepare_table
from playground.experiment import CompleteData
from playground.words import Task

NUMBERS = st.one_of(st.none(), st.floats(-1e6, 1e6, width=32), st.sampled_from([float("inf"), float("nan")]))
WORDS = st.one_of(st.none(), st.sampled_from(["a", "b", "c", "NaN", "ä|*_", ""]))


@st.composite
def tables(draw: st.DrawFn) -> pandas.DataFrame:
    rows = draw(st.integers(4, 40))

    def column(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=rows, max_size=rows))

    return pandas.DataFrame(
        {
            "size": pandas.Series(column(NUMBERS), dtype=float),
            "kind": pandas.Series(column(WORDS), dtype=object),
            "flag": pandas.Series(column(st.booleans())),
            "y": pandas.Series(column(NUMBERS), dtype=float),
        }
    )


HOW = st.fixed_dictionaries(
    {
        "train_fraction": st.floats(0.05, 0.95),
        "split_seed": st.integers(0, 100),
        "scaling": st.sampled_from(["minmax", "standard", "none"]),
        "missing": st.sampled_from(["drop", "fill"]),
        "target": st.sampled_from(["y", "kind", "flag"]),
    }
)


def prepared(frame: pandas.DataFrame, target: str = "y", **how: Any) -> Prepared:
    about = Card(
        name="table",
        title="Table",
        about="?",
        task=Task.REGRESSION,
        target=target,
        features=tuple(name for name in frame.columns if name != target),
        source="",
        licence="",
        citation="",
    )
    return prepare_table(CompleteData(dataset="table", target=target, **how), about, frame)


@given(frame=tables(), how=HOW)
@settings(max_examples=150, deadline=None)
def test_any_table_is_prepared_or_refused_with_a_sentence(
    frame: pandas.DataFrame, how: dict[str, Any]
) -> None:
    refused: DataError | None = None
    try:
        ready = prepared(frame, **how)
    except DataError as error:
        refused = error
    if refused:
        assert refused.field.startswith("data.")
        assert str(refused).endswith(".")
        return
    used = [*ready.training.rows.tolist(), *ready.validation.rows.tolist()]
    assert len(set(used)) == len(used), "no row is used twice"
    assert len(used) == len(frame) - ready.report.rows_dropped, "every row that is not dropped is used"
    assert numpy.isfinite(ready.training.x).all()
    assert numpy.isfinite(ready.validation.x).all()
    assert set(ready.report.used) | {name for name, _ in ready.report.left_out} == set(frame) - {
        how["target"]
    }
    assert ready.report.sentences()


@given(frame=tables(), how=HOW, noise=st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_validation_rows_never_shape_what_is_learned(
    frame: pandas.DataFrame, how: dict[str, Any], noise: Any
) -> None:
    how = {**how, "target": "y", "missing": "fill"}
    frame["y"] = frame["y"].where(numpy.isfinite(frame["y"]), 0.0)
    try:
        before = prepared(frame, **how)
    except DataError:
        assume(False)
    other = frame.copy()
    for row in before.validation.rows:
        other.loc[row, "size"] = noise.uniform(-1e9, 1e9)
        other.loc[row, "kind"] = noise.choice(["a", "never seen", None])
        other.loc[row, "y"] = noise.uniform(-1e9, 1e9)
    try:
        after = prepared(other, **how)
    except DataError:
        assume(False)  # beside targets as small as 1e-39 these are too large to compute with
    assert after.inputs == before.inputs
    assert after.encoding == before.encoding
    numpy.testing.assert_array_equal(after.training.x, before.training.x)
    numpy.testing.assert_array_equal(after.training.y, before.training.y)
    numpy.testing.assert_array_equal(after.x_scale, before.x_scale)
    assert (after.y_offset, after.y_scale) == (before.y_offset, before.y_scale)


def table(**columns: Any) -> pandas.DataFrame:
    rows = 20
    frame = pandas.DataFrame({"x": numpy.arange(rows, dtype=float), **columns})
    return frame.assign(y=numpy.arange(rows) ** 2.0)


def test_columns_left_out_are_told_by_reason() -> None:
    ready = prepared(table(a=1, b="same", c=numpy.nan, d=pandas.Timestamp("2020-01-01")))
    assert ready.inputs == ("x",)
    assert ready.report.sentences()[0] == (
        "1 of 5 features used; a and b never change; c has no values; d holds neither numbers nor text."
    )


def test_an_empty_column_does_not_take_every_row_with_it() -> None:
    assert prepared(table(c=numpy.nan)).report.rows_dropped == 0


def test_a_column_that_changes_only_in_validation_rows_is_left_out() -> None:
    frame = table(a=0.0)
    frame.loc[prepared(frame).validation.rows[0], "a"] = 1.0
    assert prepared(frame).report.left_out == (("a", "is the same in every training row"),)


def test_true_and_false_are_one_and_zero_as_a_feature_and_two_classes_as_a_target() -> None:
    frame = table(flag=[True, False] * 10)
    assert set(prepared(frame).training.x[:, 1].tolist()) == {0.0, 1.0}
    ready = prepared(frame, target="flag")
    assert ready.task is Task.BINARY
    assert ready.classes == ("False", "True")


def test_rows_without_a_target_are_dropped_even_when_features_are_filled() -> None:
    frame = table()
    frame.loc[3, "y"] = numpy.nan
    ready = prepared(frame, missing="fill")
    assert ready.report.rows_dropped == 1
    assert "1 row with missing values was dropped." in ready.report.sentences()


def test_a_class_without_training_rows_leaves_nothing_to_tell_apart() -> None:
    frame = table(kind="a")
    frame.loc[prepared(frame).validation.rows[0], "kind"] = "b"
    with pytest.raises(DataError, match="is “a” in every training row"):
        prepared(frame, target="kind")


@pytest.mark.parametrize(
    ("frame", "field", "words"),
    [
        (table(a=[numpy.nan, 1] * 10, b=[1, numpy.nan] * 10), "data.missing", "missing in every row"),
        (table().assign(y=5.0), "data.target", "is “5” in every training row"),
        (table().assign(y=numpy.nan), "data.target", "has no values"),
        (table().assign(y=pandas.Timestamp("2020-01-01")), "data.target", "neither numbers nor text"),
        (table().head(3), "data.dataset", "At least 4"),
        (table(huge=numpy.linspace(-1, 1, 20) * 1e308), "data.features", "too large"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(frame: pandas.DataFrame, field: str, words: str) -> None:
    with pytest.raises(DataError, match=words) as caught:
        prepared(frame)
    assert caught.value.field == field
