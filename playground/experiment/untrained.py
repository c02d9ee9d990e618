"""The parts of an experiment on which its untrained network depends: data, layers, loss and seed."""

from playground.experiment.complete import Complete, CompleteTraining
from playground.experiment.model import Experiment, Training


def untrained(experiment: Complete) -> Complete:
    """The experiment without the settings that do not change its untrained network, such as optimizer and epochs.

    Two experiments with the same result begin with the same network on the same data. The result has no branch, because
    the weights of a branch's parent are unknown before training.
    """
    training = experiment.training
    reduced = CompleteTraining(
        loss=training.loss, metrics=(), seed=training.seed, loss_version=training.loss_version
    )
    other = experiment.twin and _lender(experiment.twin)
    return experiment.model_copy(update={"title": "", "training": reduced, "branch": None, "twin": other})


def _lender(experiment: Experiment) -> Experiment:
    """The parts of an original on which the first weights of its twin depend."""
    training = experiment.training
    reduced = Training(loss=training.loss, metrics=(), seed=training.seed, loss_version=training.loss_version)
    other = experiment.twin and _lender(experiment.twin)
    return experiment.model_copy(update={"title": "", "training": reduced, "branch": None, "twin": other})
