"""Starting a run from the page: with the speed that was chosen, held at its first epoch where that is asked."""

from collections.abc import Sequence

import streamlit as st

from playground.errors import ExperimentError
from playground.experiment import Branch
from playground.messages.wishes import Pause, SetSpeed, Wish
from playground.plan import Plan, plan
from playground.runs import Group, Run, RunsError
from playground.runs.luck import with_seeds
from playground.server.services import runs
from playground.ui.markdown import escaped
from playground.ui.shown_run import show
from playground.ui.twins import as_twin, end_twin
from playground.ui.visitor import visitor

# Batches a second; None for as many as the machine can.
SPEEDS = (1, 2, 5, 10, 25, 50, 100, None)


def start(
    planned: Plan,
    *,
    held: bool = False,
    wishes: Sequence[Wish] = (),
    replaces: Run | None = None,
    parent: Run | None = None,
) -> None:
    """Starts a run, shows it, and runs the page again; says so where the person has too many going on.

    Args:
        planned: what to train.
        held: whether it holds before its first batch.
        wishes: what else it begins with.
        replaces: a run to stop first.
        parent: the run that it branches off.
    """
    opening: list[Wish] = [*wishes]
    if held:
        opening.insert(0, Pause())
    if (speed := chosen_speed()) is not None:
        opening.append(SetSpeed(batches_per_second=float(speed)))
    try:
        run = runs().start(
            planned.experiment,
            visitor(),
            opening,
            replaces=replaces.id if replaces is not None else None,
            parent=parent.id if parent is not None else None,
        )
    except RunsError as error:
        st.toast(escaped(str(error)), icon=":material/hourglass_top:")
        return
    hold(run, held)
    show(run)
    st.rerun()


def branch_off(run: Run, epoch: int, planned: Plan) -> None:
    """Starts a run with the settings of a plan from the weights that a run had at an epoch."""
    branch = Branch(experiment=run.experiment, epoch=epoch, learning_rates=tuple(run.learning_rates))
    try:
        branched = plan(planned.experiment.model_copy(update={"branch": branch}))
    except ExperimentError as error:
        st.toast(escaped(error.problems[0].sentence), icon=":material/error:")
        return
    start(branched, replaces=None if run.over or run.owner != visitor() else run, parent=run)


def start_twin(planned: Plan, of: Run) -> None:
    """Starts a run with the settings of a plan as the twin of another, which is drawn beside it."""
    try:
        planned = as_twin(planned, of)
    except ExperimentError as error:
        st.toast(escaped(error.problems[0].sentence), icon=":material/error:")
        return
    end_twin()
    start(planned, parent=of)


def start_luck(run: Run) -> Group | None:
    """Starts the same experiment with several seeds; None, with a sentence, where that is not possible now."""
    experiments = with_seeds(run.experiment)
    cells = [f"seed {experiment.training.seed}" for experiment in experiments]
    try:
        return runs().start_group(experiments, visitor(), "luck", cells, {"of": run.id})
    except RunsError as error:
        st.toast(escaped(str(error)), icon=":material/hourglass_top:")
        return None


def chosen_speed() -> int | None:
    """The speed of this visit, in batches a second."""
    return st.session_state.get("chosen_speed")


def hold(run: Run, held: bool) -> None:
    """Remembers what was asked: the run's own word for it comes a little later."""
    st.session_state["held"] = (run.id, held)


def is_held(run: Run) -> bool:
    """Whether a run is held, or has been asked to hold."""
    asked: tuple[str, bool] | None = st.session_state.get("held")
    return asked[1] if asked is not None and asked[0] == run.id else run.paused
