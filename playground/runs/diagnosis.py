"""The findings on a run's curves and experiment, and the experiment that a remedy would train."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from playground.doctor.history.changes import Change
from playground.doctor.history.diagnosis import diagnose
from playground.doctor.history.facts import Facts, facts
from playground.doctor.history.reading import history_of
from playground.doctor.history.rule import Diagnosis
from playground.doctor.history.table import RULES
from playground.errors import ExperimentError, Problem

if TYPE_CHECKING:
    from playground.runs.run import Run

_LEAST_WHILE_GOING = 10  # a run must have this many epochs
_GROWS = 1.1  # a run that goes on is diagnosed again when its epochs have grown by this factor
# A run that goes on may still stop too early or stay healthy.
_ONLY_OVER = frozenset({"healthy", "stopped_too_early"})


class DiagnosisAnswer(TypedDict):
    """A finding in an answer to a page; `change` is what its remedy changes, "" if there is nothing to train."""

    kind: str
    title: str
    from_epoch: int
    sentence: str
    remedy: str
    change: str


def diagnosis(run: "Run") -> Sequence[Diagnosis]:
    """The findings on a run's curves from epoch 1 on, without the untrained network at index 0.

    Raises:
        ExperimentError: the run has no complete epoch.
    """
    curves = {name: values[1:] for name, values in run.curves.items()}
    if not curves.get("loss"):
        raise ExperimentError(
            Problem(run.id[:8], "no epoch of this run is over: there is no curve to look at.")
        )
    return diagnose(history_of(curves), _facts(run))


def change(run: "Run", kind: str) -> Change | None:
    """The change that a finding's remedy makes to a run's experiment; None if there is nothing to train."""
    known = _facts(run)
    rule = next((rule for rule in RULES if rule.kind == kind), None)
    return None if rule is None or known is None else rule.change(known)


class Doctor:
    """The findings on one run for its pages: made at its end, and before that when its curves have grown by a tenth.

    Thread-safe: two threads may make the same findings at once.
    """

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], list[DiagnosisAnswer]] = ((), [])

    def look(self, run: "Run") -> list[DiagnosisAnswer]:
        """The findings, the most certain first; none while there are too few epochs."""
        if run.epoch < (1 if run.over else _LEAST_WHILE_GOING):
            return []
        length = run.epoch if run.over else int(math.log(run.epoch, _GROWS))
        at = (run.over, run.revision, length)
        known, found = self._last
        if at != known:
            found = _answers(run)
            self._last = (at, found)
        return found


def _answers(run: "Run") -> list[DiagnosisAnswer]:
    try:
        return [_answer(run, each) for each in diagnosis(run) if _counts(run, each)]
    except ExperimentError:  # a script may send no loss
        return []


def _counts(run: "Run", found: Diagnosis) -> bool:
    return run.over or found.kind not in _ONLY_OVER


def _answer(run: "Run", found: Diagnosis) -> DiagnosisAnswer:
    remedy = change(run, found.kind)
    return {
        "kind": found.kind,
        "title": found.kind.replace("_", " ").replace("rate", "learning rate").capitalize(),
        "from_epoch": found.from_epoch,
        "sentence": found.sentence,
        "remedy": found.remedy,
        "change": "" if remedy is None else remedy.label,
    }


def _facts(run: "Run") -> Facts | None:
    """What is known of the run's experiment; None for a run that a script trains."""
    if run.is_streamed:
        return None
    trained, evaluated = (run.epoch, run.evaluated) if run.over else (None, None)
    return facts(run.experiment, trained, evaluated, run.parameters)
