"""The wishes of a person for a run.

A browser sends them as JSON such as `{"kind": "step"}`; `decode` checks all of it.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias, TypedDict, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

MAX_WISHES = 1000  # in one message


class _Wish(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


class _Deed(_Wish):
    """A wish that changes the course of a run.

    Args:
        at: the epoch that the person sees, which may be before the run's; None for the run's own epoch.
    """

    at: int | None = Field(None, ge=0, le=1_000_000)


class Pause(_Deed):
    """Hold the run where it is."""

    kind: Literal["pause"] = "pause"


class Resume(_Deed):
    """Continue without further steps."""

    kind: Literal["resume"] = "resume"


class Step(_Deed):
    """Train one epoch, or the rest of a started one, then hold."""

    kind: Literal["step"] = "step"


class StepBatch(_Deed):
    """Train one batch, then hold."""

    kind: Literal["step_batch"] = "step_batch"


class Stop(_Deed):
    """End the run."""

    kind: Literal["stop"] = "stop"


class SetLearningRate(_Deed):
    """Use another learning rate from the next batch on."""

    kind: Literal["set_learning_rate"] = "set_learning_rate"
    value: float = Field(gt=0, le=100)


class LookAlong(_Wish):
    """Picture the network along these columns, at most two, from now on."""

    kind: Literal["look_along"] = "look_along"
    axes: tuple[Annotated[str, Field(max_length=1000)], ...] = Field(max_length=2, strict=False)


Wish: TypeAlias = Pause | Resume | Step | StepBatch | Stop | SetLearningRate | LookAlong

_ONE: TypeAdapter[Wish] = TypeAdapter(Annotated[Wish, Field(discriminator="kind")])


class EncodedWish(TypedDict, total=False):
    """A wish as plain data: `kind` and the fields of that kind."""

    kind: str
    at: int | None
    value: float
    axes: list[str]


def epoch_of(wish: Wish) -> int | None:
    """The epoch at which a wish acts; None for the run's own epoch."""
    return getattr(wish, "at", None)


def leads_back(wish: Wish) -> bool:
    """Whether a run that is past the epoch of the wish goes back to it.

    It does not for a pause or a step, because the person will see the epochs that were trained ahead.
    """
    return isinstance(wish, StepBatch | Stop | SetLearningRate)


def encode(wish: Wish) -> EncodedWish:
    """Encodes a wish as plain data for JSON and Dask."""
    return cast("EncodedWish", wish.model_dump(mode="json"))


def decode(content: Any) -> Wish:
    """Decodes a wish from plain data.

    Raises:
        ValueError: with a sentence, for anything else.
    """
    try:
        return _ONE.validate_python(content)
    except ValidationError as error:
        found = error.errors()[0]
        where = ".".join(str(step) for step in found["loc"])
        raise ValueError(
            f"This is not a wish for a run: {where + ': ' if where else ''}{found['msg']}."
        ) from None


def decode_all(content: Any) -> Sequence[Wish]:
    """Decodes several wishes, in order.


    Raises:
        ValueError: with a sentence, for anything but a list of at most `MAX_WISHES` wishes.
    """
    if not isinstance(content, list) or len(content) > MAX_WISHES:
        raise ValueError(f"Wishes come as a list of at most {MAX_WISHES:,}.")
    return [decode(item) for item in content]
