"""Options: the possible `data.options` of a toy and of a table."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from playground.datasets.card import Card
from playground.datasets.error import DataError
from playground.words import Task

Derived = Literal["x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)", "cos(x1)", "cos(x2)"]
DERIVED: tuple[str, ...] = get_args(Derived)

MAX_ADDED = 200
MAX_REMOVED = 500
REACH = 12.0  # the largest absolute value of an added point

# An added point: its features, then its class or its value to predict.
Point = Annotated[tuple[float | str, ...], Field(strict=False)]


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


_O = TypeVar("_O", bound=_Options)


class ToyOptions(_Options):
    """The options of a toy. The description of a field ends the sentence "… must be".

    Attributes:
        points: the number of points.
        noise: in percent.
        seed: the seed of the points.
        derived: the features that are derived from x1 and x2.
        added: points that a person added, [x1, x2, class or value] or [x, y].
        removed: the indices of generated points that a person removed.
    """

    points: int = Field(500, ge=10, le=5000, description="a whole number from 10 to 5,000")
    noise: float = Field(10.0, ge=0, le=50, description="a number from 0 to 50 (percent)")
    seed: int = Field(0, ge=0, le=2**31 - 1, description="a whole number from 0 to 2,147,483,647")
    # Not strict, because JSON has lists and no tuples.
    derived: Annotated[tuple[Derived, ...], Field(strict=False)] = Field(
        (), description=f"a list with none or some of {', '.join(DERIVED)}"
    )

    added: Annotated[tuple[Point, ...], Field(strict=False)] = Field(
        (),
        max_length=MAX_ADDED,
        description=f"a list of at most {MAX_ADDED} points, each a list of numbers, or of numbers and a class",
    )
    removed: Annotated[tuple[int, ...], Field(strict=False)] = Field(
        (),
        max_length=MAX_REMOVED,
        description=f"a list of at most {MAX_REMOVED} numbers of generated points, counted from 0",
    )

    @field_validator("derived")
    @classmethod
    def _each_once_in_one_order(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in DERIVED if name in value)

    @field_validator("removed")
    @classmethod
    def _each_once_and_there(cls, value: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        if len(set(value)) < len(value):
            raise ValueError("The option “removed” names a point twice.")
        points = info.data.get("points")
        if points is not None and any(not 0 <= number < points for number in value):
            raise ValueError(
                f"The option “removed” names a point that is not there; the {points:,} generated ones are "
                f"numbered from 0 to {points - 1:,}."
            )
        return tuple(sorted(value))


class TableOptions(_Options):
    """The options of a table: `task` "classes" means that the values of a numeric target are classes."""

    task: Literal["classes"] | None = Field(None, description="“classes” or left out")


def toy_options(card: Card, given: Mapping[str, Any]) -> ToyOptions:
    """The checked options of a toy.

    Raises:
        DataError: an option is unknown, a value is out of range, a toy with one feature has derived features, or an
            added point does not fit the toy. `generate` checks the classes of added points.
    """
    options = _check(ToyOptions, card, given)
    for point in options.added:
        _check_point(point, card)
    if options.derived and len(card.features) < 2:
        raise DataError(
            "data.options.derived",
            f"“{card.title}” has one feature only; derived features belong to data sets with two.",
        )
    return options


def table_options(card: Card, given: Mapping[str, Any]) -> TableOptions:
    """The checked options of a table.

    Raises:
        DataError: an option or its value is unknown.
    """
    return _check(TableOptions, card, given)


def _check_point(point: tuple[float | str, ...], card: Card) -> None:
    *coordinates, last = point or ("",)
    numbers = coordinates if card.task is not Task.REGRESSION else [*coordinates, last]
    fits = (
        len(coordinates) == len(card.features)
        and not any(isinstance(number, str) for number in numbers)
        and (card.task is Task.REGRESSION or isinstance(last, str))
    )
    if not fits:
        shape = ", ".join([*card.features, card.target])
        raise DataError(
            "data.options.added",
            f"A point added to “{card.title}” must be [{shape}], not {_shortly(list(point))}.",
        )
    if any(abs(float(number)) > REACH for number in numbers):
        raise DataError(
            "data.options.added",
            f"A point added to “{card.title}” lies too far out: its numbers go from -{REACH:g} to {REACH:g}.",
        )


def _check(kind: type[_O], card: Card, given: Mapping[str, Any]) -> _O:
    try:
        return kind.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if name not in kind.model_fields:
            known = ", ".join(kind.model_fields)
            sentence = f"The data set “{card.title}” has no option “{name}”; its options are: {known}."
        elif first["type"] == "value_error":
            sentence = str(first["ctx"]["error"])
        else:
            wanted = kind.model_fields[name].description
            sentence = f"The option “{name}” must be {wanted}, not {_shortly(given[name])}."
        raise DataError(f"data.options.{name}", sentence) from None


def _shortly(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
