"""Group: the runs of a sweep over settings, or of one experiment with several seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from playground.comparing.quantity import quantity
from playground.experiment import Complete
from playground.ids import new_id
from playground.runs.answers import GroupAnswer, MemberAnswer, as_number, best_answer, epoch_answer
from playground.runs.membership import Membership
from playground.runs.run import Run
from playground.words import larger_is_better

Kind = Literal["sweep", "seeds"]


@dataclass(frozen=True)
class Group:
    """A sweep or seeds study with its runs in the order of its cells."""

    id: str
    owner: str
    kind: str
    settings: Mapping[str, Any]
    runs: tuple[Run, ...]

    @property
    def over(self) -> bool:
        """Whether all runs have ended."""
        return all(run.over for run in self.runs)

    def ranked(self) -> list[Run]:
        """The runs by their best values in the target's own unit, the best first.

        Leaves out runs without a best value, and failed runs: a good epoch before a run diverged is no result.
        """
        found = [
            (quantity(run.experiment, run.monitor).in_unit(run.best.value), run)
            for run in self.runs
            if run.best is not None and run.state != "failed"
        ]
        larger = bool(found) and larger_is_better(self.runs[0].monitor)
        return [run for _, run in sorted(found, key=lambda pair: pair[0], reverse=larger)]

    def in_short(self) -> GroupAnswer:
        """The group for a page."""
        return {
            "id": self.id,
            "kind": self.kind,
            "settings": dict(self.settings),
            "over": self.over,
            "runs": [_in_short(run) for run in self.runs],
        }


def new_group(
    experiments: Sequence[Complete],
    owner: str,
    kind: Kind,
    cells: Sequence[str],
    settings: Mapping[str, Any],
) -> Group:
    """A group with a new run for each experiment; `cells` are the runs' labels in it."""
    group_id = new_id()
    runs = (
        Run(new_id(), owner, experiment, membership=Membership(group_id, position, cell))
        for position, (experiment, cell) in enumerate(zip(experiments, cells, strict=True))
    )
    return Group(group_id, owner, kind, dict(settings), tuple(runs))


def _in_short(run: Run) -> MemberAnswer:
    best, of = run.best, quantity(run.experiment, run.monitor)
    return {
        "id": run.id,
        "cell": run.membership.cell if run.membership else "",
        "state": run.state,
        "reason": run.reason,
        "place": run.place,
        "epoch": run.epoch,
        "epochs": run.experiment.training.epochs,
        "best": best_answer(best),
        "in_unit": as_number(of.in_unit(best.value)) if best else None,
        "kept": epoch_answer(run.kept),
        "seconds": as_number(run.seconds),
    }
