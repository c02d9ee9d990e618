"""What was measured of the remedies: for each curve, a measure before and after, with several seeds."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "remedies.json"
SEEDS = 3


@dataclass(frozen=True)
class Tried:
    """A remedy on one curve.

    Attributes:
        curve: the name of the curve.
        kind: the finding whose remedy it is.
        change: what it changes.
        measure: "best" for the best validation loss, "kept" for that of the network kept, "jumps" for
            its usual jump in the second half.
        before, after: of it with each seed; infinite where it never was a number.
    """

    curve: str
    kind: str
    change: str
    measure: str
    before: tuple[float, ...]
    after: tuple[float, ...]

    @property
    def gain(self) -> float:
        """By how many times the spread of the seeds the mean is lower.

        The spread is the standard deviation (n - 1) between seeds, pooled over both.
        """
        if not np.isfinite(self.before).all() or not np.isfinite(self.after).all():
            return float(np.sign(np.isfinite(self.after).sum() - np.isfinite(self.before).sum())) * np.inf
        spread = float(np.sqrt((np.var(self.before, ddof=1) + np.var(self.after, ddof=1)) / 2))
        better = float(np.mean(self.before) - np.mean(self.after))
        return better / spread if spread > 0 else float(np.sign(better)) * np.inf


def tried() -> list[Tried]:
    """What was measured until now."""
    return [Tried(**each) for each in json.loads(FILE.read_text("utf-8"))] if FILE.exists() else []


def write(known: Sequence[Tried]) -> None:
    """Keeps what was measured, by curve."""
    listed = sorted((asdict(one) for one in known), key=lambda one: str(one["curve"]))
    FILE.write_text("[\n" + ",\n".join(json.dumps(one) for one in listed) + "\n]\n", "utf-8")
