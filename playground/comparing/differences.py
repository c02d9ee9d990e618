"""The settings that differ between experiments, and short labels that tell one experiment from another."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.comparing.settings import (
    ABSENT,
    SettingValue,
    layer_in_short,
    layer_settings,
    settings,
)
from playground.comparing.stacks import Slot, align
from playground.experiment import Complete
from playground.experiment.settings import SETTINGS
from playground.experiment.training_settings import FULL_BATCH
from playground.network.shapes import stack_in_short

_ALONE = "this run"
_MOST = 3  # differences that a label names; it only counts the others
# These follow from the data set as a rule, so a label names the data set alone.
_OF_THE_DATA = {"data.target", "data.features", "training.loss", "training.metrics", "data.scaling"}
_SECTIONS = tuple(row.path for row in SETTINGS.values() if row.widget == "section")
# Their values need no title.
_SPEAKING = {"data.dataset", "training.optimizer.name", "branch"}


@dataclass(frozen=True)
class Difference:
    """A setting that differs: its path in the file, its title, and its value in words for each experiment."""

    path: str
    title: str
    values: tuple[str, ...]


def differences(experiments: Sequence[Complete]) -> list[Difference]:
    """The settings that differ, in the order of the forms; neither titles nor other spellings of a value count.

    Layers are compared by position. A layer that was inserted or removed does not shift the layers behind it: it has a
    row of its own, `Layer 2`, and the others have rows such as `Layer 3 · units`.
    """
    of_each = [{setting.path: setting for setting in settings(experiment)} for experiment in experiments]
    slots = align([experiment.network.layers for experiment in experiments])
    rows = _rows(of_each)
    at = next((index for index, row in enumerate(rows) if not row.path.startswith("data.")), len(rows))
    layers = [row for number, slot in enumerate(slots) for row in _of_slot(slot, number)]
    return [*rows[:at], *layers, *rows[at:]]


def label(experiment: Complete, base: Complete) -> str:
    """The differences of an experiment from `base` in a few words: `learning rate 0.1`, `dropout 0.3 added`."""
    found = differences([base, experiment])
    if any(row.path == "data.dataset" for row in found):
        found = [row for row in found if row.path not in _OF_THE_DATA and "data.options." not in row.path]
    if not found:
        return "same settings"
    words = [_phrase(row) for row in _stack_as_one(found, base, experiment)]
    more = len(words) - _MOST
    return ", ".join(words[:_MOST]) + (f" and {more} more" if more > 0 else "")


def _stack_as_one(found: Sequence[Difference], base: Complete, experiment: Complete) -> list[Difference]:
    """The differences with one row for the whole stack where several layers are added or removed: `layers 4-4`."""
    added_or_removed = [
        row for row in found if row.path.startswith("network.layers.") and row.path.count(".") == 2
    ]
    stacks = tuple(stack_in_short(each.network.layers) for each in (base, experiment))
    if len(added_or_removed) < 2 or len(set(stacks)) < 2:
        return list(found)
    first = next(at for at, row in enumerate(found) if row.path.startswith("network.layers."))
    others = [row for row in found if not row.path.startswith("network.layers.")]
    return [*others[:first], Difference("network.layers", "Layers", stacks), *others[first:]]


def labels(experiments: Sequence[Complete], names: Sequence[str] = ()) -> list[str]:
    """A label for each experiment in a comparison: its name, or else its differences from the first.

    The label of the first has its differences from the next experiment that differs. Equal labels are numbered.

    Args:
        experiments: one or more.
        names: names that a person gave the runs, "" for none; empty if no run has a name.
    """
    base = experiments[0]
    other = next((each for each in experiments[1:] if differences([base, each])), None)
    found = [label(base, other) if other is not None else _ALONE]
    found += [label(each, base) for each in experiments[1:]]
    found = [name or text for name, text in zip(names or [""] * len(found), found, strict=True)]
    return [
        text if text not in found[:at] else f"{text} ({found[:at].count(text) + 1})"
        for at, text in enumerate(found)
    ]


def _rows(of_each: Sequence[dict[str, SettingValue]]) -> list[Difference]:
    paths = _in_order([list(found) for found in of_each])
    rows = []
    for path in paths:
        if any(path.startswith(f"{section}.") for section in _SECTIONS) and not all(
            path in found for found in of_each
        ):
            continue  # the section is off in some experiments, which its own row says
        present = [found.get(path) for found in of_each]
        if len({setting.value if setting else ABSENT for setting in present}) > 1:
            title = next(setting.title for setting in present if setting)
            rows.append(Difference(path, title, _distinct_texts(present)))
    return rows


def _distinct_texts(present: Sequence[SettingValue | None]) -> tuple[str, ...]:
    """The values in words; different values that read the same, such as two long lists, are numbered."""
    texts: list[str] = []
    seen: dict[str, list[object]] = {}
    for setting in present:
        text, value = (setting.text, setting.value) if setting else (ABSENT, None)
        values = seen.setdefault(text, [])
        if value not in values:
            values.append(value)
        number = values.index(value)
        texts.append(text if number == 0 else f"{text} ({number + 1})")
    return tuple(texts)


def _of_slot(slot: Slot, number: int) -> list[Difference]:
    path, title = f"network.layers.{number}", f"Layer {number + 1}"
    layers = [layer for layer in slot if layer is not None]
    if len(layers) < len(slot) or len({layer.type for layer in layers}) > 1:
        return [Difference(path, title, tuple(layer_in_short(layer) if layer else ABSENT for layer in slot))]
    return _rows([{row.path: row for row in layer_settings(layer, path, title)} for layer in layers])


def _in_order(lists: Sequence[Sequence[str]]) -> list[str]:
    """Every path once. A path that only a later experiment has comes behind the path that it follows there."""
    paths: list[str] = []
    for names in lists:
        at = 0
        for name in names:
            if name in paths:
                at = paths.index(name) + 1
            else:
                paths.insert(at, name)
                at += 1
    return paths


def _phrase(row: Difference) -> str:
    was, now = row.values
    if row.path.startswith("network.layers.") and row.path.count(".") == 2:
        if was == ABSENT:
            return f"{_lower(now)} added"
        return f"{_lower(was)} removed" if now == ABSENT else f"{_lower(now)} instead of {_lower(was)}"
    if row.path in _SPEAKING or now == FULL_BATCH:
        return now
    if row.path == "data.features":
        return now if now.startswith("without ") else f"features {now}"
    return f"{_lower(row.title.replace(' · ', ' '))} {now}"


def _lower(text: str) -> str:
    """The text with a small first letter, unless it begins with a name: `dense 64`, but `L2` and `Nesterov`."""
    return text if text.startswith(("L1", "L2", "Nesterov")) else text[:1].lower() + text[1:]
