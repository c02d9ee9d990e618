"""A run that was never trained: curves of the usual shape, growing by the clock or standing still."""

import math
import random
import time
from dataclasses import dataclass, field
from typing import Any

from playground.best import BestSearch


@dataclass
class FakeRun:
    """What the curves route answers for one run.

    Args:
        state: the state while epochs still come, and for good if `ends` is empty.
        epochs: how many epochs are planned.
        reach: the last epoch there will be; -1: none, not even the untrained network.
        per_second: epochs that come every second; 0: all are there at once.
        ends: the state once the last epoch is there.
        curves: names and values to answer with instead of invented ones.
    """

    state: str = "running"
    epochs: int = 500
    reach: int = 200
    per_second: float = 0
    ends: str = ""
    reason: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    place: int | None = None
    paused: bool = False
    batch: int = 0
    metrics: list[str] = field(default_factory=list)
    curves: dict[str, list[float]] = field(default_factory=dict)
    best: dict[str, Any] | None = None  # None: that of val_loss
    kept: dict[str, Any] | None = None  # this and what follows: once the run is over
    passed_over: dict[str, Any] | None = None
    evaluated: dict[str, Any] | None = None
    remarks: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.curves = self.curves or invented(self.reach, self.metrics)

    def since(self, first: int) -> dict[str, Any]:
        """The answer of the route for the epochs from `first` on."""
        seconds = time.monotonic() - self.began
        epoch = min(self.reach, int(seconds * self.per_second)) if self.per_second else self.reach
        over = bool(self.ends) and epoch == self.reach
        state = self.ends if over else self.state
        going_on = state in {"waiting", "running"}
        rate = self.per_second or 540.0
        return {
            "id": "made up",
            "title": "Red wine, early stopping",
            "state": state,
            "reason": self.reason if not going_on else "",
            "findings": self.findings if not going_on else [],
            "place": self.place,
            "epochs": self.epochs,
            "epoch": epoch,
            "from": first,
            "curves": {name: values[first : epoch + 1] for name, values in self.curves.items()},
            "best": self.best or best_so_far(self.curves.get("val_loss", [])[: epoch + 1]),
            "kept": self.kept if not going_on else None,
            "passed_over": self.passed_over,
            "evaluated": self.evaluated if not going_on else None,
            "remarks": self.remarks if not going_on else [],
            "seconds": max(epoch, 0) / rate,
            "epochs_per_second": rate if epoch > 0 else None,
            "seconds_left": (self.epochs - epoch) / rate if state == "running" and epoch > 0 else None,
            "parameters": 530945,
            "paused": self.paused,
            "batch": self.batch,
        }


def best_so_far(values: list[float]) -> dict[str, Any] | None:
    """The server's word on the best epoch."""
    found = BestSearch("val_loss")
    for epoch, value in enumerate(values[1:], start=1):
        found.take(epoch, value)
    return {**found.best._asdict(), "monitor": "val_loss"} if found.best is not None else None


def invented(last: int, metrics: list[str]) -> dict[str, list[float]]:
    """Curves that fall quickly and then slowly, validation rising again: what overfitting looks like."""
    noise = random.Random(0)
    epochs = range(last + 1)

    def curve(floor: float, drift: float, rough: float, start: float = 0.55) -> list[float]:
        return [
            floor
            + start * math.exp(-epoch / 7)
            + 0.05 * math.exp(-epoch / 60)
            + drift * epoch
            + noise.gauss(0, rough * (0.2 + math.exp(-epoch / 80)))
            for epoch in epochs
        ]

    made = {"loss": curve(0.075, -2e-5, 0.0015), "val_loss": curve(0.086, 2.5e-5, 0.006)}
    for name in metrics:
        made[name] = [max(0.02, 1 - 1.6 * value) for value in curve(0.06, -2e-5, 0.004)]
        made[f"val_{name}"] = [max(0.02, 1 - 1.7 * value) for value in curve(0.09, 2e-5, 0.012)]
    return made
