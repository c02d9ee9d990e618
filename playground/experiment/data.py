"""Data: which table, how it is read, which columns, and what is done to them before training."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from playground.experiment.options import Options
from playground.part import Part, one_of
from playground.words import COLUMN_KINDS, SCALINGS

Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]


class FileReading(Part):
    """How a file of one's own is written; what is null is guessed, and a complete experiment says what was found.

    `doubtful` says what happens to rows in doubt: null refuses such a file, "leave_out" leaves these rows out, "keep"
    takes them as they were read. A row that cannot be read at all is left out in both cases.
    """

    delimiter: str | None = Field(None, max_length=10)
    quote: str | None = Field(None, max_length=1)
    escape: str | None = Field(None, max_length=1)
    doubled: bool | None = None
    decimal: Literal[".", ","] | None = None
    encoding: str | None = Field(None, max_length=40)
    header: bool | None = None
    line_end: Literal["\n", "\r\n", "\r"] | None = None
    sheet: str | None = Field(None, max_length=200)
    doubtful: Literal["leave_out", "keep"] | None = None


def _known_kinds(kinds: Options) -> Options:
    for column, kind in kinds.items():
        try:
            one_of(COLUMN_KINDS, str(kind))
        except ValueError as error:
            raise ValueError(f"kinds: of “{column}”, {error}") from None
    return kinds


class Data(Part):
    """Which table, which columns, and what is done to them before training.

    `features` None means every column that the data set's card offers; `target` None means the card's, and so does
    `positive`, the class that becomes class 1 of two. `reading` and `kinds` (by column, what it holds) belong to a
    table of one's own, whose name is `upload:` and the SHA-256 of the file; what `kinds` leaves out is guessed.
    """

    dataset: str
    target: str | None = None
    features: tuple[str, ...] | None = None
    train_fraction: float = Field(0.7, ge=0.05, le=0.95)
    split_seed: Seed = 0
    scaling: str = "minmax"
    scale_target: bool = True
    missing: Literal["drop", "fill"] = "drop"
    options: Options = Options()
    reading: FileReading | None = None
    kinds: Annotated[Options, AfterValidator(_known_kinds)] | None = None
    positive: str | None = None

    @field_validator("scaling")
    @classmethod
    def _known_scaling(cls, value: str) -> str:
        return one_of(SCALINGS, value)

    @model_validator(mode="after")
    def _features_make_sense(self) -> Self:
        if self.features is not None:
            if not self.features:
                raise ValueError("features: choose at least one feature")
            if self.target in self.features:
                raise ValueError(f"features: the target “{self.target}” is among the features; take it out")
            if len(set(self.features)) < len(self.features):
                raise ValueError("features: a feature is named twice")
        return self
