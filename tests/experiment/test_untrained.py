"""An untrained network follows from data, layers, loss and seed, and from nothing else."""

from typing import Any

import pytest

from playground.experiment import (
    Branch,
    Complete,
    Data,
    Dense,
    EarlyStopping,
    Experiment,
    Network,
    Optimizer,
    Training,
)
from playground.experiment.untrained import untrained
from tests.support.experiments import complete

OWN = Experiment(
    title="Own", data=Data(dataset="spiral"), network=Network(layers=(Dense(units=4), Dense(units=3)))
)


def other(**changed: Any) -> Complete:
    return complete(OWN.model_copy(update=changed))


def test_how_long_and_how_fast_it_will_be_trained_changes_nothing() -> None:
    training = Training(
        optimizer=Optimizer(name="sgd", learning_rate=0.1),
        epochs=7,
        batch_size=5,
        metrics=(),
        early_stopping=EarlyStopping(),
    )
    assert untrained(other(title="Other", training=training)) == untrained(complete(OWN))


@pytest.mark.parametrize(
    "changed",
    [
        {"data": Data(dataset="spiral", options={"noise": 0.3})},
        {"data": Data(dataset="circle")},
        {"network": Network(layers=(Dense(units=4), Dense(units=3, activation="tanh")))},
        {"training": Training(seed=1)},
        {"training": Training(loss="hinge")},
        {"twin": OWN.model_copy(update={"network": Network(layers=(Dense(units=4),))})},
    ],
)
def test_data_layers_loss_and_seed_change_it(changed: dict[str, Any]) -> None:
    assert untrained(other(**changed)) != untrained(complete(OWN))


def test_it_can_be_trained_and_is_its_own() -> None:
    whole = complete(OWN.model_copy(update={"branch": Branch(experiment=OWN, epoch=3), "twin": OWN}))
    found = untrained(whole)
    assert found.branch is None
    assert untrained(complete(found)) == found
