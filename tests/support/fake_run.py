"""A run without training: a real `Run` that gets invented epochs, by the clock or all at once."""

import math
import random
import time
from dataclasses import dataclass, field
from typing import Any

from playground.experiment import Complete
from playground.messages.events import Began, Ended, Epochs, Finding, Paused, Started, Waiting
from playground.runs import Run


@dataclass
class FakeRun:
    """The curves route's answers for one run.

    Args:
        state: the state while epochs still come, and after that if `ends` is empty.
        epochs: the planned number of epochs.
        reach: the last epoch that comes; -1 for none, not even the untrained network.
        per_second: epochs per second; 0 for all at once.
        ends: the state after the last epoch.
        curves: names and values instead of invented ones.
        best, kept, passed_over, evaluated, remarks: the answers after the run is over; without them, what
            follows from the epochs.
        units: replace those of its experiment, whose target is not scaled.
    """

    state: str = "running"
    epochs: int = 500
    reach: int = 200
    per_second: float = 0
    ends: str = ""
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    place: int | None = None
    paused: bool = False
    batch: int = 0
    metrics: list[str] = field(default_factory=list)
    curves: dict[str, list[float]] = field(default_factory=dict)
    best: dict[str, Any] | None = None
    kept: dict[str, Any] | None = None
    passed_over: dict[str, Any] | None = None
    evaluated: dict[str, Any] | None = None
    remarks: list[str] = field(default_factory=list)
    units: dict[str, Any] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.curves = self.curves or invented(self.reach, self.metrics)
        self._run = Run("made up", "nobody", _experiment(self.epochs))
        if self.state == "waiting":
            self._run.hear([Waiting(place=self.place)])
            return
        began = Began(parameters=530945, train_rows=1119, validation_rows=480)
        self._run.hear([Started(), began])
        self._hear_epochs()

    def since(self, first: int) -> dict[str, Any]:
        """The route's answer for the epochs from `first` on."""
        if self.state != "waiting":
            self._hear_epochs()
        answer = self._run.since(first)
        answer["units"] = self.units or answer["units"]
        if self._run.over:
            said = ("best", "kept", "passed_over", "evaluated", "remarks")
            answer |= {name: value for name in said if (value := getattr(self, name))}
        return answer

    def _hear_epochs(self) -> None:
        seconds = time.monotonic() - self.began
        first, last = self._run.epoch + 1, self.reach
        if self.per_second:
            last = min(last, int(seconds * self.per_second))
        if last >= first:
            logs = {name: values[first : last + 1] for name, values in self.curves.items()}
            times = [epoch / (self.per_second or 540.0) for epoch in range(first, last + 1)]
            self._run.hear([Epochs(first=first, logs=logs, seconds=times)])
        if self.paused != self._run.paused:
            self._run.hear([Paused(paused=self.paused, epoch=last, batch=self.batch)])
        end = self.ends if last == self.reach else ""
        if end or self.state not in ("waiting", "running"):
            self._run.hear([Ended(status=end or self.state, reason=self.reason, findings=self.findings)])


def _experiment(epochs: int) -> Complete:
    """An experiment whose target is not scaled, so the invented losses have the target's unit."""
    return Complete.model_validate(
        {
            "title": "Red wine, early stopping",
            "data": {"dataset": "red-wine", "target": "quality", "scale_target": False},
            "training": {"loss": "mae", "metrics": [], "epochs": epochs},
        }
    )


def invented(last: int, metrics: list[str]) -> dict[str, list[float]]:
    """Curves like those of overfitting: they fall quickly and then slowly, and validation rises again."""
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
