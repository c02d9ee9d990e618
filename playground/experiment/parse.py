"""Parses the text of an experiment file to an Experiment, or to sentences that say what is wrong."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from playground.errors import ExperimentError, Problem
from playground.experiment import Experiment
from playground.experiment.settings import SETTINGS
from playground.layers.table import KINDS
from playground.limits import limits

MAX_CHARACTERS = 1_000_000


_SENTENCES = {
    "missing": "this is missing.",
    "extra_forbidden": "there is no such setting.",
    "greater_than": "{input} is too small; it must be more than {gt}.",
    "greater_than_equal": "{input} is too small; the least is {ge}.",
    "less_than": "{input} is too large; it must be less than {lt}.",
    "less_than_equal": "{input} is too large; the most is {le}.",
    "finite_number": "{input} is not a finite number.",
    "int_type": "{input} is not a whole number.",
    "int_parsing": "{input} is not a whole number.",
    "int_from_float": "{input} is not a whole number.",
    "float_type": "{input} is not a number.",
    "float_parsing": "{input} is not a number.",
    "string_type": "{input} is not a text.",
    "bool_type": "{input} is neither true nor false.",
    "bool_parsing": "{input} is neither true nor false.",
    "literal_error": "{input} is not {expected}.",
    "tuple_type": "{input} is not a list.",
    "dict_type": "{input} is not a group of settings.",
    "model_type": "{input} is not a group of settings.",
    "model_attributes_type": "{input} is not a group of settings.",
    "string_too_long": "this is longer than {max_length} characters.",
    "union_tag_invalid": "there is no layer “{tag}”; there are {expected_tags}.",
    "union_tag_not_found": f"the layer does not say its type: {', '.join([*KINDS][:-1])} or {[*KINDS][-1]}.",
}


def parse(text: str, overrides: Iterable[str] = ()) -> Experiment:
    """The experiment that a JSON text describes, with settings such as `training.epochs=50` changed.

    Raises:
        ExperimentError: when the text is not JSON, or a field is unknown, missing or wrong.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExperimentError(Problem("", "This file is too large to be an experiment."))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ExperimentError(
            Problem("", f"This is not a whole experiment file: it cannot be read as JSON{where}.")
        ) from None
    if not isinstance(content, dict):
        raise ExperimentError(Problem("", "This is not an experiment file: it holds no settings."))
    for override in overrides:
        path, value = _path_and_value(override)
        put(content, path, value)
    return from_content(content)


def from_content(content: Mapping[str, Any]) -> Experiment:
    """The experiment that plain data (dicts, lists, numbers, texts) describes.

    Raises:
        ExperimentError: with a sentence for each field that is wrong.
    """
    try:
        experiment = Experiment.model_validate(content)
    except ValidationError as error:
        raise ExperimentError(*problems_of(error)) from None
    if problems := over_limits(experiment):
        raise ExperimentError(*problems)
    return experiment


def problems_of(error: ValidationError, part: str = "") -> list[Problem]:
    """A sentence for each field that pydantic found wrong in an experiment, or in a `part` of it such as "data"."""
    prefix = (part,) if part else ()
    return [_problem({**found, "loc": (*prefix, *found["loc"])}) for found in error.errors()]


def over_limits(experiment: Experiment) -> list[Problem]:
    """The problems of an experiment that exceeds the limits of this installation, except the number of parameters."""
    most = limits()
    problems = []
    layers, epochs = len(experiment.network.layers), experiment.training.epochs
    if layers > most.max_layers:
        problems.append(
            Problem("network.layers", f"{layers:,} layers are more than the {most.max_layers:,} allowed.")
        )
    if epochs > most.max_epochs:
        problems.append(
            Problem("training.epochs", f"{epochs:,} epochs are more than the {most.max_epochs:,} allowed.")
        )
    return problems


def put(content: dict[str, Any], path: str, value: Any) -> None:
    """Changes a setting of an experiment in plain data: `training.epochs`, `network.layers.0.units`.

    Raises:
        ExperimentError: when the path leads through something that has no settings. Whether there is such a
            setting, and such a value, is for `from_content` to say.
    """
    *way, last = path.split(".")
    part: Any = content
    for step in way:
        part = _inside(part, step, path)
    if isinstance(part, list):
        part[_index(part, last, path)] = value
    else:
        part[last] = value


def _path_and_value(override: str) -> tuple[str, Any]:
    path, equals, text = override.partition("=")
    if not equals:
        raise ExperimentError(Problem(override, "write a setting as training.epochs=50."))
    try:
        return path.strip(), json.loads(text)
    except (ValueError, RecursionError):
        return path.strip(), text


def _inside(part: Any, step: str, path: str) -> Any:
    if isinstance(part, list):
        inner = part[_index(part, step, path)]
    else:
        inner = part.get(step)
        if inner is None:
            inner = part[step] = [] if step == "layers" else {}
    if not isinstance(inner, dict | list):
        raise ExperimentError(Problem(path, "there is no such setting."))
    return inner


def _index(part: list[Any], step: str, path: str) -> int:
    if not step.isdecimal() or int(step) >= len(part):
        raise ExperimentError(
            Problem(path, f"there is no entry {step}; the list has {len(part)}, from 0 on.")
        )
    return int(step)


def _problem(found: dict[str, Any]) -> Problem:
    field = _path(found["loc"])
    details = found.get("ctx", {})
    if found["type"] == "value_error":
        inner, colon, sentence = str(details["error"]).partition(": ")
        # A check of a whole part names the field itself, before a colon.
        if colon and inner.isidentifier():
            return Problem(f"{field}.{inner}" if field else inner, _finish(sentence))
        return Problem(field, _finish(str(details["error"])))
    template = _SENTENCES.get(found["type"])
    if template is None:
        return Problem(field, _finish(found["msg"]))
    sentence = template.format(input=_show(found.get("input")), **details)
    bound = next((details[name] for name in ("ge", "le") if name in details), None)
    row = SETTINGS.get(field)
    if row is not None and row.widget == "percent" and bound is not None:
        sentence = f"{sentence.removesuffix('.')} ({bound:.0%})."
    return Problem(field, sentence)


def _path(location: Iterable[str | int]) -> str:
    path = ""
    before: str | int = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif not (isinstance(before, int) and step in KINDS):
            # Pydantic puts the type of a layer between its index and its field.
            path += f".{step}" if path else step
        before = step
    return path


def _show(value: Any) -> str:
    text = f"“{value}”" if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= 60 else text[:60] + "…"


def _finish(sentence: str) -> str:
    return sentence if sentence.endswith(".") else sentence + "."
