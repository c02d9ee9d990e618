"""The controls of a step: the settings that it gives, and the locked ones that it shows."""

import re
from collections.abc import Mapping

import streamlit as st

from playground.comparing.settings import SettingValue, layer_settings, settings
from playground.datasets import Prepared
from playground.experiment import Complete
from playground.experiment.settings import SETTINGS
from playground.lessons.changes import is_within
from playground.lessons.model import Step
from playground.ui.forms.data_form import data_form, data_part
from playground.ui.forms.fields import Fields
from playground.ui.forms.layer_edits import numbered_title
from playground.ui.forms.layer_form import draw_widget
from playground.ui.forms.network_form import network_form
from playground.ui.forms.setting_fields import set_choice, set_number, set_optional_number, set_switch
from playground.ui.forms.training_form import training_form, training_part
from playground.ui.frame.draft import Draft
from playground.ui.frame.markdown import escape

_LAYER = re.compile(r"network\.layers\.(\d+)(?:\.(\w+))?")
# These take the full width.
_WIDE = (
    "data",
    "network",
    "network.layers",
    "training",
    "training.optimizer",
    "training.optimizer.learning_rate",
)
_COLUMNS = 3


def controls(step: Step, draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    """Draws a widget for each setting that the step gives, and writes the values into the draft."""
    narrow = [path for path in step.gives if not _is_wide(path)]
    for path in step.gives:
        if _is_wide(path):
            with st.container(key=key_of(path), gap="small"):
                _control(path, draft, prepared, fields)
    columns = st.columns(min(_COLUMNS, len(narrow))) if narrow else []
    for number, path in enumerate(narrow):
        with columns[number % len(columns)], st.container(key=key_of(path), gap="small"):
            _control(path, draft, prepared, fields)


def key_of(path: str) -> str:
    """The key of the element that holds a control."""
    return f"control-{path.replace('.', '-')}"


def locked_settings(step: Step, experiment: Complete | None) -> None:
    """Draws the locked settings that the step shows, as words without a widget."""
    if not step.locked or experiment is None:
        return
    found = settings(experiment)
    for number, layer in enumerate(experiment.network.layers):
        found += layer_settings(layer, f"network.layers.{number}", f"Layer {number + 1}")
    said = _in_words(
        {each.path: each for path in step.locked for each in found if is_within(each.path, path)}
    )
    if said:
        with st.container(key="locked"):
            st.caption(" · ".join(f":gray[:material/lock:] {each}" for each in said))


def _in_words(values: Mapping[str, SettingValue]) -> list[str]:
    """Each setting with its value in Markdown; settings of a section are grouped under its title."""
    sections = {path: _section_of(path) for path in values}
    heads = set(sections.values())
    said: dict[str, list[str]] = {}
    for path, each in values.items():
        section = sections[path]
        if path in heads:
            continue  # the settings in it say all
        title = each.title if section is None else SETTINGS[path].title.lower()
        said.setdefault(section or path, []).append(f"{escape(title)} **{escape(each.text)}**")
    return [
        f"{escape(SETTINGS[path].title)}: {', '.join(parts)}" if path in heads else parts[0]
        for path, parts in said.items()
    ]


def _section_of(path: str) -> str | None:
    row = SETTINGS.get(path)
    return row.section.path if row is not None and row.section is not None else None


def _is_wide(path: str) -> bool:
    row = SETTINGS.get(path)
    return path in _WIDE or (row is not None and row.widget == "section")


def _control(path: str, draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    layer = _LAYER.fullmatch(path)
    if path == "data":
        data_form(draft, fields)
    elif path in ("network", "network.layers"):
        network_form(draft, prepared, fields)
    elif path == "training":
        training_form(draft, prepared, fields)
    elif layer is not None:
        _layer(int(layer[1]), layer[2], path, draft, fields)
    elif not (training_part(path, draft, prepared, fields) or data_part(path, draft, fields)):
        _setting(path, draft, fields)


def _layer(number: int, name: str | None, path: str, draft: Draft, fields: Fields) -> None:
    if number >= len(draft.layers):
        return
    layer = draft.layers[number]
    if len(draft.layers) > 1 or name is None:
        st.caption(escape(numbered_title(draft.layers, number)))
    for row in layer.settings.widgets:
        for widget in row:
            if name in (None, widget.name):
                at = path if name is not None else f"{path}.{widget.name}"
                draw_widget(draft, layer, fields, at, widget)


def _setting(path: str, draft: Draft, fields: Fields) -> None:
    row = SETTINGS[path]
    match row.widget:
        case "number" | "whole" | "percent":
            set_number(draft, fields, path)
        case "optional":
            set_optional_number(draft, fields, path)
        case "toggle":
            set_switch(draft, path)
        case "word":
            set_choice(draft, fields, path)
