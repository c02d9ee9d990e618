"""What a person can choose between a table and arrays: each choice does what it says, from training rows alone."""

import math
from itertools import pairwise
from typing import Any

import numpy
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.datasets import Card, DataError, Prepared
from playground.datasets.pipeline.prepare import prepare_table
from playground.errors import ExperimentError
from playground.experiment import CompleteData, Data, Experiment, Split, Training
from playground.experiment.parse import parse
from playground.plan import plan
from playground.words import Task

ROWS = 60


def table(seed: int = 0) -> pandas.DataFrame:
    """Numbers with gaps and an outlier, words, groups, days, and both kinds of targets."""
    random = numpy.random.default_rng(seed)
    size = random.normal(size=ROWS).round(3)
    size[::9], size[7] = numpy.nan, 1000.0
    return pandas.DataFrame(
        {
            "size": size,
            "code": random.integers(1, 5, ROWS).astype(float),
            "word": random.choice(["a", "b", "c", "d", "e"], ROWS, p=[0.4, 0.3, 0.2, 0.05, 0.05]),
            "patient": random.integers(0, 12, ROWS).astype(float),
            "day": pandas.to_datetime("2024-01-01") + pandas.to_timedelta(random.integers(0, 400, ROWS), "D"),
            "y": (random.random(ROWS) + 0.5).round(3),
            "class": random.choice(["no", "yes"], ROWS, p=[0.8, 0.2]),
        }
    )


def prepared(frame: pandas.DataFrame, **how: Any) -> Prepared:
    how = {"target": "y", "features": ("size", "code", "word"), "missing": "fill", **how}
    about = Card(
        **dict.fromkeys(("about", "source", "licence", "citation"), ""),
        name="table",
        title="Table",
        task=Task.REGRESSION,
        target="y",
        features=("size", "code", "word"),
    )
    return prepare_table(CompleteData(dataset="table", **how), about, frame)


def rows(found: Prepared) -> tuple[set[int], set[int], set[int]]:
    return set(found.training.rows), set(found.validation.rows), set(found.test_rows)


SPLITS = [
    None,
    Split(by="stratified"),
    Split(by="group", column="patient"),
    Split(by="copies"),
    Split(by="time", column="day"),
    Split(by="time"),
]
HOW = st.fixed_dictionaries(
    {
        "split": st.sampled_from(SPLITS),
        "test": st.sampled_from([None, {"fraction": 0.2}, {"fraction": 0.3, "seed": 5}]),
        "train_fraction": st.sampled_from([0.5, 0.7]),
        "split_seed": st.integers(0, 5),
        "target": st.sampled_from(["y", "class"]),
    }
)


@settings(max_examples=60)
@given(seed=st.integers(0, 20), how=HOW)
def test_no_row_is_in_two_parts_and_no_group_on_both_sides(seed: int, how: dict[str, Any]) -> None:
    frame = table(seed)
    found = prepared(frame, **how)
    parts = [part for part in rows(found) if part]
    assert set.union(*parts) == set(frame.index)
    assert sum(map(len, parts)) == ROWS
    assert bool(rows(found)[2]) == (how["test"] is not None)
    split = how["split"]
    if split is not None and split.by == "group":
        groups = [set(frame["patient"][list(part)]) for part in parts]
        assert len(set.union(*groups)) == sum(map(len, groups))
    if split is not None and split.by == "time":
        when = frame["day"] if split.column else pandas.Series(frame.index)
        for earlier, later in pairwise(parts):
            assert when[list(earlier)].max() < when[list(later)].min()
    if split is not None and split.by == "stratified" and how["target"] == "class":
        shares = [(frame["class"][list(part)] == "yes").mean() for part in parts]
        assert max(shares) - min(shares) < 0.12


CHOICES = st.fixed_dictionaries(
    {
        "clip": st.sampled_from([None, 0.05]),
        "fill": st.sampled_from([None, "mean", "most_frequent"]),
        "was_missing": st.sampled_from([None, True]),
        "encoding": st.sampled_from([None, {"code": "one_hot", "word": "ordinal", "day": "date_parts"}]),
        "most_categories": st.sampled_from([None, 2]),
        "column_scaling": st.sampled_from([None, {"size": "standard", "code": "none"}]),
        "log_target": st.sampled_from([None, True]),
        "split": st.sampled_from(SPLITS),
        "test": st.just({"fraction": 0.2}),
    }
)


@settings(max_examples=60)
@given(seed=st.integers(0, 20), how=CHOICES)
def test_all_is_learned_from_training_rows_alone(seed: int, how: dict[str, Any]) -> None:
    frame = table(seed)
    how |= {"features": ("size", "code", "word", "day")}
    before = prepared(frame, **how)
    changed = frame.copy()
    others = [*before.validation.rows, *before.test_rows]
    for name, value in {"size": 77.0, "code": 9.0, "word": "zz"}.items():
        changed.loc[others, name] = value
    changed.loc[others, "y"] = 123.0
    if how["split"] is not None and how["split"].by in ("stratified", "copies"):
        return  # which rows these are follows from the values
    after = prepared(changed, **how)
    assert rows(after) == rows(before)
    assert after.inputs == before.inputs
    for name in ("x_offset", "x_scale", "y_offset", "y_scale"):
        numpy.testing.assert_array_equal(getattr(after, name), getattr(before, name))
    numpy.testing.assert_array_equal(after.training.x, before.training.x)
    numpy.testing.assert_array_equal(after.training.y, before.training.y)


