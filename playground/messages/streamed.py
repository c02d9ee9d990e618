"""The messages of a script about a run that it trains itself; `playground.live` sends them as JSON.

Anybody with a token can send anything, so every size has a limit here.
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
    """A new run.

    Args:
        name: its name.
        epochs: the planned number of epochs.
        loss, optimizer: Keras' names.
        learning_rate: the first learning rate; None if it is not between 0 and 100.
        parameters: the number of the model's parameters; None if unknown.
        curves: the names of its curves.
    """

    name: str = Field("", max_length=200)
    epochs: int = Field(ge=1, le=LARGEST)
    loss: Name = "unknown"
    optimizer: Name = "unknown"
    learning_rate: float | None = None
    parameters: int | None = Field(None, ge=0, le=10**15)
    curves: list[Name] = Field(min_length=1, max_length=MOST_CURVES)


class EpochsPart(_Message):
    """Consecutive epochs, from number `first` on, counted from 1. A part without epochs is a sign of life.

    Args:
        logs: the values of each curve; NaN if an epoch has none.
        seconds: the seconds of training at the end of each epoch.

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
