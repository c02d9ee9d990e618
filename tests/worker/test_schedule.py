"""Learning-rate schedules, as plain Keras has them."""

import math
from collections.abc import Callable
from typing import Any

import numpy
import pytest

from playground.experiment import Experiment
from playground.experiment.schedule import rate_at, set_by_hand
from playground.messages.events import Event
from playground.network.backend import keras
from playground.network.model import untrained
from playground.plan import plan
from playground.runs import Run
from playground.worker.control import Control
from playground.worker.job import train

pytestmark = pytest.mark.usefixtures("without_xla")

EPOCHS, RATE, WARMUP = 12, 0.05, 3
SCHEDULES = keras.optimizers.schedules


def experiment(schedule: dict[str, Any]) -> Experiment:
    return Experiment.model_validate(
        {
            "data": {"dataset": "cereals"},
            "network": {"layers": [{"type": "dense", "units": 4, "activation": "tanh"}]},
            # In full batches the order of the rows has no say.
            "training": {
                "epochs": EPOCHS,
                "batch_size": None,
                "optimizer": {"name": "adam", "learning_rate": RATE},
                "schedule": schedule,
            },
        }
    )


CASES = {
    "step": (
        {"name": "step", "factor": 0.3, "every": 4},
        SCHEDULES.ExponentialDecay(RATE, 4, 0.3, staircase=True),
    ),
    "exponential": (
        {"name": "exponential", "factor": 0.3, "every": 4},
        SCHEDULES.ExponentialDecay(RATE, 4, 0.3),
    ),
    "cosine": ({"name": "cosine", "alpha": 0.1}, SCHEDULES.CosineDecay(RATE, EPOCHS, 0.1)),
    "cosine to nothing": ({"name": "cosine"}, SCHEDULES.CosineDecay(RATE, EPOCHS)),
    "cosine after a warm-up": (
        {"name": "cosine", "warmup_epochs": WARMUP},
        lambda epoch: (
            RATE * (epoch + 1) / (WARMUP + 1)
            if epoch < WARMUP
            else SCHEDULES.CosineDecay(RATE, EPOCHS - WARMUP)(epoch - WARMUP)
        ),
    ),
    "warm-up": ({"name": "warmup", "warmup_epochs": 4}, lambda epoch: RATE * min((epoch + 1) / 5, 1)),
}


@pytest.fixture(scope="module")
def plain() -> Callable[[keras.callbacks.Callback], dict[str, list[float]]]:
    """`model.fit` of the network that all cases begin with, which is traced once; returns its history."""
    planned = plan(experiment(CASES["step"][0]))
    data, model = planned.prepared, untrained(planned.experiment, planned.prepared)
    model.optimizer.build(model.trainable_variables)
    variables = [*model.variables, *model.optimizer.variables]
    values = [variable.numpy() for variable in variables]

    def fit(callback: keras.callbacks.Callback) -> dict[str, list[float]]:
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)
        history: dict[str, list[float]] = model.fit(
            data.training.x,
            data.training.y,
            validation_data=(data.validation.x, data.validation.y),
            batch_size=len(data.training),
            epochs=EPOCHS,
            shuffle=False,
            callbacks=[callback],
            verbose=0,
        ).history
        return history

    return fit


@pytest.mark.parametrize("case", CASES)
def test_a_run_with_a_schedule_is_that_of_model_fit_with_a_learning_rate_scheduler(
    case: str, plain: Callable[[keras.callbacks.Callback], dict[str, list[float]]]
) -> None:
    settings, of_keras = CASES[case]
    what = experiment(settings)
    heard: list[Event] = []
    train(what, heard.extend, Control())
    run = Run("a run", "nobody", what)
    run.hear(heard)
    assert run.state == "finished"

    history = plain(keras.callbacks.LearningRateScheduler(lambda epoch, _: float(of_keras(epoch))))
    for name in ("loss", "val_loss"):
        numpy.testing.assert_allclose(run.curves[name][1:], history[name], rtol=1e-4)
    assert math.isnan(run.learning_rate[0])
    numpy.testing.assert_allclose(run.learning_rate[1:], history["learning_rate"], rtol=1e-5)
    assert len(set(run.learning_rate[1:])) > 1


def test_changes_of_the_schedule_are_not_those_of_a_person() -> None:
    training = experiment({"name": "step", "factor": 0.5, "every": 2}).training
    own = [(epoch, 0, rate_at(training, epoch)) for epoch in (2, 4, 6)]
    assert set_by_hand(training, own) == ()
    # What follows the first rate set by hand is a person's too, the schedule being over.
    assert set_by_hand(training, [*own, (7, 0, 0.3), (8, 0, rate_at(training, 8))]) == (
        (7, 0, 0.3),
        (8, 0, rate_at(training, 8)),
    )
    without = training.model_copy(update={"schedule": None})
    assert set_by_hand(without, [(2, 1, 0.3)]) == ((2, 1, 0.3),)
