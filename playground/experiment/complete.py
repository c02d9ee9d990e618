"""Complete: an experiment that leaves nothing out: what `plan` returns, and all that is ever trained.

It is written as any other experiment is, and equals the one with the same content.
"""

from playground.experiment.data import Data
from playground.experiment.model import Experiment, Training
from playground.words import DEFAULT_LOSS, DEFAULT_METRICS, Task


class CompleteData(Data):
    """Data with a target, and with all options of a toy; `playground.datasets.complete_data` makes it.

    `features` None is no gap: it is the choice of every column that the card offers, whatever toys derive.
    """

    target: str


class CompleteTraining(Training):
    """Training with a loss and its metrics, none if there are to be none."""

    loss: str
    metrics: tuple[str, ...]


class Complete(Experiment):
    """An experiment with complete data and training; the one of its branch or its twin may have gaps."""

    data: CompleteData
    training: CompleteTraining


def complete_training(training: Training, task: Task) -> CompleteTraining:
    """The training, with the usual loss and metrics of a task where it names none."""
    loss = training.loss or DEFAULT_LOSS[task]
    metrics = DEFAULT_METRICS[task] if training.metrics is None else training.metrics
    return CompleteTraining(**{**dict(training), "loss": loss, "metrics": metrics})
