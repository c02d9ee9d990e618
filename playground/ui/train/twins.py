"""Twins: runs with the settings of another run except one; and the labels of two runs in one chart."""

from collections.abc import Sequence

from playground.comparing.comparable import comparison
from playground.comparing.differences import differences, label
from playground.comparing.naming import same_settings, with_twin_title
from playground.components.curves_data import Beside
from playground.experiment import Complete
from playground.plan import Plan, plan
from playground.runs import Run
from playground.runs.helped import compare_twin
from playground.services import runs
from playground.store import StoreError
from playground.studies.twin import twin
from playground.ui.frame.draft import Draft
from playground.ui.frame.visit import visit


def original() -> Run | None:
    """The run whose twin the next run will be; None if the next run will be no twin."""
    name = visit().original
    return runs().get(name) if name is not None else None


def begin_twin(run: Run, draft: Draft, draft_says: Plan | None = None) -> None:
    """Loads a run's settings into the draft, for the person to change one of them.

    Args:
        draft_says: the plan of the settings on the page. If they are the run's own, the widgets stay: new widgets would
            lose what the person is typing.
    """
    if run.is_streamed:
        return
    visit().original = run.id
    if draft_says is None or not same_settings(draft_says.experiment, run.experiment):
        draft.load(run.experiment)


def end_twin() -> None:
    """Forgets the original: the next run will be no twin."""
    visit().original = None


def plan_twin(planned: Plan, of: Run) -> Plan:
    """The plan with the first weights of the run `of`, as far as layers have the same shapes.

    Raises:
        ExperimentError: `of` is a branch, and the settings do not fit the weights of its parent.
    """
    planned = plan(twin(planned.experiment, of.experiment))
    if not differences([planned.experiment, of.experiment]):
        return planned
    return with_twin_title(planned, of.experiment, difference(planned.experiment, of))


def difference(experiment: Complete, of: Run) -> str:
    """How an experiment differs from a run's, in a few words."""
    return label(experiment, of.experiment)


def run_beside(run: Run | None) -> Beside | None:
    """The run that is drawn beside this one, with labels for both; None if there is none."""
    if run is None or run.parent is None:
        return None
    try:
        other = runs().get(run.parent)
    except StoreError:
        return None  # this run is shown alone; the next rerun tries again
    if other is None:
        return None
    both = [run.experiment, other.experiment]
    found = comparison(both, "val_loss")
    sentences: Sequence[str] = (*found.obstacles, *found.notes)
    verdict = None
    if run.experiment.branch is not None and other.experiment.branch != run.experiment.branch:
        names, sentences = ("this branch", "the run it left"), found.obstacles
    elif not differences(both):
        names = ("this run", "its original, same settings")
    else:
        names = (label(run.experiment, other.experiment), label(other.experiment, run.experiment))
        verdict = compare_twin(run, other)
    own, others = names
    return {
        "run": other.id,
        "own": own,
        "other": others,
        "said": " ".join(sentences),
        "helped": "" if verdict is None else verdict.sentence,
        "wants_seeds": verdict is not None and verdict.wants_seeds,
    }
