"""The settings of an experiment one by one, each with the title that pages use and its value in words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.datasets import Card, DataError, card_for, title
from playground.datasets.toys.options import toy_options
from playground.experiment import Complete, CompleteData, Layer
from playground.experiment.setting import Setting
from playground.experiment.settings import SETTINGS
from playground.experiment.streamed import is_streamed
from playground.layers.kind import WordWidget
from playground.layers.table import SETTING_TITLES
from playground.mentions import mentioned
from playground.words import KERAS_WEIGHT_DECAY, Word

ABSENT = "–"  # for a setting that has no meaning, such as the momentum of Adam

# What a run that is trained elsewhere tells of its settings.
_TOLD = (
    "training.loss",
    "training.metrics",
    "training.optimizer.name",
    "training.optimizer.learning_rate",
    "training.epochs",
)
_NAMED = 40  # features that are named one by one
_LISTED = 6  # most values of a list that are named one by one


@dataclass(frozen=True)
class SettingValue:
    """A setting: its path in the file, its title, its value in words; two settings are the same if `value` is."""

    path: str
    title: str
    text: str
    value: object


def settings(experiment: Complete) -> list[SettingValue]:
    """All settings except those of layers, in the order of the forms; of a run trained elsewhere those it tells."""
    if is_streamed(experiment):
        return [found for path in _TOLD if (found := _value_of(SETTINGS[path], experiment))]
    others = (row for path, row in SETTINGS.items() if not path.startswith("data."))
    return [*_data(experiment), *(found for row in others if (found := _value_of(row, experiment)))]


def title_of(path: str) -> str:
    """The title of a setting by its path in the file: `Early stopping · patience`; "" for the whole experiment."""
    if match := re.fullmatch(r"network\.layers\.(\d+)(?:\.(\w+))?", path):
        layer, name = f"Layer {int(match[1]) + 1}", match[2]
        return f"{layer} · {SETTING_TITLES.get(name, name.replace('_', ' '))}" if name else layer
    if path.partition(".")[0] in ("branch", "twin"):  # a problem with the run whose weights are wanted
        return SETTINGS["branch"].title
    if path == "network.layers":
        return "Network"
    if path in SETTINGS:
        return SETTINGS[path].full_title
    words = path.rsplit(".", 1)[-1].replace("_", " ")
    return words[:1].upper() + words[1:]


def layer_settings(layer: Layer, path: str, title: str) -> list[SettingValue]:
    """The settings of one layer, such as `Layer 2 · units`."""
    widgets = {widget.name: widget for row in layer.widgets for widget in row}
    found = []
    for name, value in layer.model_dump(exclude={"type"}).items():
        widget, at = widgets[name], f"{path}.{name}"
        full = f"{title} · {SETTING_TITLES[name]}"
        if isinstance(widget, WordWidget):
            found.append(_word(at, full, widget.words, value))
        else:
            found.append(_plain(at, full, value))
    return found


def layer_in_short(layer: Layer) -> str:
    """A layer in a few words: `Dense 512 relu`, `Dropout 0.3`."""
    return f"{layer.title} {layer.in_short}".strip()


def _value_of(row: Setting, experiment: Complete) -> SettingValue | None:
    """A setting with its value; None if its section is off."""
    if row.section is not None and row.section.of(experiment) is None:
        return None
    training, value = experiment.training, row.of(experiment)
    match row.path:
        case "branch":
            text = "new weights" if value is None else f"branched at epoch {value.epoch:,}"
            return SettingValue(row.path, row.title, text, text)
        case "training.loss" if training.loss_version == 1 and value in ("hinge", "mape"):
            return SettingValue(
                row.path, row.title, f"{_in_words(row, value)}, as in earlier versions", (value, 1)
            )
        case "training.optimizer.weight_decay" if value is None and row.belongs_in(experiment):
            value = KERAS_WEIGHT_DECAY  # None means this default of Keras
    if not row.belongs_in(experiment):
        return SettingValue(row.path, row.full_title, ABSENT, None if row.section else value)
    of_section = row.widget == "section" and value is not None
    return SettingValue(row.path, row.full_title, _in_words(row, value), of_section or _hashable(value))


def _in_words(row: Setting, value: Any) -> str:
    """A value of a setting in words."""
    if value is None:
        return row.when_none
    if row.in_words is not None:
        return row.in_words(value)
    if row.words is None:
        return _text(value)
    if row.widget == "words":
        return ", ".join(row.words[name].title if name in row.words else name for name in value) or "none"
    return row.words[value].title if value in row.words else str(value)


def _data(experiment: Complete) -> Iterator[SettingValue]:
    data = experiment.data
    try:
        known = card_for(data)
    except DataError:  # the table has been removed since
        known = None
    for row in SETTINGS.values():
        if not row.path.startswith("data.") or row.path.startswith("data.options."):
            continue
        match row.path:
            case "data.dataset":
                yield SettingValue(row.path, row.title, title(data.dataset), data.dataset)
            case "data.target":
                yield SettingValue(row.path, row.title, _in_words(row, data.target), data.target)
            case "data.features":
                offered = tuple(known.features) if known and data.target == known.target else None
                yield _features(row, data.features or offered, offered)
            case _ if (found := _value_of(row, experiment)) is not None:
                yield found
    for name, value in _options(data, known).items():
        path = f"data.options.{name}"
        row = SETTINGS.get(path) or Setting(path, title_of(path))
        yield SettingValue(path, row.title, _in_words(row, value), _hashable(value))


def _options(data: CompleteData, known: Card | None) -> Mapping[str, Any]:
    """The options; for a toy with the usual values of options that an earlier version did not have."""
    if known is None or not known.is_toy:
        return data.options
    try:
        return toy_options(known, data.options).model_dump()
    except DataError:
        return data.options


def _features(row: Setting, names: tuple[str, ...] | None, offered: tuple[str, ...] | None) -> SettingValue:
    if names is None:
        text = row.when_none
    elif offered is None or not set(names) <= set(offered):
        text = mentioned(names, most=_NAMED)
    elif len(names) == len(offered):
        text = f"all {len(offered):,}"
    elif len(offered) - len(names) <= 3:
        text = f"without {mentioned([name for name in offered if name not in names])}"
    else:
        text = mentioned(names, most=_NAMED)
    return SettingValue(row.path, row.title, text, names)


def _word(path: str, title: str, table: Mapping[str, Word], name: str | None) -> SettingValue:
    return SettingValue(
        path, title, "the usual one" if name is None else table[name].title if name in table else name, name
    )


def _plain(path: str, title: str, value: object, when_none: str = "none") -> SettingValue:
    return SettingValue(path, title, when_none if value is None else _text(value), _hashable(value))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        if len(value) > _LISTED or any(isinstance(part, list | tuple | dict) for part in value):
            return f"{len(value):,} values"
        return ", ".join(_text(part) for part in value) or "none"
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _hashable(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(_hashable(part) for part in value)
    return repr(value) if isinstance(value, dict) else value