def test_copies_are_on_one_side() -> None:
    frame = pandas.concat([table()] * 2, ignore_index=True)
    assert prepared(frame).report.copies > 0
    found = prepared(frame, split=Split(by="copies"))
    assert (found.report.copies, found.report.same_features) == (0, 0)


def test_test_rows_stay_the_same_whatever_is_done_to_features() -> None:
    frame = table()
    test = {"fraction": 0.2, "seed": 3}
    ways = [{}, {"missing": "drop"}, {"features": ("word",)}, {"scaling": "standard"}, {"split_seed": 9}]
    chosen = {tuple(prepared(frame, test=test, **way).test_rows) for way in ways}
    assert len(chosen) == 1
    assert set(prepared(frame, test={"fraction": 0.2, "seed": 4}).test_rows) != set(*chosen)


def test_test_rows_are_not_told_as_dropped() -> None:
    found = prepared(table(), missing="drop", test={"fraction": 0.2})
    gone = int(table()["size"].drop(found.test_rows).isna().sum())
    assert (found.report.rows_dropped, found.report.test) == (gone, 12)


def test_clipping_brings_outliers_to_the_nearest_other_number() -> None:
    found = prepared(table(), features=("size",), scaling="none", clip=0.05)
    assert found.training.x.max() < 10
    plain = prepared(table(), features=("size",), scaling="none")
    assert max(plain.training.x.max(), plain.validation.x.max()) == 1000


def test_numbers_are_filled_as_asked_and_an_input_says_where() -> None:
    frame = pandas.DataFrame({"x": [1.0, 1.0, 4.0, numpy.nan] * 5, "y": range(20)})
    for fill, value in ((None, 1.0), ("mean", 2.0), ("most_frequent", 1.0)):
        found = prepared(
            frame, features=("x",), scaling="none", fill=fill, was_missing=True, train_fraction=0.9
        )
        assert found.inputs == ("x", "x was missing")
        filled = found.training.x[found.training.x[:, 1] == 1, 0]
        assert filled == pytest.approx(value, abs=0.11 if fill == "mean" else 0)


def test_rare_values_share_an_input() -> None:
    found = prepared(table(), features=("word",), most_categories=2)
    assert found.inputs == ("word=a", "word=b", "word: other values")
    assert (found.training.x.sum(axis=1) == 1).all()
    assert (found.validation.x.sum(axis=1) == 1).all()


def test_codes_become_categories_words_an_order_and_dates_parts() -> None:
    encoding = {"code": "one_hot", "word": "ordinal", "day": "date_parts"}
    found = prepared(table(), features=("code", "word", "day"), encoding=encoding, scaling="none")
    codes = ("code=1", "code=2", "code=3", "code=4")
    assert found.inputs == (*codes, "word", "day: year", "day: month", "day: day", "day: weekday")
    frame, row = table(), int(found.training.rows[0])
    day = frame["day"][row]
    wanted = ["abcde".index(frame["word"][row]), day.year, day.month, day.day, day.weekday()]
    assert list(found.training.x[0][4:]) == wanted


def test_columns_have_a_scaling_of_their_own() -> None:
    found = prepared(table(), features=("size", "code"), column_scaling={"code": "none"})
    assert (found.training.x[:, 0].min(), found.training.x[:, 0].max()) == (0, 1)
    assert set(found.training.x[:, 1]) <= {1, 2, 3, 4}


def test_the_logarithm_of_the_target_is_predicted() -> None:
    frame = table()
    found = prepared(frame, log_target=True, scale_target=False)
    row = int(found.training.rows[0])
    assert found.training.y[0, 0] == pytest.approx(math.log(frame["y"][row]))
    assert (found.predicted, found.unit and found.unit.name) == ("log(y)", "logarithms")
    frame.loc[3, "y"] = 0.0
    with pytest.raises(DataError, match="above 0"):
        prepared(frame, log_target=True)
    with pytest.raises(DataError, match="classes"):
        prepared(frame, log_target=True, target="class")


def test_mape_of_a_logarithm_is_refused() -> None:
    concrete = Data(dataset="concrete", log_target=True)
    assert plan(Experiment(data=concrete)).prepared.log_target
    with pytest.raises(ExperimentError, match="logarithm"):
        plan(Experiment(data=concrete, training=Training(loss="mape")))


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"split": Split(by="group", column="nobody")}, "no column “nobody”"),
        ({"split": Split(by="time", column="word")}, "neither dates nor numbers"),
        ({"split": Split(by="group", column="one")}, "one group"),
        ({"test": {"fraction": 0.01}}, "too few"),
    ],
)
def test_what_cannot_be_split_so_is_a_sentence(how: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        prepared(table().assign(one=1.0), **how)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ('{"split": {"by": "group"}}', "data.split.column"),
        ('{"split": {"by": "luck"}}', "data.split.by"),
        ('{"encoding": {"x": "two_hot"}}', "data.encoding"),
        ('{"column_scaling": {"x": "huge"}}', "data.column_scaling"),
        ('{"kinds": {"x": "nothing"}}', "data.kinds"),
        ('{"test": {"fraction": 0.9}}', "data.test.fraction"),
        ('{"clip": 0.5}', "data.clip"),
    ],
)
def test_what_the_language_does_not_know_names_its_field(wrong: str, field: str) -> None:
    with pytest.raises(ExperimentError) as refused:
        parse('{"data": {"dataset": "iris", ' + wrong[1:] + "}")
    assert refused.value.problems[0].field == field
