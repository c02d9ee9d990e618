"""Judging: the judgement of the network that a run kept, from what a worker predicts with it."""

from collections.abc import Mapping

from playground.evaluation.answers import Outputs
from playground.evaluation.judgement import Judgement, Which, judgement
from playground.plan import plan
from playground.runs.run import Run


def judgement_of(run: Run, outputs: Mapping[str, Outputs]) -> Judgement:
    """Judges a run that is over by the outputs of its network, (rows, outputs), for the rows of each part.

    Raises:
        ExperimentError: its data is gone.
    """
    kept = run.kept
    assert kept is not None
    which: Which = "best" if kept == run.search.restorable else "last"
    return judgement(plan(run.experiment), outputs, which, kept)
