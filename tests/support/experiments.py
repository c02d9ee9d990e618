"""Experiments for tests in which it does not matter what is trained."""

from typing import Any

from playground.experiment import (
    Complete,
    Data,
    Dense,
    EarlyStopping,
    Experiment,
    Network,
    Optimizer,
    Training,
)
from playground.plan import plan


def complete(experiment: Experiment) -> Complete:
    """The completed experiment, as every run has it."""
    return plan(experiment).experiment


# Over in a moment, but with a curve.
SHORT = complete(
    Experiment(
        title="A short one",
        data=Data(dataset="gaussians"),
        network=Network(layers=(Dense(units=4, activation="tanh"),)),
        training=Training(epochs=60, batch_size=10, optimizer=Optimizer(learning_rate=0.01)),
    )
)

# Minutes on two cores, with short epochs, so it is still running when a test looks.
LONG = complete(
    Experiment(
        title="A long one",
        data=Data(dataset="red-wine"),
        network=Network(layers=(Dense(units=256), Dense(units=256))),
        training=Training(epochs=10_000, batch_size=16),
    )
)


def short(epochs: int = 3, **data: Any) -> Complete:
    """Over in a moment."""
    return complete(
        Experiment(
            data=Data(dataset="iris", **data),
            network=Network(layers=(Dense(units=4),)),
            training=Training(epochs=epochs, batch_size=None),
        )
    )


def pictured(epochs: int = 3) -> Complete:
    """Over in a moment, and so large that workers take its pictures."""
    return complete(
        Experiment(
            data=Data(dataset="iris"),
            network=Network(layers=(Dense(units=700),)),
            training=Training(epochs=epochs, batch_size=None),
        )
    )


def endless() -> Complete:
    """Runs longer than any test needs."""
    return complete(
        Experiment(
            data=Data(dataset="red-wine"),
            network=Network(layers=(Dense(units=256), Dense(units=256))),
            training=Training(epochs=10_000, batch_size=16, early_stopping=EarlyStopping(patience=10_000)),
        )
    )
