"""Which epoch is the best, and which one is kept: what Keras' EarlyStopping really does, and where none watches."""

import math
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.experiment import Branch, Data, EarlyStopping, Experiment, Training
from playground.experiment.best import BestSearch, EpochValue, search
from playground.worker.callbacks import early_stopping

# Near one another, so that least improvements and ties decide; now and then no number at all.
VALUES = st.floats(0, 1, width=32) | st.sampled_from([0.5, 0.5001, 0.25, math.nan, math.inf, -math.inf])
STOPPING = st.builds(
    EarlyStopping,
    monitor=st.sampled_from(["val_loss", "loss", "val_accuracy"]),
    min_delta=st.sampled_from([0.0, 1e-9, 0.0001, 0.001, 0.1, 0.5]),
    patience=st.integers(0, 8),
    restore_best_weights=st.booleans(),
    start_from_epoch=st.integers(0, 6),
)


class Model:
    """A network whose weights are the number of the epoch that it was trained to."""

    def __init__(self) -> None:
        self.stop_training = False
        self.epoch = 0
        self.restored: int | None = None

    def get_weights(self) -> int:
        return self.epoch

    def set_weights(self, weights: int) -> None:
        self.restored = weights


def by_keras(
    stopping: EarlyStopping, values: list[float], carried: EpochValue | None = None
) -> tuple[Any, Model]:
    """Keras' own callback after these epochs, or as many as it lets be trained, and the network it leaves."""
    callback, model = early_stopping(Training(early_stopping=stopping)), Model()
    callback.set_model(model)
    callback.on_train_begin()
    if carried is not None:
        callback.best, callback.best_epoch, callback.best_weights = (
            carried.value,
            carried.epoch - 1,
            carried.epoch,
        )
    for epoch, value in enumerate(values):
        model.epoch = epoch + 1
        callback.on_epoch_end(epoch, {stopping.monitor: value})
        if model.stop_training:
            break
    callback.on_train_end()
    return callback, model


def experiment(stopping: EarlyStopping | None = None, branch: Branch | None = None) -> Experiment:
    return Experiment(data=Data(dataset="line"), training=Training(early_stopping=stopping), branch=branch)


@settings(deadline=None, max_examples=300)
@given(STOPPING, st.lists(VALUES, min_size=1, max_size=25))
@example(EarlyStopping(min_delta=0), [math.nan, 0.5, 0.25])
def test_the_epochs_counted_and_restored_are_those_of_keras(
    stopping: EarlyStopping, values: list[float]
) -> None:
    callback, model = by_keras(stopping, values)
    found = search(experiment(stopping), [0.0, *values[: model.epoch]])
    assert found.restorable == model.restored
    if callback.best is None:  # it has not begun to count
        assert found.counted is None
    else:
        assert found.counted is not None
        assert found.counted.epoch == callback.best_epoch + 1
        if math.isfinite(callback.best):
            assert found.best == EpochValue(callback.best_epoch + 1, callback.best)


@settings(deadline=None)
@given(STOPPING, st.lists(VALUES, min_size=1, max_size=25), st.floats(0, 1, width=32))
def test_a_branch_that_carries_on_may_count_an_epoch_of_its_parent(
    stopping: EarlyStopping, values: list[float], value: float
) -> None:
    stopping = stopping.model_copy(update={"start_from_epoch": 0})
    carried = EpochValue(30, value)
    callback, model = by_keras(stopping, values, carried)
    found = BestSearch(stopping.monitor, stopping, first=1, counted=carried)
    for epoch in range(model.epoch):
        found.take(epoch + 1, values[epoch])
    assert found.counted is not None
    assert found.counted.epoch == callback.best_epoch + 1
    assert found.restorable == model.restored


@given(st.lists(VALUES, max_size=25), st.sampled_from(["val_loss", "val_accuracy", "r2"]))
def test_without_early_stopping_the_best_is_the_first_of_the_best_numbers(
    values: list[float], name: str
) -> None:
    sign = 1 if name == "val_loss" else -1
    found = search(experiment(), [-9.0 * sign, *values], name)
    trained = [(sign * value, epoch) for epoch, value in enumerate(values, start=1) if math.isfinite(value)]
    assert found.best == (EpochValue(min(trained)[1], sign * min(trained)[0]) if trained else None)
    assert (found.restorable, found.passed_over) == (None, None)


def test_a_lower_value_that_did_not_count_is_known() -> None:
    found = search(experiment(EarlyStopping(min_delta=0.1)), [1.0, 0.5, 0.45, 0.42])
    assert (found.best, found.passed_over) == (EpochValue(1, 0.5), EpochValue(3, 0.42))
    late = search(experiment(EarlyStopping(min_delta=0, start_from_epoch=2)), [1.0, 0.2, 0.9, 0.7])
    assert (late.best, late.passed_over) == (EpochValue(3, 0.7), EpochValue(1, 0.2))


def test_until_early_stopping_counts_the_best_of_all_is_the_best() -> None:
    found = search(experiment(EarlyStopping(start_from_epoch=5)), [1.0, 0.5, 0.4, 0.6])
    assert (found.best, found.restorable, found.passed_over) == (EpochValue(2, 0.4), None, None)


def test_another_curve_than_the_one_watched_has_its_own_best() -> None:
    found = search(experiment(EarlyStopping(min_delta=10)), [0.1, 0.5, 0.9], "val_accuracy")
    assert (found.best, found.restorable) == (EpochValue(2, 0.9), None)


@pytest.mark.parametrize("stopping", [None, EarlyStopping(min_delta=0)])
def test_the_best_of_a_branch_is_one_of_its_own_epochs(stopping: EarlyStopping | None) -> None:
    branch = Branch(experiment=experiment(), epoch=2)
    found = search(experiment(stopping, branch), [math.nan, math.nan, 0.1, 0.5, 0.4, 0.6])
    assert found.best == EpochValue(4, 0.4)
