"""The server's answers to pages about runs and groups: types of plain data, ready for JSON."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypedDict, cast

from playground.comparing.quantity import quantity
from playground.experiment import Complete
from playground.experiment.measures import ShownUnit, title_of
from playground.messages.events import Best, Finding
from playground.plan import history_names
from playground.runs.diagnosis import DiagnosisAnswer
from playground.runs.remarks import remarks
from playground.states import State

if TYPE_CHECKING:
    from playground.runs.curves import Curves
    from playground.runs.run import Run

_MOST_CHANGES = 200  # the most changes of the learning rate in an answer


class ControlsAnswer(TypedDict):
    """The state that all wishes for a run ask for: held, ended."""

    held: bool
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
    """An epoch without a value."""

    epoch: int


class PassedOverAnswer(TypedDict):
    """An epoch with a better value than the best one that does not count as best."""

    epoch: int
    value: float | None


# The first epoch in an answer; "from" is a keyword, so it cannot be a name in a class.
_First = TypedDict("_First", {"from": int})


class EpochsAnswer(TypedDict):
    """Several epochs: the curves, and the seconds of training at the end of each; one list item per epoch."""

    curves: dict[str, list[float | None]]
    elapsed: list[float | None]


class RunAnswer(ControlsAnswer, EpochsAnswer, _First):
    """A run for a page that has its epochs before `from`.

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
    best: BestAnswer | None
    kept: EpochAnswer | None
    passed_over: PassedOverAnswer | None
    evaluated: dict[str, float | None] | None
    remarks: list[str]
    doctor: list[DiagnosisAnswer]
    seconds: float | None
    waited_seconds: float | None
    epochs_per_second: float | None
    seconds_left: float | None
    parameters: int | None
    parent: str | None
    paused: bool
    paced: bool
    revision: int
    went_back_to: int | None
    batch: int
    learning_rate: float
    learning_rates: list[tuple[int, float]]
    pictures: int
    notice: str


class MemberAnswer(TypedDict):
    """A run of a group without its curves; `in_unit` is its best value in the target's own unit."""

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
    """A sweep or seeds study with its runs; `settings` describe it."""

    id: str
    kind: str
    settings: Mapping[str, Any]
    over: bool
    runs: list[MemberAnswer]


def as_number(value: float | None) -> float | None:
    """A number rounded to 6 significant digits; None for NaN and infinity, which JSON does not have."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.6g}")


def as_numbers(values: Mapping[str, float]) -> dict[str, float | None]:
    """Numbers by name, each as `shown`."""
    return {name: as_number(value) for name, value in values.items()}


def best_answer(best: Best | None) -> BestAnswer | None:
    """The best epoch in an answer to a page."""
    return (
        None
        if best is None
        else BestAnswer(epoch=best.epoch, monitor=best.monitor, value=as_number(best.value))
    )


def epoch_answer(epoch: int | None) -> EpochAnswer | None:
    """An epoch in an answer to a page."""
    return None if epoch is None else EpochAnswer(epoch=epoch)


def finding_answers(findings: Sequence[Finding]) -> list[FindingAnswer]:
    """Findings in an answer to a page."""
    return [cast("FindingAnswer", asdict(finding)) for finding in findings]


def run_answer(run: "Run", curves: "Curves", units: Mapping[str, ShownUnit | None], first: int) -> RunAnswer:
    """The run for a page that has the epochs before `first`.

    Args:
        run: the run; the caller makes sure that it takes no events during the call.
        curves: its curves.
        units: the unit of each curve, by its name without `val_`.
        first: the number of the first epoch that the page lacks.
    """
    return {
        "id": run.id,
        "title": run.experiment.title,
        "state": run.state,
        "reason": run.reason,
        "findings": finding_answers(run.findings),
        "units": units,
        "loss_title": title_of(run.experiment.training.loss),
        "place": run.place,
        "why": run.why,
        "way": run.way,
        "epochs": run.experiment.training.epochs,
        "epoch": run.epoch,
        "from": first,
        **epochs_answer(curves, first, run.epoch),
        "best": best_answer(run.best),
        "kept": epoch_answer(run.kept),
        "passed_over": None
        if (better := curves.search.passed_over) is None
        else PassedOverAnswer(epoch=better.epoch, value=as_number(better.value)),
        "evaluated": None if run.evaluated is None else as_numbers(run.evaluated),
        "remarks": remarks(run),
        "doctor": run.doctor.look(run),
        "seconds": as_number(run.seconds),
        "waited_seconds": as_number(run.waited),
        "epochs_per_second": as_number(curves.speed),
        "seconds_left": as_number(_seconds_left(run, curves)),
        "parameters": run.parameters,
        "parent": run.parent,
        "paused": run.paused,
        "paced": run.is_paced and not run.elsewhere,
        "revision": run.revision,
        "went_back_to": run.went_back_to,
        **run.controls(),
        "batch": run.batch,
        "learning_rate": run.experiment.training.optimizer.learning_rate,
        "learning_rates": _thin(run.learning_rates),
        "pictures": run.film.number,
        "notice": run.notice,
    }


def epochs_answer(curves: "Curves", first: int, last: int) -> EpochsAnswer:
    """The epochs from `first` to `last` in an answer to a page."""
    between = slice(first, last + 1)
    return {
        "curves": {name: values[between] for name, values in curves.shown.items()},
        "elapsed": [as_number(value) for value in curves.elapsed[between]],
    }


def units_of(experiment: Complete) -> Mapping[str, ShownUnit | None]:
    """The unit of each curve, by its name without `val_`; None for a curve without one. May read the data."""
    names = [name for name in history_names(experiment) if not name.startswith("val_")]
    found = {name: quantity(experiment, name).unit for name in names}
    return {name: None if unit is None else unit.as_shown() for name, unit in found.items()}


def _seconds_left(run: "Run", curves: "Curves") -> float | None:
    """Seconds until the last planned epoch; None if the run is not training or the speed is not known yet."""
    speed = curves.speed
    if run.state != "running" or not speed:
        return None
    return max(run.experiment.training.epochs - run.epoch, 0) / speed


def _thin(changes: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """About `_MOST_CHANGES` or fewer of a learning rate's changes, evenly spread and with the last one."""
    step = -(-len(changes) // _MOST_CHANGES) or 1
    return [*changes[:-1:step], *changes[-1:]]
