"""Whether a twin is better than its original, as far as one run each can tell."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.comparing.comparable import comparison
from playground.comparing.quantity import quantity
from playground.words import is_better

if TYPE_CHECKING:
    from playground.runs.run import Run

_MEASURE = "val_loss"


@dataclass(frozen=True)
class Helped:
    """What two runs show: a sentence, and whether several seeds of both could tell more."""

    sentence: str
    wants_seeds: bool


def helped(run: "Run", original: "Run") -> Helped | None:
    """Compares a run with the one whose twin it is; None while one goes on.

    It compares their best validation losses. Where early stopping brings the best weights of one of them back, it
    compares the networks kept: such a twin has the best loss of its original, and another network at its end.
    """
    if not run.over or not original.over:
        return None
    if standing := comparison([run.experiment, original.experiment], _MEASURE).obstacles:
        return Helped(f"Whether it helped cannot be told by the loss. {standing[0]}", wants_seeds=False)
    here, there = _best(run), _best(original)
    if here is None or there is None:
        return _without_a_value(here, there)
    if _restores(run) != _restores(original):
        kept_here, kept_there = _kept(run), _kept(original)
        if kept_here is not None and kept_there is not None:
            found = _verdict(run, kept_here, original, kept_there, "validation loss of the network kept")
            return Helped(found.sentence, wants_seeds=False)  # a seeds study compares best values
    return _verdict(run, here, original, there, "best validation loss")


def _verdict(run: "Run", here: float, original: "Run", there: float, what: str) -> Helped:
    """Whether the value `here` of a run is better than `there`, that of its original; `what` the two are."""
    own, others = quantity(run.experiment, _MEASURE), quantity(original.experiment, _MEASURE)
    values = f"{what} {own.words(here)} here, {others.words(there)} in the original"
    here, there = own.in_unit(here), others.in_unit(there)
    if here == there:
        return Helped(f"It changed nothing: {values}.", wants_seeds=False)
    better = is_better(_MEASURE, here, there)
    share = (
        f", {100 * abs(here - there) / abs(there):.2g} % {'better' if better else 'worse'}" if there else ""
    )
    verdict = "It helped in this run" if better else "It did not help in this run"
    return Helped(f"{verdict}: {values}{share}. One run each cannot tell this from luck.", wants_seeds=True)


def _without_a_value(here: float | None, there: float | None) -> Helped:
    if here is not None:
        return Helped("It helped: this run has a result, and its original has none.", wants_seeds=False)
    if there is not None:
        return Helped("It did not help: this run has no result, and its original has one.", wants_seeds=False)
    return Helped("It did not help: neither this run nor its original has a result.", wants_seeds=False)


def _best(run: "Run") -> float | None:
    """The best validation loss; None of a run that failed: a good epoch before it diverged is no result."""
    found = None if run.state == "failed" else run.best_of(_MEASURE)
    return None if found is None else found.value


def _kept(run: "Run") -> float | None:
    """The validation loss of the network that a run kept; None where that is unknown or no finite number."""
    values = run.curves.get(_MEASURE, [])
    value = values[run.kept] if run.kept is not None and run.kept < len(values) else None
    return value if value is not None and math.isfinite(value) else None


def _restores(run: "Run") -> bool:
    stopping = run.experiment.training.early_stopping
    return stopping is not None and stopping.restore_best_weights
