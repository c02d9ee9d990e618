"""What the curves of a run show, with what is known of its experiment."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from playground.doctor.history.diagnosis import diagnose
from playground.doctor.history.facts import facts
from playground.doctor.history.reading import history_of
from playground.doctor.history.rule import Diagnosis
from playground.errors import ExperimentError, Problem

if TYPE_CHECKING:
    from playground.runs.run import Run


def diagnosis(run: "Run") -> Sequence[Diagnosis]:
    """The findings on a run's curves from epoch 1 on: the untrained network, epoch 0, belongs to no epoch.

    Raises:
        ExperimentError: when no epoch of it is over.
    """
    curves = {name: values[1:] for name, values in run.curves.items()}
    if not curves.get("loss"):
        raise ExperimentError(
            Problem(run.id[:8], "no epoch of this run is over: there is no curve to look at.")
        )
    return diagnose(history_of(curves), facts(run.experiment, run.evaluated if run.over else None))
