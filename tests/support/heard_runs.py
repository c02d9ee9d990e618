"""Runs with events that a test makes up."""

from typing import Any

from playground.experiment import Branch, Complete, Data, Experiment, Training
from playground.messages.events import Began, Ended, Epochs, Event
from playground.runs import Run
from playground.states import State
from tests.support.experiments import complete

EPOCHS = 40


def experiment(**training: Any) -> Complete:
    """An experiment of 40 epochs."""
    return complete(
        Experiment(title="A test", data=Data(dataset="iris"), training=Training(epochs=EPOCHS, **training))
    )


def began(parameters: int = 35) -> Began:
    """The beginning of a run on the rows of iris."""
    return Began(parameters=parameters, train_rows=105, validation_rows=45)


def epochs(first: int, val_loss: list[float], seconds: list[float] | None = None) -> Epochs:
    """Validation losses from epoch `first` on; training losses are half of them."""
    return Epochs(
        first=first,
        logs={"loss": [value / 2 for value in val_loss], "val_loss": val_loss},
        seconds=seconds or [0.1 * (first + i) for i in range(len(val_loss))],
    )


def ended(status: State = "finished", **told: Any) -> Ended:
    """The end of a run."""
    return Ended(status=status, **told)


def heard(*messages: list[Event], **training: Any) -> Run:
    """A run that got these events."""
    run = Run("r", "somebody", experiment(**training))
    for message in messages:
        run.hear(message)
    return run


def branch_of(epoch: int, events: list[Event], **training: Any) -> Run:
    """A branch at an epoch of an experiment, which has begun and got these events."""
    asked = experiment(**training)
    branch = Branch(experiment=asked, epoch=epoch)
    run = Run("r", "somebody", asked.model_copy(update={"branch": branch}))
    run.hear([began(), *events])
    return run
