"""Measures the remedies: `python -m tests.doctor.labelled.remedies [N]` trains them on N curves of each finding.

Of each labelled curve whose first remedy can be trained, the case and the remedied case are trained with three seeds of
the first weights and the batches; the rows stay the same. Where the remedy is other rows for validation, best losses do
not compare: there the jumps of the validation loss from epoch to epoch do. Where it is early stopping that restores the
best weights, the best losses are the same, and the validation losses of the networks kept are compared. What was
measured is kept in `remedies.json`, and a call goes on where an earlier one was interrupted. `report` writes it into
docs/doctor.md.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

import sys
from dataclasses import replace

import numpy as np

from playground.doctor.history.diagnosis import diagnose
from playground.doctor.history.facts import Facts
from playground.doctor.history.reading import history_of
from playground.doctor.history.table import RULES
from playground.training import xla
from tests.doctor.labelled.case import Case
from tests.doctor.labelled.corpus import Curve, read, split
from tests.doctor.labelled.recipes import jumps
from tests.doctor.labelled.remedied import case_of, experiment_of
from tests.doctor.labelled.training import train
from tests.doctor.labelled.tried import SEEDS, Tried, tried, write

_EACH = 5  # curves of a finding, by default
_FIRST = 100  # seed: no seed on which a remedy was chosen


def remedied(curve: Curve) -> tuple[Case, str, str, Case] | None:
    """(case, finding, what its remedy changes, the changed case); None where no remedy of the curve can be trained."""
    case = Case(**{"label": curve.label} | dict(curve.case))
    known = Facts(experiment_of(case))
    for found in diagnose(history_of(curve.history), known):
        rule = next((rule for rule in RULES if rule.kind == found.kind), None)
        change = None if rule is None else rule.change(known)
        if change is not None:
            return case, found.kind, change.label, case_of(case, change.experiment)
    return None


def measured(case: Case, measure: str, start: int) -> float:
    """A measure of a case with other first weights and batches."""
    values = np.asarray(train(replace(case, without_validation=False), start)["val_loss"], float)
    finite = values[np.isfinite(values)]
    if not len(finite):
        return float("inf")
    if measure == "jumps":
        return jumps(values)
    return float(values[-1] if measure == "kept" and not case.patience else finite.min())


def main(each: int) -> None:
    """Trains until `each` curves to tune on are measured of every finding; their order is drawn once for all."""
    xla.pays = lambda *_: False
    curves, _ = split(read())
    order = np.random.default_rng(2).permutation(len(curves))
    known = tried()
    for curve in (curves[index] for index in order):
        found = remedied(curve)
        if found is None or curve.name in {one.curve for one in known}:
            continue
        case, kind, label, changed = found
        if sum(one.kind == kind for one in known) >= each:
            continue
        measure = (
            "jumps"
            if changed.validation != case.validation
            else "kept"
            if changed.patience and not case.patience
            else "best"
        )
        before, after = (
            tuple(measured(one, measure, _FIRST + start) for start in range(SEEDS)) for one in (case, changed)
        )
        known.append(Tried(curve.name, kind, label, measure, before, after))
        print(f"{curve.name} {kind}: {label}: {known[-1].gain:+.1f} spreads", flush=True)
        write(known)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _EACH)
