"""Group: runs that belong together, a sweep over settings or the same experiment with several seeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground.runs.run import Run, shown

Kind = Literal["sweep", "luck"]


@dataclass(frozen=True)
class Group:
    """A sweep or a luck, with its runs in the order they were asked for."""

    id: str
    owner: str
    kind: str
    settings: Mapping[str, Any]
    runs: tuple[Run, ...]

    @property
    def over(self) -> bool:
        """Whether all of its runs have ended."""
        return all(run.over for run in self.runs)

    def in_short(self) -> dict[str, Any]:
        """What a page that draws the whole group has to know: plain data, ready for JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "settings": dict(self.settings),
            "over": self.over,
            "runs": [_in_short(run) for run in self.runs],
        }


def _in_short(run: Run) -> dict[str, Any]:
    best = run.best
    return {
        "id": run.id,
        "cell": run.place_in_group.cell if run.place_in_group else "",
        "state": run.state,
        "reason": run.reason,
        "place": run.place,
        "epoch": run.epoch,
        "epochs": run.experiment.training.epochs,
        "best": {**best, "value": shown(best["value"])} if best else None,
        "seconds": shown(run.seconds),
    }
