"""Twin: an experiment beside another, with the same first weights wherever the shapes allow."""

from playground.experiment import MAX_BRANCHES, Experiment


def twin(experiment: Experiment, original: Experiment) -> Experiment:
    """The experiment as a twin of `original`: what nobody changed begins as it did there.

    Seed and batch order are settings, so they are the same unless they are what was changed. First weights follow
    from the seed as long as the layers are the same; where layers differ, the original is named in the twin, and
    lends its first weights to those of the same shape. A chain of twins longer than an experiment may hold begins anew.
    """
    update: dict[str, object] = {"branch": original.branch, "twin": None}
    if experiment.network == original.network:
        update["twin"] = original.twin
    elif experiment.training.seed == original.training.seed and original.depth < MAX_BRANCHES:
        update["twin"] = original.model_copy(update={"title": "", "branch": None})
    return experiment.model_copy(update=update)
