"""Exporting: the state in which a twin or a branch begins, which an exported script cannot compute by itself."""

from playground.errors import ExperimentError, Problem
from playground.export.script import Script, script
from playground.export.start import Start
from playground.limits import limits
from playground.plan import Plan
from playground.worker.carried import variables_of
from playground.worker.control import Control
from playground.worker.first_weights import begin
from playground.worker.stopwatch import Stopwatch
from playground.worker.way import Way


def start_of(planned: Plan) -> Start | None:
    """The state in which a twin or a branch begins; None for any other run.

    It trains the parent of a branch again up to the branch.


    Raises:
        ExperimentError: the parent never reaches the epoch of the branch.
    """
    if planned.experiment.branch is None and planned.experiment.twin is None:
        return None
    watch = Stopwatch()
    watch.start()
    beginning = begin(planned, Way(Control(), watch, limits().max_seconds, lambda *_: None))
    if beginning is None:
        raise ExperimentError(
            Problem(
                "branch", f"The parent trains longer than the {limits().max_seconds:g} seconds of one run."
            )
        )
    if planned.experiment.branch is None:
        return Start(beginning.model.get_weights())
    variables = variables_of(beginning.model)
    return Start(
        weights=variables["weights"],
        epoch=beginning.position[0],
        optimizer=variables["optimizer"],
        seeds=variables["others"],
        callbacks=beginning.states,
    )


def export_script(planned: Plan) -> Script:
    """The script of an experiment, with the state that a twin or a branch begins with."""
    return script(planned, start_of(planned))
