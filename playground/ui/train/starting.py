"""Starting runs from a page: a single run, a branch, a twin, or several seeds of one experiment."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.errors import ExperimentError, Problem
from playground.experiment import Branch
from playground.messages.wishes import Pause, Wish
from playground.plan import Plan, plan
from playground.runs import Group, Run, RunsError
from playground.runs.diagnosis import change
from playground.server.addresses import address_of_page
from playground.services import runs
from playground.studies.seeds import with_seeds
from playground.ui.frame.visitor import person
from playground.ui.train.twins import end_twin, plan_twin


@dataclass(frozen=True)
class Opening:
    """How a run begins.

    Args:
        held: whether it pauses before its first batch.
        replaces: id of a run to stop first.
    """

    held: bool = False
    replaces: str | None = None

    @property
    def wishes(self) -> Sequence[Wish]:
        """The wishes that reach the run before its first batch."""
        return [Pause()] if self.held else []


def start(planned: Plan, opening: Opening, parent: Run | None = None) -> Run:
    """Starts a run; `parent` is the run that it branches off, or whose twin it is.

    Raises:
        RunsError: too many runs of the person are still running.
    """
    return runs().start(
        planned.experiment,
        person(),
        opening.wishes,
        replaces=opening.replaces,
        parent=parent.id if parent is not None else None,
        address=address_of_page(),
    )


def branch_off(run: Run, epoch: int, planned: Plan, opening: Opening) -> Run:
    """Starts a run with the settings of a plan, from the weights that `run` had at `epoch`.

    Raises:
        ExperimentError: the settings do not fit those weights.
        RunsError: too many runs of the person are still running.
    """
    branch = Branch(experiment=run.experiment, epoch=epoch, learning_rates=run.rates_by_hand)
    return start(plan(planned.experiment.model_copy(update={"branch": branch})), opening, run)


def start_twin(planned: Plan, of: Run, opening: Opening) -> Run:
    """Starts a run with the settings of a plan as the twin of the run `of`, which is drawn beside it.

    Raises:
        ExperimentError: the settings do not fit the weights that the original began with.
        RunsError: too many runs of the person are still running.
    """
    run = start(plan_twin(planned, of), opening, of)
    end_twin()
    return run


def start_remedy(run: Run, finding: str) -> Run:
    """Starts the twin of a run that tries what the doctor proposes for a finding on its curves.

    Raises:
        ExperimentError: there is nothing to train for this finding, or the changed settings cannot be trained.
        RunsError: too many runs of the person are still running.
    """
    proposed = change(run, finding)
    if proposed is None:
        raise ExperimentError(Problem("", "The doctor has nothing to try for this run."))
    return start_twin(plan(proposed.experiment), run, Opening())


def start_seeds(run: Run, beside: Group | None = None) -> Group:
    """Starts the same experiment with several seeds, also while the group `beside` goes on.

    Raises:
        RunsError: another sweep or seeds study of the person is still running.
    """
    experiments = with_seeds(run.experiment)
    cells = [f"seed {experiment.training.seed}" for experiment in experiments]
    return runs().groups.start(
        experiments, person(), "seeds", cells, {"of": run.id}, address=address_of_page(), beside=beside
    )


def start_both_by_seeds(run: Run) -> tuple[Group, Group]:
    """Starts a twin and its original with several seeds each: (the twin's, the original's). Both or none.

    Raises:
        RunsError: the original is gone, the person may not keep as many runs or not see the data of one of them, or
            a sweep or seeds study of the person is still running.
    """
    of = runs().get(run.parent) if run.parent is not None else None
    if of is None:
        raise RunsError("The original of this run is not kept here any more.")
    runs().groups.check(with_seeds(run.experiment) + with_seeds(of.experiment), person())
    first = start_seeds(run)
    return first, start_seeds(of, beside=first)


def sentence_of(error: ExperimentError | RunsError) -> str:
    """The sentence that says why a run was not started."""
    return error.problems[0].sentence if isinstance(error, ExperimentError) else str(error)
