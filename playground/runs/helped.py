"""Whether a twin is better than its original, as far as one run of each can show."""

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
    """The comparison of two runs: a sentence, and whether several seeds of both could show more."""

    sentence: str
    wants_seeds: bool


def compare_twin(run: "Run", original: "Run") -> Helped | None:
    """Compares the twin `run` with its original; None while one of them goes on.

    It compares their best validation losses. If early stopping restores the best weights of one of them, it compares
    the kept networks: such a twin has the same best loss as its original but another network at its end.
    """
    if not run.over or not original.over:
        return None
    if standing := comparison([run.experiment, original.experiment], _MEASURE).obstacles:
        return Helped(f"Whether it helped cannot be told by the loss. {standing[0]}", wants_seeds=False)
    value, original_value = _best(run), _best(original)
    if value is None or original_value is None:
        return _without_a_value(value, original_value)
    if _restores(run) != _restores(original):
        kept_value, original_kept_value = _kept_loss(run), _kept_loss(original)
        if kept_value is not None and original_kept_value is not None:
            found = _verdict(
                run, kept_value, original, original_kept_value, "validation loss of the network kept"
            )
            return Helped(found.sentence, wants_seeds=False)  # a seeds study compares best values
    return _verdict(run, value, original, original_value, "best validation loss")


def _verdict(run: "Run", value: float, original: "Run", original_value: float, what: str) -> Helped:
    """Whether the `value` of a run is better than `original_value`; `what` names the two values."""
    own, others = quantity(run.experiment, _MEASURE), quantity(original.experiment, _MEASURE)
    values = f"{what} {own.words(value)} here, {others.words(original_value)} in the original"
    value, original_value = own.in_unit(value), others.in_unit(original_value)
    if value == original_value:
        return Helped(f"It changed nothing: {values}.", wants_seeds=False)
    better = is_better(_MEASURE, value, original_value)
    share = (
        f", {100 * abs(value - original_value) / abs(original_value):.2g}% {'better' if better else 'worse'}"
        if original_value
        else ""
    )
    verdict = "It helped in this run" if better else "It did not help in this run"
    return Helped(f"{verdict}: {values}{share}. One run each cannot tell this from luck.", wants_seeds=True)


def _without_a_value(value: float | None, original_value: float | None) -> Helped:
    if value is not None:
        return Helped("It helped: this run has a result, and its original has none.", wants_seeds=False)
    if original_value is not None:
        return Helped("It did not help: this run has no result, and its original has one.", wants_seeds=False)
    return Helped("It did not help: neither this run nor its original has a result.", wants_seeds=False)


def _best(run: "Run") -> float | None:
    """The best validation loss; None for a failed run: a good epoch before it diverged is no result."""
    found = None if run.state == "failed" else run.best_of(_MEASURE)
    return None if found is None else found.value


def _kept_loss(run: "Run") -> float | None:
    """The validation loss of the network that a run kept; None if it is unknown or not finite."""
    values = run.curves.get(_MEASURE, [])
    value = values[run.kept] if run.kept is not None and run.kept < len(values) else None
    return value if value is not None and math.isfinite(value) else None


def _restores(run: "Run") -> bool:
    stopping = run.experiment.training.early_stopping
    return stopping is not None and stopping.restore_best_weights
