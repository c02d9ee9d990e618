"""Options: what `data.options` may hold, for a toy and for a table."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from playground.datasets.card import Card
from playground.datasets.error import DataError

Derived = Literal["x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)", "cos(x1)", "cos(x2)"]
DERIVED: tuple[str, ...] = get_args(Derived)


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


_O = TypeVar("_O", bound=_Options)


class ToyOptions(_Options):
    """How a toy is generated: number of points, noise in percent, seed, and features derived from x1 and x2.

    A field's description ends the sentence "… is to be".
    """

    points: int = Field(500, ge=10, le=5000, description="a whole number from 10 to 5,000")
    noise: float = Field(10.0, ge=0, le=50, description="a number from 0 to 50 (percent)")
    seed: int = Field(0, ge=0, le=2**31 - 1, description="a whole number from 0 to 2,147,483,647")
    # A list as JSON has it is as good as a tuple.
    derived: Annotated[tuple[Derived, ...], Field(strict=False)] = Field(
        (), description=f"a list with none or some of {', '.join(DERIVED)}"
    )

    @field_validator("derived")
    @classmethod
    def _each_once_in_one_order(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in DERIVED if name in value)


class TableOptions(_Options):
    """How a table is read: `task` "classes" takes the few values of a numeric target as classes."""

    task: Literal["classes"] | None = Field(None, description="“classes” or left out")


def toy_options(card: Card, given: Mapping[str, Any]) -> ToyOptions:
    """The checked options of a toy.

    Raises:
        DataError: for an unknown option, a value out of range, or derived features where there is only one.
    """
    options = _checked(ToyOptions, card, given)
    if options.derived and len(card.features) < 2:
        raise DataError(
            "data.options.derived",
            f"“{card.title}” has one feature only; derived features belong to data sets with two.",
        )
    return options


def table_options(card: Card, given: Mapping[str, Any]) -> TableOptions:
    """The checked options of a table.

    Raises:
        DataError: for an unknown option or value.
    """
    return _checked(TableOptions, card, given)


def _checked(kind: type[_O], card: Card, given: Mapping[str, Any]) -> _O:
    try:
        return kind.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if name not in kind.model_fields:
            known = ", ".join(kind.model_fields)
            sentence = f"The data set “{card.title}” has no option “{name}”; its options are: {known}."
        else:
            wanted = kind.model_fields[name].description
            sentence = f"The option “{name}” is to be {wanted}, not {_shortly(given[name])}."
        raise DataError(f"data.options.{name}", sentence) from None


def _shortly(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
