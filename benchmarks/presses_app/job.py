"""A job that trains nothing; the reason of its end is the time when the wish to stop reached it."""

import time
from collections.abc import Callable
from typing import Any

from playground.experiment import Complete
from playground.messages.events import Began, Ended, Epochs, Event
from playground.worker.control import Control


def train(
    experiment: Complete,
    send: Callable[[list[Event]], None],
    control: Control,
    *_: Any,
) -> None:
    """Waits for the stop, polling every half millisecond; a worker's warm-up, which nobody stops, ends at once."""
    if experiment.title == "Warm-up":
        return
    send(
        [
            Began(parameters=9, train_rows=100, validation_rows=50),
            Epochs(first=0, logs={"loss": [1.0], "val_loss": [1.0]}, seconds=[0.0]),
        ]
    )
    while not control.stopped:
        time.sleep(0.0005)
    send([Ended(status="stopped", reason=f"{time.time()!r}", epochs=0, seconds=0.0)])
