"""Attempt: a reader's work towards a goal, in the form that conditions use."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from playground.experiment import Complete
from playground.plan import Plan


@dataclass(frozen=True)
class TrainedRun:
    """One run that is over, in plain numbers.

    Attributes:
        experiment: what was trained.
        curves: loss and metrics by name, one value an epoch, at index 0 that of the untrained network.
        best: the best epoch of the monitored curve; None if no epoch was trained.
        kept: the epoch whose weights the network has at the end; None for a failed run.
        state: how it ended: "finished", "stopped_early", "stopped" or "failed".
    """

    experiment: Complete
    curves: Mapping[str, Sequence[float]]
    best: int | None
    kept: int | None
    state: str

    @property
    def epochs(self) -> int:
        """How many epochs were trained."""
        return max((len(values) for values in self.curves.values()), default=1) - 1

    @property
    def is_whole(self) -> bool:
        """Whether it trained to its own end, also if it diverged; False for a run that was stopped or broke down."""
        if self.state == "failed":
            return any(not math.isfinite(values[-1]) for values in self.curves.values() if len(values))
        return self.state in ("finished", "stopped_early")

    @property
    def diverged(self) -> bool:
        """Whether the loss is not finite at some epoch."""
        return any(not math.isfinite(value) for value in self.curves.get("loss", ()))


class _Best(Protocol):
    @property
    def epoch(self) -> int: ...


class FinishedRun(Protocol):
    """A finished run, such as `playground.runs.Run`."""

    @property
    def experiment(self) -> Complete: ...
    @property
    def curves(self) -> Mapping[str, Sequence[float]]: ...
    @property
    def best(self) -> _Best | None: ...
    @property
    def kept(self) -> int | None: ...
    @property
    def state(self) -> str: ...


def trained_of(run: FinishedRun) -> TrainedRun:
    """Converts a finished run to plain numbers."""
    best = run.best
    curves = {name: tuple(values) for name, values in run.curves.items()}
    return TrainedRun(run.experiment, curves, None if best is None else best.epoch, run.kept, run.state)


class ByHandValues(NamedTuple):
    """A weight, a bias, and their loss."""

    w: float
    b: float
    loss: float


@dataclass(frozen=True)
class Attempt:
    """A reader's work on a step.

    Attributes:
        plan: the settings; None for a step without an experiment.
        runs: a run for each seed; empty before training.
        others: the runs of the lesson's own experiments, by name.
        by_hand: the values that were set by hand; None if there are none.
        answer: the answer to the question; None before it is given.

    """

    plan: Plan | None = None
    runs: Sequence[TrainedRun] = ()
    others: Mapping[str, Sequence[TrainedRun]] = field(default_factory=dict)
    by_hand: ByHandValues | None = None
    answer: float | None = None
