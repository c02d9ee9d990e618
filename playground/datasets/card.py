"""Cards: the subject, task, target, features and source of each data set."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from playground.paths import DATA
from playground.words import Task

DATA_FOLDER = DATA


@dataclass(frozen=True)
class Card:
    """The description of a data set, which is available before its table is loaded.

    Attributes:
        name, title: its name in an experiment, and its title on pages.
        about: its subject, in a sentence.
        task, target: the task, and the column to predict.
        features: the columns that are proposed as inputs.
        source, licence, citation: where it comes from, and under which terms.
        leave_out: columns that are not proposed as inputs, such as identifiers.
        units: the known units, by column.
        positive: the class 1 of a binary target; None for other tasks.
        is_toy: whether it is generated.
    """

    name: str
    title: str
    about: str
    task: Task
    target: str
    features: tuple[str, ...]
    source: str
    licence: str
    citation: str
    leave_out: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    positive: str | None = None
    is_toy: bool = False


class _Row(BaseModel):
    """An entry of datasets.toml; unknown keys and contradicting columns are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1, max_length=40)
    about: str = Field(min_length=1, max_length=160)
    task: Task
    target: str
    features: tuple[str, ...] = Field(min_length=1)
    source: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    citation: str = Field(min_length=1)
    leave_out: tuple[str, ...] = ()
    units: dict[str, str] = Field(default_factory=dict)
    positive: str | None = None

    @model_validator(mode="after")
    def _columns_agree(self) -> Self:
        columns = (self.target, *self.features, *self.leave_out)
        if len(set(columns)) < len(columns):
            raise ValueError("a column is named twice among target, features and leave_out")
        if strangers := set(self.units) - set(columns):
            raise ValueError(f"units of unknown columns: {', '.join(sorted(strangers))}")
        if (self.positive is not None) != (self.task is Task.BINARY):
            raise ValueError("a binary task, and only that, names its positive class")
        return self


def read_cards(path: Path) -> dict[str, Card]:
    """The cards of a TOML file, by name, in the order of the file.

    Raises:
        pydantic.ValidationError: an entry is wrong; the error names its card and its key.
    """
    rows = TypeAdapter(dict[str, _Row]).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    return {name: Card(name=name, **dict(row)) for name, row in rows.items()}


@cache
def table_cards() -> Mapping[str, Card]:
    """The cards of the bundled tables and of scikit-learn's tables."""
    return read_cards(DATA_FOLDER / "datasets.toml")
