"""What pages are told of runs and groups: types of plain data, ready for JSON."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypedDict, cast

from playground.experiment.measures import ShownUnit
from playground.messages.events import Best, Finding
from playground.states import State


class ControlsAnswer(TypedDict):
    """What all wishes for a run ask for: to hold, a speed in batches a second (None for full speed), to end."""

    held: bool
    speed: float | None
    stopping: bool


class FindingAnswer(TypedDict):
    """A `Finding`."""

    kind: str
    sentence: str
    remedy: str
    warns: bool
    layer: str


class BestAnswer(TypedDict):
    """The best epoch, and the value of the curve that decides."""

    epoch: int
    monitor: str
    value: float | None


class EpochAnswer(TypedDict):
    """An epoch alone."""

    epoch: int


class PassedOverAnswer(TypedDict):
    """An epoch that was better than the best one and does not count, with its value."""

    epoch: int
    value: float | None


# The first epoch that an answer tells; "from" cannot be a name in a class.
_First = TypedDict("_First", {"from": int})


class RunAnswer(ControlsAnswer, _First):
    """A run for a page that knows its epochs before `from`.

    Numbers are rounded to 6 significant digits; NaN and infinity are None.
    """

    id: str
    title: str
    state: State
    reason: str
    findings: list[FindingAnswer]
    units: Mapping[str, ShownUnit | None]
    loss_title: str
    place: int | None
    why: str
    way: tuple[int, int] | None
    epochs: int
    epoch: int
    curves: dict[str, list[float | None]]
    best: BestAnswer | None
    kept: EpochAnswer | None
    passed_over: PassedOverAnswer | None
    evaluated: dict[str, float | None] | None
    remarks: list[str]
    seconds: float | None
    epochs_per_second: float | None
    seconds_left: float | None
    parameters: int | None
    parent: str | None
    paused: bool
    batch: int
    learning_rate: float
    learning_rates: list[tuple[int, float]]
    pictures: int
    notice: str


class MemberAnswer(TypedDict):
    """A run of a group in short; `in_unit` is its best value in the target's own unit."""

    id: str
    cell: str
    state: State
    reason: str
    place: int | None
    epoch: int
    epochs: int
    best: BestAnswer | None
    in_unit: float | None
    kept: EpochAnswer | None
    seconds: float | None


class GroupAnswer(TypedDict):
    """A sweep or seeds study with its runs; `settings` are what it says of itself."""

    id: str
    kind: str
    settings: Mapping[str, Any]
    over: bool
    runs: list[MemberAnswer]


def shown(value: float | None) -> float | None:
    """A number rounded to 6 significant digits; None for NaN and infinity, which JSON does not have."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.6g}")


def all_shown(values: Mapping[str, float]) -> dict[str, float | None]:
    """Numbers by name, each as `shown`."""
    return {name: shown(value) for name, value in values.items()}


def best_answer(best: Best | None) -> BestAnswer | None:
    """The best epoch as a page is told of it."""
    return (
        None if best is None else BestAnswer(epoch=best.epoch, monitor=best.monitor, value=shown(best.value))
    )


def epoch_answer(epoch: int | None) -> EpochAnswer | None:
    """An epoch as a page is told of it."""
    return None if epoch is None else EpochAnswer(epoch=epoch)


def finding_answers(findings: Sequence[Finding]) -> list[FindingAnswer]:
    """Findings as a page is told of them."""
    return [cast("FindingAnswer", asdict(finding)) for finding in findings]
