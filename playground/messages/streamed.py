"""What a script says of a run that it trains itself: `playground.live` sends these messages, as JSON.

Whoever has a token can send anything, so every size has a bound here.
"""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

MOST_CURVES = 30
MOST_EPOCHS = 1_000  # in one message
LARGEST = 10_000_000  # number of an epoch

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-/ ]{0,63}$")]
Seconds = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class About(_Message):
    """A run that begins.

    Args:
        name: what it is called.
        epochs: how many are asked for.
        loss, optimizer: as Keras names them.
        learning_rate: at the beginning; None where it is none of 0 to 100.
        parameters: of the model; None where that is not known.
        curves: the names of its curves.
    """

    name: str = Field("", max_length=200)
    epochs: int = Field(ge=1, le=LARGEST)
    loss: Name = "unknown"
    optimizer: Name = "unknown"
    learning_rate: float | None = None
    parameters: int | None = Field(None, ge=0, le=10**15)
    curves: list[Name] = Field(min_length=1, max_length=MOST_CURVES)


class Part(_Message):
    """Epochs in a row, the first of which has the number `first`, counted from 1; none where all is well so far.

    Args:
        logs: the values of each curve; NaN where an epoch has none.
        seconds: of training, at the end of each epoch.
        over: whether training has ended.
    """

    first: int = Field(0, ge=0, le=LARGEST)
    logs: dict[Name, list[float]] = Field(default_factory=dict, max_length=MOST_CURVES)
    seconds: list[Seconds] = Field(default_factory=list, max_length=MOST_EPOCHS)
    over: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if any(len(values) != len(self.seconds) for values in self.logs.values()):
            raise ValueError("logs: each curve has as many values as there are epochs")
        if self.seconds and not self.first:
            raise ValueError("first: epochs are counted from 1")
        return self
