"""A run as commands print it in JSON."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

from playground.comparing.ground import ground
from playground.experiment.measures import WITHOUT_PENALTY, ScaledUnit

if TYPE_CHECKING:
    from playground.runs.run import Run

Values = Mapping[str, list[float | None]]  # by the name of the curve, one value per epoch


class BestInJson(TypedDict):
    """The best epoch, its value and its curve; a value that is not finite is null."""

    epoch: int
    monitor: str
    value: float | None


class EpochInJson(TypedDict):
    """An epoch without a value."""

    epoch: int


class _AnyRun(TypedDict):
    status: str
    reason: str
    epochs: int
    unit: ScaledUnit | None
    best: BestInJson | None
    kept: EpochInJson | None
    parameters: int | None
    seconds: float


class Summary(_AnyRun):
    """A run with its curves."""

    history: Values
    without_penalty: Values | None
    evaluated: Mapping[str, float | None] | None


class Outcome(_AnyRun):
    """A run without its curves, for lists of runs."""

    id: str


def summary(run: "Run") -> Summary:
    """What `train --json` prints.

    The history has one value per epoch, like Keras'; it leaves out the untrained network (epoch 0). A value that is
    not finite is null. `learning_rate` in the history is the rate of each epoch. `unit` belongs to a scaled target:
    an error times its factor is in the target's own unit. `evaluated` has loss and metrics of the kept network on
    training rows and (`val_`) on validation rows, both without dropout. `without_penalty` has the loss of each epoch
    without the L1 and L2 penalties, null where there are none.
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
        "kept": _kept_epoch(run),
        "evaluated": None
        if run.evaluated is None
        else {
            name: _finite(value)
            for name, value in run.evaluated.items()
            if name.removeprefix("val_") != WITHOUT_PENALTY
        },
        "parameters": run.parameters,
        "seconds": run.seconds,
    }


def _without_penalty(run: "Run") -> Values | None:
    names = {"loss": WITHOUT_PENALTY, "val_loss": f"val_{WITHOUT_PENALTY}"}
    if WITHOUT_PENALTY not in run.curves:
        return None
    return {
        name: [_finite(value) for value in run.curves.get(curve, ())[1:]] for name, curve in names.items()
    }


def _unit(run: "Run") -> ScaledUnit | None:
    """The unit of a scaled target; None if the target is not scaled or the data is gone."""
    found = ground(run.experiment.data)
    return found.unit.as_json() if found is not None and found.unit is not None else None


def outcome(run: "Run") -> Outcome:
    """What commands print about a run in a list, without its curves."""
    return {
        "id": run.id,
        "status": run.state,
        "reason": run.reason,
        "epochs": max(run.epoch, 0),
        "best": _best(run),
        "unit": _unit(run),
        "kept": _kept_epoch(run),
        "parameters": run.parameters,
        "seconds": run.seconds,
    }


def _best(run: "Run") -> BestInJson | None:
    if (best := run.best) is None:
        return None
    return BestInJson(epoch=best.epoch, monitor=best.monitor, value=_finite(best.value))


def _kept_epoch(run: "Run") -> EpochInJson | None:
    return None if run.kept is None else EpochInJson(epoch=run.kept)


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None
