"""The untrained networks that the page shows: those of the settings on the page, and of the run shown."""

from contextlib import suppress

from playground.components.curves_data import UntrainedData
from playground.errors import ExperimentError
from playground.experiment import Complete
from playground.experiment.untrained import untrained
from playground.plan import Plan
from playground.runs import Run
from playground.server.base_path import base_path
from playground.services import untrained as networks
from playground.showing.recording import recording_of
from playground.showing.untrained import link_of
from playground.ui.frame.unseen import is_unseen
from playground.ui.train.twins import original, plan_twin


def untrained_networks(planned: Plan | None, run: Run | None) -> UntrainedData:
    """The addresses of the untrained networks; the one that the browser will show is computed meanwhile.

    Args:
        planned: the plan of the settings; None if a setting is wrong.
        run: the run that is shown; if the person may not see its table, its picture says so, and nothing is shown in
            its place.
    """
    if is_unseen(run):
        return {
            "settings": None,
            "run": None,
            "batch": None,
            "differ": False,
            "recording": None,
            "branch": False,
        }
    planned = None if planned is None else _as_started(planned)
    differ = planned is not None and run is not None and _alone(planned.experiment) != _alone(run.experiment)
    if planned is not None and (run is None or (differ and run.over)):
        networks().look(planned)
    return {
        "settings": None if planned is None else _address(planned.experiment),
        "run": None if run is None else _address(run.experiment),
        "batch": None if run is None else run.experiment.training.batch_size,
        "differ": differ,
        "recording": _recording(planned) if run is None and planned is not None else None,
        "branch": run is not None and run.experiment.branch is not None,
    }


def _as_started(planned: Plan) -> Plan:
    """The plan that Train starts; that of a twin if the settings are a twin's."""
    of = original()
    if of is not None:
        with suppress(ExperimentError):  # Train says so
            return plan_twin(planned, of)
    return planned


def _alone(experiment: Complete) -> Complete:
    """The settings that determine the untrained network, without the run from which it may borrow weights."""
    return untrained(experiment).model_copy(update={"twin": None})


def _recording(planned: Plan) -> str | None:
    name = recording_of(planned.experiment)
    return None if name is None else f"{base_path()}recordings/{name}"


def _address(experiment: Complete) -> str:
    return f"{base_path()}untrained/{link_of(experiment)}"
