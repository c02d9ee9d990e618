"""The untrained network that a page shows is to the last bit the one that its run begins with."""

from typing import Any

import numpy as np
import pytest

from playground.experiment import BatchNormalization, Data, Dense, Experiment, Network, Training
from playground.experiment.untrained import untrained as reduced
from playground.messages.events import Event
from playground.pictures.format import decode
from playground.pictures.picture_maker import PictureMaker
from playground.plan import plan
from playground.studies.twin import twin
from playground.worker.control import Control
from playground.worker.job import train, untrained

SMALL = Experiment(
    data=Data(dataset="spiral"),
    network=Network(
        layers=(
            Dense(units=4, initializer="he_normal"),
            BatchNormalization(),
            Dense(units=3, activation="tanh"),
        )
    ),
    training=Training(epochs=1, batch_size=None, seed=5),
)
OTHER = SMALL.model_copy(update={"network": Network(layers=(Dense(units=4), Dense(units=9)))})
LARGE = Experiment(
    data=Data(dataset="iris"),
    network=Network(layers=(Dense(units=700),)),
    training=Training(epochs=1, batch_size=None, seed=5),
)


def first_of(experiment: Experiment) -> bytes:
    """What a run sends of its network before the first epoch."""
    events: list[Event] = []
    picture_maker = PictureMaker(events.extend)
    train(plan(experiment).experiment, lambda _events: None, Control(), picture_maker)
    picture_maker.close()
    return next(event.bytes for event in events if event.kind == "picture" and event.epoch == 0)


@pytest.mark.usefixtures("without_xla")
@pytest.mark.parametrize("experiment", [SMALL, twin(OTHER, SMALL), LARGE], ids=["small", "twin", "large"])
def test_it_is_the_one_that_a_run_begins_with(experiment: Any) -> None:
    found = untrained(reduced(plan(experiment).experiment))
    mine, runs = decode(found), decode(first_of(experiment))
    assert mine.header == runs.header
    assert all(np.array_equal(mine.arrays[name], runs.arrays[name]) for name in runs.arrays)
