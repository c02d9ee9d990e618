"""Sweep: one or two settings over lists of values, and the experiment of each cell."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, TypedDict

from playground.errors import ExperimentError, Problem
from playground.experiment import Complete, Experiment
from playground.experiment.parse import from_content
from playground.limits import limits
from playground.plan import plan
from playground.studies.sweepable import set_everywhere, title_of


@dataclass(frozen=True)
class SweptSetting:
    """A setting, by its path, and its values in the sweep."""

    path: str
    values: tuple[Any, ...]

    @property
    def title(self) -> str:
        """The setting's title."""
        return title_of(self.path)


@dataclass(frozen=True)
class Cell:
    """One combination: its label, its values in the order of the settings, and its experiment."""

    label: str
    values: tuple[Any, ...]
    experiment: Complete


class SweepSettings(TypedDict):
    """The stored settings of a sweep: pairs of a path and a list of values."""

    over: list[list[Any]]


def parse_over(text: str) -> SweptSetting:
    """Parses a setting and its values from a text such as `training.optimizer.learning_rate=0.1,0.01`.

    Values that are valid JSON are read as JSON, such as 32, true, null or ["pH", "alcohol"]; others are texts.

    Raises:
        ExperimentError: there is no path or no value, or a value is repeated.
    """
    path, equals, listed = text.partition("=")
    path, listed = path.strip(), listed.strip()
    if not equals or not path:
        raise ExperimentError(
            Problem(text, "write what to sweep over as training.optimizer.learning_rate=0.1,0.01.")
        )
    if not listed:
        raise ExperimentError(Problem(path, "there are no values to sweep over."))
    try:
        values = json.loads(f"[{listed}]")
    except (ValueError, RecursionError):
        values = [_value(path, part.strip()) for part in listed.split(",")]
    return over(path, values)


def over(path: str, values: Sequence[Any]) -> SweptSetting:
    """A setting and its values, with the checks that need no experiment.

    Raises:
        ExperimentError: there is no value, or one is repeated.
    """
    if not values:
        raise ExperimentError(Problem(path, "there are no values to sweep over."))
    seen = set()
    for value in values:
        # 1 and 1.0 are the same value of a setting; 1 and true are not.
        known = (isinstance(value, bool), value if isinstance(value, int | float) else json.dumps(value))
        if known in seen:
            raise ExperimentError(Problem(path, f"{text_of(value)} is there twice."))
        seen.add(known)
    return SweptSetting(path, tuple(values))


def overs_of(settings: Mapping[str, Any]) -> list[SweptSetting]:
    """The settings and values of a stored sweep; the inverse of `settings_of`."""
    return [SweptSetting(path, tuple(values)) for path, values in settings["over"]]


def settings_of(overs: Sequence[SweptSetting]) -> SweepSettings:
    """The stored settings of a sweep."""
    return {"over": [[each.path, list(each.values)] for each in overs]}


def text_of(value: Any) -> str:
    """A value as text for people."""
    if value is None:
        return "full"  # only the batch size may be null among the offered settings
    if isinstance(value, str):
        return value
    return f"{value:g}" if isinstance(value, float) else json.dumps(value)


def label_of(overs: Sequence[SweptSetting], values: Sequence[Any]) -> str:
    """The label of a cell: `learning rate 0.1, batch size 32`."""
    return ", ".join(
        f"{_small(each.title)} {text_of(value)}" for each, value in zip(overs, values, strict=True)
    )


def cells(experiment: Experiment, overs: Sequence[SweptSetting]) -> list[Cell]:
    """The complete experiments of a sweep; the last setting changes fastest.

    Raises:
        ExperimentError: there are too many cells, or one of them cannot be trained, which the sentence names.
    """
    if not 1 <= len(overs) <= 2:
        raise ExperimentError(Problem("", f"A sweep goes over one or two settings, not {len(overs)}."))
    if len({each.path for each in overs}) < len(overs):
        raise ExperimentError(Problem(overs[0].path, "the same setting is swept over twice."))
    count = prod(len(each.values) for each in overs)
    most = limits().runs_per_group
    if count > most:
        raise ExperimentError(
            Problem("", f"A sweep of {count:,} cells is too large; {most} are allowed. Take fewer values.")
        )
    return [_cell(experiment, overs, values) for values in product(*(each.values for each in overs))]


def _cell(experiment: Experiment, overs: Sequence[SweptSetting], values: Sequence[Any]) -> Cell:
    label = label_of(overs, values)
    content = experiment.model_dump(mode="json")
    try:
        for each, value in zip(overs, values, strict=True):
            set_everywhere(content, each.path, value)
        return Cell(label, tuple(values), plan(from_content(content)).experiment)
    except ExperimentError as error:
        sentence = f"The cell “{label}” cannot be trained. {error.problems[0]}"
        raise ExperimentError(Problem("", sentence)) from None


def _value(path: str, text: str) -> Any:
    if not text:
        raise ExperimentError(Problem(path, "there is nothing between two commas."))
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _small(title: str) -> str:
    return title if title[1:2].isdecimal() else title[:1].lower() + title[1:]
