"""Twin: an experiment to compare with another, with the same first weights where shapes allow."""

from playground.experiment import MAX_BRANCHES, Experiment


def twin(experiment: Experiment, original: Experiment) -> Experiment:
    """The experiment as a twin of `original`: everything unchanged begins as in the original.

    Seed and batch order are settings, so they are the same unless they were changed. With equal layers, the first
    weights follow from the seed. With different layers, the twin has the original in it and copies the original's first
    weights into layers of the same shape. A chain of twins that is too long for an experiment starts again.

    """
    update: dict[str, object] = {"branch": original.branch, "twin": None}
    if experiment.network == original.network:
        update["twin"] = original.twin
    elif experiment.training.seed == original.training.seed and original.depth < MAX_BRANCHES:
        update["twin"] = original.model_copy(update={"title": "", "branch": None})
    return experiment.model_copy(update=update)
