"""The doctor on a run's own curves: from epoch 1 on, with what is known of its experiment."""

import math

import pytest

from playground.errors import ExperimentError
from playground.experiment import Data, Dense, Dropout, Experiment, Network, Training
from playground.experiment.streamed import streamed_experiment
from playground.messages.events import Ended, Epochs, Kept
from playground.plan import plan
from playground.runs import Run
from playground.runs.diagnosis import diagnosis

N_EPOCHS = 40
FALLING = [0.2 + 0.8 * 0.85**epoch for epoch in range(N_EPOCHS)]


def run(loss: list[float], val_loss: list[float], alike: tuple[float, float]) -> Run:
    experiment = Experiment(
        data=Data(dataset="iris"),
        network=Network(layers=(Dense(units=8), Dropout(rate=0.5))),
        training=Training(epochs=N_EPOCHS),
    )
    found = Run("r", "me", plan(experiment).experiment)
    found.hear([Epochs(first=0, logs={"loss": loss, "val_loss": val_loss}, seconds=[0.0] * len(loss))])
    kept = Kept(N_EPOCHS - 1, {"loss": alike[0], "val_loss": alike[1]})
    found.hear([Ended(status="finished", reason="", epochs=len(loss) - 1, seconds=1.0, kept=kept)])
    return found


def test_the_untrained_network_is_no_epoch_of_the_curve() -> None:
    (found,) = diagnosis(run([99.0, *FALLING], [99.0, *FALLING], (0.2, 0.2)))
    assert (found.kind, found.from_epoch) == ("healthy", 1)


def test_dropout_is_named_where_the_network_kept_does_as_well_on_training_rows() -> None:
    above = [value + 0.2 for value in FALLING]
    found = diagnosis(run([1.0, *above], [1.0, *FALLING], (0.2, 0.2)))[0]
    assert found.kind == "validation_below_training"
    assert "dropout switches units off in training only" in found.sentence


def test_a_run_without_an_epoch_has_no_curve() -> None:
    with pytest.raises(ExperimentError, match="no epoch of this run is over"):
        diagnosis(run([1.0], [1.0], (1.0, 1.0)))


OVERFITTING = [0.4 + 0.6 * 0.7**epoch + epoch / 100 for epoch in range(N_EPOCHS)]


def going(loss: list[float], val_loss: list[float]) -> Run:
    found = Run("r", "me", run([1.0], [1.0], (1.0, 1.0)).experiment)
    found.hear([Epochs(first=0, logs={"loss": loss, "val_loss": val_loss}, seconds=[0.0] * len(loss))])
    return found


def test_pages_are_told_while_a_run_goes_on_of_what_is_certain_already() -> None:
    falling = [0.9**epoch for epoch in range(N_EPOCHS)]
    found = going(falling, OVERFITTING).since(0)["doctor"]
    assert [(each["kind"], each["title"], each["change"]) for each in found] == [
        ("overfitting", "Overfitting", "early stopping that keeps the best weights")
    ]
    assert going(FALLING, FALLING).since(0)["doctor"] == []  # healthy so far


def test_few_epochs_of_a_run_that_goes_on_say_nothing_and_of_one_that_is_over_that_they_are_few() -> None:
    assert going(FALLING[:5], FALLING[:5]).doctor.look(going(FALLING[:5], FALLING[:5])) == []
    (found,) = run(FALLING[:3], FALLING[:3], (0.2, 0.2)).since(0)["doctor"]
    assert "too few" in found["sentence"]


def test_a_run_that_is_over_is_looked_at_anew() -> None:
    found = going(FALLING, FALLING)
    assert found.since(0)["doctor"] == []
    found.hear([Ended(status="finished", reason="")])
    assert [each["kind"] for each in found.since(0)["doctor"]] == ["healthy"]


def test_of_a_run_from_elsewhere_curves_are_read_and_nothing_can_be_trained() -> None:
    elsewhere = streamed_experiment(
        "theirs",
        loss="mse",
        curves=["loss", "val_loss"],
        optimizer="adam",
        learning_rate=0.1,
        epochs=N_EPOCHS,
    )
    found = Run("r", "me", elsewhere)
    losses = {"loss": [0.9**epoch for epoch in range(N_EPOCHS)], "val_loss": OVERFITTING}
    found.hear([Epochs(first=0, logs=losses, seconds=[0.0] * N_EPOCHS), Ended(status="finished", reason="")])
    first = found.since(0)["doctor"][0]
    assert (first["kind"], first["change"]) == ("overfitting", "")


def test_a_run_that_was_stopped_by_hand_is_no_reason_for_more_epochs_than_were_asked_for() -> None:
    falling = [0.97**epoch for epoch in range(21)]
    found = going(falling, falling)
    found.hear([Ended(status="stopped", reason="Stopped on request after epoch 20.")])
    (first,) = found.since(0)["doctor"]
    assert (first["kind"], first["remedy"], first["change"]) == (
        "stopped_too_early",
        "Train for more epochs: 60.",
        "",
    )


def branch(loss: list[float], val_loss: list[float], first: int) -> Run:
    """A run that branched off after epoch `first`, whose values come first."""
    found = going([], [])
    logs = {"loss": loss, "val_loss": val_loss}
    found.hear([Epochs(first=first, logs=logs, seconds=[0.0] * len(loss))])
    found.hear([Ended(status="finished", reason="", epochs=first + len(loss) - 1, seconds=1.0, kept=None)])
    return found


def test_a_branch_has_not_diverged_in_the_epochs_that_it_does_not_have() -> None:
    (found,) = diagnosis(branch(FALLING, FALLING, 30))
    assert (found.kind, found.from_epoch) == ("healthy", 30)


def test_of_a_branch_nobody_says_that_learning_has_not_begun() -> None:
    flat = [0.01 + 1e-6 * epoch for epoch in range(N_EPOCHS)]
    assert not {each.kind for each in diagnosis(branch(flat, flat, 30))} & {
        "plateau",
        "underfitting",
        "rate_too_low",
    }


def test_a_branch_that_diverges_is_told_from_when() -> None:
    (found,) = diagnosis(branch([*FALLING, math.nan, math.nan], [*FALLING, math.nan, math.nan], 30))
    assert (found.kind, found.from_epoch) == ("diverged", 30 + N_EPOCHS)
