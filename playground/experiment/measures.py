"""Measures: what a loss or a metric measures, and how its value is turned into the target's own unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from playground.words import LOSSES, METRICS

# The power of the target's unit that a measure has. All other measures have no unit: r2 and mape are shares, huber and
# log_cosh turn from squared to absolute at an error of 1 on the scale of training, and measures of classes have none.
_POWERS: Mapping[str, int] = {"mae": 1, "rmse": 1, "mse": 2}
# These measures have no unit, and their values change with the scale of the target.
_BOUND_TO_THE_SCALE = frozenset({"huber", "log_cosh"})
PERCENT = frozenset({"mape"})
ZERO = 1e-6  # of a scaled target: the rounding error of 0
WITHOUT_PENALTY = "loss_without_penalty"  # a curve of runs whose layers add a penalty to the loss


class ShownUnit(TypedDict):
    """A unit for a chart in the page: `scaled` says whether values have to be multiplied by `factor`."""

    name: str
    factor: float
    scaled: bool


class ScaledUnit(TypedDict):
    """The unit of a scaled target, as commands print it."""

    name: str
    factor: float


@dataclass(frozen=True)
class Unit:
    """The unit of a regression's target, or of a measure of its errors.

    Attributes:
        name: as the data set's card has it, "" if unknown.
        factor: the factor from a value to this unit; 1 if the target is not scaled.
        is_scaled: whether the target is scaled for training.
    """

    name: str
    factor: float = 1.0
    is_scaled: bool = False

    @property
    def with_preposition(self) -> str:
        """`in MPa`; `in the target's own unit` if it has no name."""
        return f"in {self.name}" if self.name else "in the target's own unit"

    def as_shown(self) -> ShownUnit:
        """The unit for a chart in the page."""
        return {"name": self.name, "factor": self.factor, "scaled": self.is_scaled}

    def as_json(self) -> ScaledUnit | None:
        """The unit of a scaled target, None for one that is trained in its own unit."""
        return {"name": self.name, "factor": self.factor} if self.is_scaled else None


def short_unit(text: str) -> str:
    """The unit in a card's text, without a remark in brackets: `kcal (per US cup)` is `kcal`."""
    return text.partition(" (")[0]


def named_with_unit(name: str, unit: str) -> str:
    """A column with its unit in brackets; a remark has none of its own: `calories (kcal, per US cup)`."""
    kind, _, remark = unit.partition(" (")
    inside = ", ".join(filter(None, (kind, remark.removesuffix(")"))))
    return f"{name} ({inside})" if inside else name


def unit_of(measure: str, unit: Unit | None) -> Unit | None:
    """The unit of a measure's value once it is multiplied by the unit's factor; None for a measure without a unit.

    Args:
        measure: Keras' name of a loss or metric, such as `mse`.
        unit: the target's unit, None for classes.
    """
    power = _POWERS.get(measure)
    if unit is None or power is None:
        return None
    name = unit.name
    if power == 2 and name:
        name = f"({name})²" if " " in name else f"{name}²"
    return Unit(name, unit.factor**power, unit.is_scaled)


def in_unit(measure: str, value: float, unit: Unit | None) -> float:
    """A value of a measure in the target's own unit; unchanged if the measure has no unit."""
    own = unit_of(measure, unit)
    return value if own is None else value * own.factor


def with_unit(measure: str, value: float, unit: Unit | None) -> str:
    """The value in the target's own unit, as people read it: `4.43 MPa`, `19.3%`, `0.752`."""
    own = unit_of(measure, unit)
    converted = in_unit(measure, value, unit)
    if measure in PERCENT:
        return amount(converted, "%")
    return amount(converted, "" if own is None else own.name)


def amount(value: float, unit: str) -> str:
    """A number with its unit, as people read it; `unit` is "" for none."""
    number = f"{value:,.0f}" if 1000 <= abs(value) < 1e9 else f"{value:.4g}"
    return f"{number}{unit}" if unit in ("", "%") else f"{number} {unit}"


def depends_on_scale(measure: str) -> bool:
    """Whether the values of a measure change with the scale of the target and cannot be turned into its unit."""
    return measure in _BOUND_TO_THE_SCALE


def title_of(measure: str) -> str:
    """The title of a loss or metric; the name itself if there is none."""
    word = METRICS.get(measure) or LOSSES.get(measure)
    return word.title if word else measure


def percent_of_zero(rows: int, target: str) -> str:
    """A sentence on why rows with a target of 0 have no error in percent; `target` is the target's name in it."""
    return f"{rows:,} row{'s have' if rows > 1 else ' has'} the {target} 0, and an error in percent of 0 is not defined"
