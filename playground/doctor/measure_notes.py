"""Notes on measures: losses and metrics of an experiment that have no value on its data. No Keras."""

import numpy

from playground.datasets import Prepared
from playground.errors import Problem
from playground.experiment import Complete
from playground.experiment.measures import ZERO, percent_of_zero
from playground.mentions import quoted
from playground.words import METRICS, Task

_OF_TWO_CLASSES = ("auc", "precision", "recall")


def measure_notes(experiment: Complete, prepared: Prepared) -> tuple[Problem, ...]:
    """A sentence, at its field, for each measure whose values will be missing or meaningless."""
    return (
        *_percent_of_zero(experiment, prepared),
        *_one_class(experiment, prepared),
        *_constant(experiment, prepared),
    )


def _percent_of_zero(experiment: Complete, prepared: Prepared) -> tuple[Problem, ...]:
    if experiment.training.loss != "mape" or prepared.task is not Task.REGRESSION:
        return ()
    scaled = prepared.y.astype(numpy.float64)
    # Version 1 measures percents of the scaled target.
    true = experiment.training.loss_version == 2
    offset = prepared.y_offset / prepared.y_scale if true else 0.0
    zeros = int((abs(scaled + offset) < ZERO).sum())
    if not zeros:
        return ()
    is_scaled = (prepared.y_scale, prepared.y_offset) != (1.0, 0.0)
    target = prepared.target if true or not is_scaled else f"scaled {prepared.target}"
    return (
        Problem(
            "training.loss",
            f"{percent_of_zero(zeros, target)}: these rows dominate the loss. Choose mae instead.",
        ),
    )


def _one_class(experiment: Complete, prepared: Prepared) -> tuple[Problem, ...]:
    if prepared.task is not Task.BINARY:
        return ()
    there = sorted({int(label) for label in prepared.validation.y.ravel()})
    titles = [METRICS[name].title for name in _OF_TWO_CLASSES if name in experiment.training.metrics]
    if len(there) > 1 or not titles:
        return ()
    return (
        Problem(
            "training.metrics",
            f"All validation rows are {quoted(prepared.classes[there[0]])}: {' and '.join(titles)} of them cannot be "
            "told. Take another split seed, or more validation rows.",
        ),
    )


def _constant(experiment: Complete, prepared: Prepared) -> tuple[Problem, ...]:
    if "r2" not in experiment.training.metrics or len(numpy.unique(prepared.validation.y)) > 1:
        return ()
    return (
        Problem(
            "training.metrics",
            f"All validation rows have the same {prepared.target}: {METRICS['r2'].title} of them cannot be told. "
            "Take another split seed, or more validation rows.",
        ),
    )
