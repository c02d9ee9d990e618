"""Data: the table, how it is read, its columns, and their preparation for training."""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from playground.experiment.options import Options
from playground.mentions import quoted
from playground.part import Part, one_of
from playground.words import COLUMN_KINDS, ENCODINGS, SCALINGS, Word

ELSEWHERE = "elsewhere"  # the data set of a run that was trained elsewhere

Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]


class FileReading(Part):
    """How an own file is written. Null is guessed; a complete experiment has what was found.

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


def _words_of(table: Mapping[str, Word]) -> Callable[[Options], Options]:
    """A check that each column has a word of this table."""

    def check(words: Options) -> Options:
        for column, word in words.items():
            try:
                one_of(table, str(word))
            except ValueError as error:
                raise ValueError(f"of {quoted(column)}, {error}") from None
        return words

    return check


class Split(Part):
    """How rows are split, if not at random.

    "stratified": both sides have the same shares of each class, or of small and large numbers. "group": all rows with
    the same value in `column` are on one side. "copies": rows with the same features are on one side. "time": the rows
    that are latest by `column`, or by the order of the table without one, validate.
    """

    by: Literal["stratified", "group", "copies", "time"]
    column: str | None = None

    @model_validator(mode="after")
    def _column_fits(self) -> Self:
        if self.by == "group" and self.column is None:
            raise ValueError("column: name the column that says which rows belong together")
        if self.by in ("stratified", "copies") and self.column is not None:
            raise ValueError(f"column: a {self.by} split has no column of its own")
        return self


class TestPart(Part):
    """Rows that are set aside before the split, in the same way, and sealed until a person opens them."""

    __test__ = False  # pytest takes it for tests otherwise

    fraction: float = Field(0.15, ge=0.01, le=0.5)
    seed: Seed = 0


# Choices for single columns, by their names.
Kinds = Annotated[Options, AfterValidator(_words_of(COLUMN_KINDS))]
Scalings = Annotated[Options, AfterValidator(_words_of(SCALINGS))]
Encodings = Annotated[Options, AfterValidator(_words_of(ENCODINGS))]


# Keys of `Data` about the target: another target has its own.
OF_TARGET = ("positive", "log_target", "class_weights", "alike")


class Data(Part):
    """The table, its columns, and their preparation for training.

    `features` None means every column that the data set's card offers; `target` None means the card's, and so does
    `positive`, the class that becomes class 1 of two. `reading` and `kinds` (by column, what it holds) belong to a
    table of one's own, whose name is `upload:` and the SHA-256 of the file; what `kinds` leaves out is guessed.

    The following steps are null if they are not used. They learn from training rows alone.

    Attributes:
        split: how rows are chosen for validation and for the test part.
        test: the sealed rows; `train_fraction` is the training share of the other rows.

        column_scaling: scaling by column, where it differs from `scaling`.
        log_target: whether the target's natural logarithm is predicted; all its values have to be above 0.
        clip: the share of training rows at either end whose numbers are brought to the nearest of the others.
        fill: the replacement of missing numbers if `missing` is "fill"; null takes the median.
        was_missing: whether a column with missing values gets an input that tells where.
        encoding: by column, the encoding of its values, if it is not the usual one of its kind.
        most_categories: how many values of a column get an input, the most frequent first; the others share one. Null
            leaves out a column with more than 50.
        alike: of a target of words, whether classes that differ only in capital letters or spaces are one ("merge") or
            not ("apart"); null keeps capital letters and inner spaces apart, and of a table of one's own removes those
            around words.
        class_weights: "balanced" gives each class the same weight in the loss, however few rows it has.
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
    kinds: Kinds | None = None
    positive: str | None = None
    split: Split | None = None
    test: TestPart | None = None
    column_scaling: Scalings | None = None
    log_target: Literal[True] | None = None
    clip: float | None = Field(None, gt=0, le=0.25)
    fill: Literal["mean", "most_frequent"] | None = None
    was_missing: Literal[True] | None = None
    encoding: Encodings | None = None
    most_categories: int | None = Field(None, ge=2, le=500)
    class_weights: Literal["balanced"] | None = None
    alike: Literal["merge", "apart"] | None = None

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
                raise ValueError(
                    f"features: the target {quoted(self.target)} is among the features; take it out"
                )
            if len(set(self.features)) < len(self.features):
                raise ValueError("features: a feature is named twice")
        return self
