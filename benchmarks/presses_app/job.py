"""A job that trains nothing and tells, as the reason of its end, when the wish to stop reached it."""

import time
from collections.abc import Callable
from typing import Any

from playground.experiment import Experiment
from playground.training import events
from playground.training.control import Control


def train(
    experiment: Experiment,
    send: Callable[[list[dict[str, Any]]], None],
    control: Control,
    *_: Any,
) -> None:
    """Waits for the stop, looking every half a millisecond; a worker's warm-up, which nobody stops, is over at once."""
    if experiment.title == "Warm-up":
        return
    send([events.began(9, 100, 50), events.epochs(0, {"loss": [1.0], "val_loss": [1.0]}, [0.0])])
    while not control.stopped:
        time.sleep(0.0005)
    send([events.ended("stopped", f"{time.time()!r}", 0, None, 0.0)])
