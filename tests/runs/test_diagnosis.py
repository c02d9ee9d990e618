"""The doctor on a run's own curves: from epoch 1 on, with what is known of its experiment."""

import pytest

from playground.errors import ExperimentError
from playground.experiment import Data, Dense, Dropout, Experiment, Network, Training
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
