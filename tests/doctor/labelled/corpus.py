"""The labelled curves as they are kept, and which of them were never looked at while the rules were tuned."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "histories"
HELD = "fresh"  # ends the name of a piece that is held out
_DIGITS = 6  # significant ones that are kept of each value


@dataclass(frozen=True)
class Curve:
    """A history with its label.

    Attributes:
        name: unique; the kind and a number.
        label: the kind that is right.
        case: the settings of `Case` that differ from its defaults.
        history: by name, one value an epoch from epoch 1 on.
    """

    name: str
    label: str
    case: Mapping[str, Any]
    history: Mapping[str, Sequence[float]]


def read() -> list[Curve]:
    """All curves kept, by name."""
    found = []
    for file in sorted(FOLDER.glob("*.json.gz")):
        found += [Curve(**each) for each in json.loads(gzip.decompress(file.read_bytes()))]
    return sorted(found, key=lambda curve: curve.name)


def write(piece: str, curves: Sequence[Curve]) -> None:
    """Keeps the curves of a piece in place of the old ones."""
    FOLDER.mkdir(exist_ok=True)
    content = [
        asdict(curve)
        | {"history": {name: [_short(value) for value in values] for name, values in curve.history.items()}}
        for curve in curves
    ]
    packed = gzip.compress(json.dumps(content).encode(), mtime=0)
    (FOLDER / f"{piece}.json.gz").write_bytes(packed)


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def split(curves: Sequence[Curve]) -> tuple[list[Curve], list[Curve]]:
    """(to tune, held out): no curve of a piece whose name ends with `fresh` is looked at while rules are tuned."""
    held = [curve for curve in curves if curve.name.rpartition("-")[0].endswith(HELD)]
    return [curve for curve in curves if curve not in held], held
