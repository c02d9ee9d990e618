"""Several seeds, their spread, and what may honestly be said of two experiments."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from playground.experiment import Branch, Data, Experiment, Training
from playground.studies.seeds import LEVEL, spread, verdict, with_seeds

LOW = [0.120, 0.125, 0.123, 0.122, 0.124]
HIGH = [0.150, 0.160, 0.155, 0.157, 0.158]
WIDE = [0.110, 0.200, 0.150, 0.090, 0.170]


def test_seeds_count_up_from_the_experiments_own_and_nothing_else_changes() -> None:
    experiment = Experiment(data=Data(dataset="iris", split_seed=4), training=Training(seed=7))
    seeds = with_seeds(experiment, 3)
    assert [each.training.seed for each in seeds] == [7, 8, 9]
    assert seeds[0] == experiment
    assert {each.data.split_seed for each in seeds} == {4}


def test_first_weights_are_drawn_anew_for_a_branch_and_for_a_twin() -> None:
    first = Experiment(data=Data(dataset="iris"), training=Training(seed=1))
    branch = first.model_copy(update={"branch": Branch(experiment=first, epoch=2)})
    parents = [each.branch.experiment for each in with_seeds(branch, 3) if each.branch]
    assert [parent.training.seed for parent in parents] == [1, 2, 3]
    twins = with_seeds(first.model_copy(update={"twin": first}), 3)
    assert [each.twin is None for each in twins] == [False, True, True]


def test_seeds_past_the_largest_begin_again() -> None:
    last = Experiment(data=Data(dataset="iris"), training=Training(seed=2**31 - 1))
    for each in with_seeds(last):
        Experiment.model_validate(each.model_dump())
    assert len({each.training.seed for each in with_seeds(last)}) == 5


def test_a_spread_is_that_of_the_values_that_are_numbers() -> None:
    found = spread([1.0, None, 3.0, math.nan, math.inf])
    assert found is not None
    assert (found.count, found.mean, found.low, found.high) == (2, 2.0, 1.0, 3.0)
    assert found.deviation == pytest.approx(math.sqrt(2))
    assert spread([None, math.nan]) is None


def test_a_clear_difference_is_called_larger_than_the_spread_with_test_and_p() -> None:
    said = verdict("A", HIGH, "B", LOW, "val_loss")
    assert said.differs is True
    assert said.p_value == pytest.approx(stats.ttest_ind(HIGH, LOW, equal_var=False).pvalue)
    assert said.sentence == (
        "B's val_loss is lower (better) than A's on average (0.1228 against 0.156); the difference is larger than "
        "the spread between seeds (Welch's t-test, p < 0.001, 5 and 5 seeds)."
    )


def test_a_difference_within_the_spread_could_be_luck_and_is_not_called_none() -> None:
    said = verdict("A", HIGH, "B", WIDE, "val_loss")
    assert said.differs is False
    assert "could be luck" in said.sentence
    assert "p = 0.58" in said.sentence
    assert "does not show that they are equal" in said.sentence


def test_of_an_accuracy_the_higher_one_is_the_better_one() -> None:
    assert verdict("A", HIGH, "B", LOW, "val_accuracy").sentence.startswith(
        "A's val_accuracy is higher (better) than B's"
    )


@pytest.mark.parametrize(
    ("values", "how_many"), [([0.1], "1 of 1 seeds of A has"), ([None] * 5, "0 of 5 seeds of A have")]
)
def test_fewer_than_two_values_are_no_spread(values: list[float | None], how_many: str) -> None:
    said = verdict("A", values, "B", LOW, "val_loss")
    assert said.differs is None
    assert said.p_value is None
    assert how_many in said.sentence


def test_seeds_that_came_to_nothing_are_counted_and_said_to_flatter() -> None:
    said = verdict("A", [*HIGH[:3], None, math.nan], "B", LOW, "val_loss")
    assert "3 and 5 seeds" in said.sentence
    assert "2 of A's 5 seeds have no value and are left out, which may flatter A." in said.sentence


def test_without_any_spread_no_test_is_claimed() -> None:
    apart = verdict("A", [0.2] * 5, "B", [0.1] * 5, "val_loss")
    assert (apart.differs, apart.test, apart.p_value) == (True, "", None)
    assert "none of the seeds tried changed either of them" in apart.sentence
    same = verdict("A", [0.1] * 5, "B", [0.1] * 5, "val_loss")
    assert (same.differs, same.p_value) == (False, None)
    assert "better" not in same.sentence


def test_one_without_spread_is_tested_by_the_other_ones() -> None:
    said = verdict("A", [0.1] * 5, "B", LOW, "val_loss")
    assert said.p_value == pytest.approx(stats.ttest_1samp(LOW, 0.1).pvalue)


def test_means_that_look_alike_are_written_with_digits_enough_to_be_told_apart() -> None:
    said = verdict("A", [0.123451, 0.123457], "B", [0.123450, 0.123456], "val_loss")
    assert "(0.123453 against 0.123454)" in said.sentence


NUMBERS = st.floats(-1e6, 1e6)
FIVE = st.lists(NUMBERS, min_size=2, max_size=6)


@given(FIVE, FIVE)
def test_the_p_value_is_scipys_and_the_same_both_ways(a: list[float], b: list[float]) -> None:
    assume(np.ptp(a) > 1e-3 and np.ptp(b) > 1e-3)
    one, other = verdict("A", a, "B", b, "val_loss"), verdict("B", b, "A", a, "val_loss")
    assert one.p_value == other.p_value
    assert one.p_value == pytest.approx(stats.ttest_ind(a, b, equal_var=False).pvalue, rel=1e-6, abs=1e-12)
    assert one.differs == (one.p_value < LEVEL)


ANYTHING = st.lists(st.none() | st.floats(), max_size=6)


@given(ANYTHING, ANYTHING)
def test_whatever_came_out_there_is_a_sentence_and_no_warning(
    a: list[float | None], b: list[float | None]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said = verdict("A", a, "B", b, "val_loss")
    assert said.sentence.endswith(".")
    assert "nan" not in said.sentence
    assert (said.p_value is None) == (said.test == "")
    if "larger than the spread" in said.sentence and "not clearly" not in said.sentence:
        assert said.p_value is not None
        assert said.p_value < LEVEL


def test_equal_experiments_are_told_apart_no_more_often_than_the_level_says() -> None:
    random = np.random.default_rng(0)
    told = [
        verdict("A", random.normal(size=5).tolist(), "B", random.normal(size=5).tolist(), "loss").differs
        for _ in range(400)
    ]
    assert np.mean([each is True for each in told]) < LEVEL + 0.03


def test_the_title_of_a_value_does_not_turn_its_direction_round() -> None:
    said = verdict("A", HIGH, "B", LOW, "val_accuracy", "best val_accuracy").sentence
    assert said.startswith("A's best val_accuracy is higher (better) than B's")
