"""What the untrained network of an experiment depends on: the data, the layers, the loss and the seed."""

from playground.experiment.complete import Complete, CompleteTraining
from playground.experiment.model import Experiment, Training


def untrained(experiment: Complete) -> Complete:
    """The experiment without what does not change its untrained network, such as the optimizer and the epochs.

    Two experiments with the same result begin with the same network on the same data. A branch begins with its
    parent's weights, which nobody knows before they are trained; the result has none.
    """
    training = experiment.training
    reduced = CompleteTraining(
        loss=training.loss, metrics=(), seed=training.seed, loss_version=training.loss_version
    )
    other = experiment.twin and _lender(experiment.twin)
    return experiment.model_copy(update={"title": "", "training": reduced, "branch": None, "twin": other})


def _lender(experiment: Experiment) -> Experiment:
    """What the first weights depend on that an experiment lends to its twin."""
    training = experiment.training
    reduced = Training(loss=training.loss, metrics=(), seed=training.seed, loss_version=training.loss_version)
    other = experiment.twin and _lender(experiment.twin)
    return experiment.model_copy(update={"title": "", "training": reduced, "branch": None, "twin": other})
