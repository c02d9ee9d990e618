"""Complete: an experiment without gaps. `plan` returns it, and only complete experiments are trained.

It has the same JSON form as any other experiment, and equals the one with the same content.
"""

from playground.experiment.data import Data
from playground.experiment.model import Experiment, Training
from playground.words import DEFAULT_LOSS, DEFAULT_METRICS, Task


class CompleteData(Data):
    """Data with a target, and with all options of a toy; `playground.datasets.complete_data` makes it.

    `features` None is not a gap: it means every column that the card offers, whatever toys derive.
    """

    target: str


class CompleteTraining(Training):
    """Training with a loss and a list of metrics, which may be empty."""

    loss: str
    metrics: tuple[str, ...]


class Complete(Experiment):
    """An experiment with complete data and training; the one of its branch or its twin may have gaps."""

    data: CompleteData
    training: CompleteTraining


def complete_training(training: Training, task: Task) -> CompleteTraining:
    """The training, completed with the usual loss and metrics of a task."""
    loss = training.loss or DEFAULT_LOSS[task]
    metrics = DEFAULT_METRICS[task] if training.metrics is None else training.metrics
    return CompleteTraining(**{**dict(training), "loss": loss, "metrics": metrics})
