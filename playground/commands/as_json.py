"""A run as commands print it in JSON."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from playground.comparing.ground import ground
from playground.experiment.measures import WITHOUT_PENALTY

if TYPE_CHECKING:
    from playground.runs.run import Run


def summary(run: "Run") -> dict[str, Any]:
    """What `train --json` prints.

    The history has one value an epoch, as Keras': the untrained network (epoch 0) is left out. A value that is not
    finite is null. `learning_rate` in it is the rate with which each epoch was trained. `unit` is that of a scaled
    target: times its factor, an error is in the target's own unit. `evaluated` has loss and metrics of the network
    kept, on training rows and (`val_`) on validation rows, both without dropout. `without_penalty` has the loss of
    each epoch without what L1 and L2 add to it, null where they add nothing.
    """
    return {
        "status": run.state,
        "reason": run.reason,
        "epochs": max(run.epoch, 0),
        "history": {
            name: [_finite(value) for value in values[1:]]
            for name, values in {**run.curves, "learning_rate": run.learning_rate}.items()
            if name.removeprefix("val_") != WITHOUT_PENALTY
        },
        "without_penalty": _without_penalty(run),
        "unit": _unit(run),
        "best": _best(run),
        "kept": None if run.kept is None else {"epoch": run.kept},
        "evaluated": run.evaluated
        and {
            name: _finite(value)
            for name, value in run.evaluated.items()
            if name.removeprefix("val_") != WITHOUT_PENALTY
        },
        "parameters": run.parameters,
        "seconds": run.seconds,
    }


def _without_penalty(run: "Run") -> dict[str, Any] | None:
    names = {"loss": WITHOUT_PENALTY, "val_loss": f"val_{WITHOUT_PENALTY}"}
    if WITHOUT_PENALTY not in run.curves:
        return None
    return {
        name: [_finite(value) for value in run.curves.get(curve, ())[1:]] for name, curve in names.items()
    }


def _unit(run: "Run") -> dict[str, Any] | None:
    """Name and factor of a scaled target's unit; None where the target is not scaled, or the data is gone."""
    found = ground(run.experiment.data)
    return found.unit.as_json() if found is not None and found.unit is not None else None


def outcome(run: "Run") -> dict[str, Any]:
    """What commands print of one run among several, without its curves."""
    return {
        "id": run.id,
        "status": run.state,
        "reason": run.reason,
        "epochs": max(run.epoch, 0),
        "best": _best(run),
        "unit": _unit(run),
        "kept": None if run.kept is None else {"epoch": run.kept},
        "parameters": run.parameters,
        "seconds": run.seconds,
    }


def _best(run: "Run") -> dict[str, Any] | None:
    """The best epoch, its value and of what; a value that is not finite is null."""
    return None if run.best is None else {**asdict(run.best), "value": _finite(run.best.value)}


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None
