"""Conditions of goals and hints, such as `median val_loss at best < 0.1`.

    condition   SIDE OPERATOR SIDE            the operators are < <= > >= = !=
    side        a number, true, false, "a text", or a quantity; a factor may stand before a quantity: 0.9 * val_loss
    quantity    [AGGREGATE] NAME [at WHEN] [in unit] [of EXPERIMENT]

The names are in `playground.lessons.quantities`.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator

Plain = float | str | bool

OPERATORS: Mapping[str, tuple[Callable[[Any, Any], bool], str]] = {
    "<=": (operator.le, "at most"),
    ">=": (operator.ge, "at least"),
    "!=": (operator.ne, "not"),
    "<": (operator.lt, "less than"),
    ">": (operator.gt, "more than"),
    "=": (operator.eq, "exactly"),
}
# How the values of several seeds become one. "every" and "any" compare each seed by itself.
AGGREGATES = ("median", "mean", "every", "any", "smallest", "largest", "spread")
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_QUANTITY = re.compile(
    rf"(?:(?P<factor>{_NUMBER})\s*\*\s*)?"
    rf"(?:(?P<aggregate>{'|'.join(AGGREGATES)})\s+)?"
    r"(?P<name>[A-Za-z_][\w.]*)"
    r"(?:\s+at\s+(?:(?P<at>best|last|kept)|epoch\s+(?P<epoch>\d{1,6})))?"
    r"(?P<unit>\s+in\s+unit)?"
    r"(?:\s+of\s+(?P<of>[\w-]+))?"
)
_LONGEST = 300  # the most characters of a condition
_FORM = "write it as “median val_loss < 0.1”: a quantity, one of < <= > >= = !=, and a number"


@dataclass(frozen=True)
class Quantity:
    """A quantity of an attempt.

    Attributes:
        name: a name from `playground.lessons.quantities`, or the path of a setting.
        aggregate: how the values of several seeds become one; "" for the default, the median.
        at: "best", "last", "kept" or an epoch; "" for the default, "kept".
        in_unit: whether the value is in the target's own unit.
        of: an experiment of the lesson; "" for the reader's experiment.
        factor: the factor of the value.
    """

    name: str
    aggregate: str = ""
    at: str | int = ""
    in_unit: bool = False
    of: str = ""
    factor: float = 1.0


Side = Quantity | Plain


@dataclass(frozen=True)
class Condition:
    """One condition; `text` is its source."""

    text: str
    left: Quantity
    operator: str
    right: Side

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities on both sides."""
        return (self.left, self.right) if isinstance(self.right, Quantity) else (self.left,)


def parse_condition(text: object) -> Condition:
    """Parses a condition.

    Raises:
        ValueError: the text is not a condition; the message is a sentence.

    """
    if isinstance(text, Condition):
        return text
    if not isinstance(text, str):
        raise ValueError(f"a condition is a text; {_FORM}")
    if len(text) > _LONGEST:
        raise ValueError(f"a condition has at most {_LONGEST} characters; {_FORM}")
    parts = re.split(r"(<=|>=|!=|==|<|>|=)", text)
    if len(parts) != 3:
        raise ValueError(f"“{text}” is no condition; {_FORM}")
    left, right = _side(parts[0].strip(), text), _side(parts[2].strip(), text)
    if not isinstance(left, Quantity):
        raise ValueError(f"“{text}” begins with no quantity; {_FORM}")
    return Condition(text.strip(), left, parts[1].replace("==", "="), right)


ConditionText = Annotated[Condition, PlainValidator(parse_condition)]


def _side(text: str, whole: str) -> Side:
    if re.fullmatch(_NUMBER, text):
        return float(text)
    if text in ("true", "false"):
        return text == "true"
    if (quoted := re.fullmatch(r"\"([^\"]*)\"|'([^']*)'", text)) is not None:
        return quoted[1] if quoted[1] is not None else quoted[2]
    found = _QUANTITY.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}” in “{whole}” is neither a quantity nor a number; {_FORM}")
    return Quantity(
        name=found["name"],
        aggregate=found["aggregate"] or "",
        at=int(found["epoch"]) if found["epoch"] else found["at"] or "",
        in_unit=found["unit"] is not None,
        of=found["of"] or "",
        factor=float(found["factor"] or 1),
    )
