"""The widgets of the settings in `playground.experiment.settings`, with the title, help and steps of their rows."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.experiment.setting import Setting
from playground.experiment.settings import SETTINGS
from playground.ui.forms import fields as widgets
from playground.ui.forms.fields import Fields
from playground.ui.frame.draft import Draft

_T = TypeVar("_T")


def number(
    fields: Fields,
    path: str,
    value: float,
    *,
    key: str,
    title: str = "",
    into: DeltaGenerator | None = None,
    room: DeltaGenerator | None = None,
) -> float:
    """Draws a field for a number, as `playground.ui.forms.fields.number` does; "" means the setting's title."""
    row = SETTINGS[path]
    percent = row.widget == "percent"
    return widgets.number(
        fields,
        path,
        f"{row.title} %" if percent else title or label(row),
        value,
        key=key,
        step=row.step,
        help_text=row.help,
        whole=row.widget == "whole",
        percent=percent,
        into=into,
        room=room,
    )


def set_number(
    draft: Draft, fields: Fields, path: str, *, name: str = "", into: DeltaGenerator | None = None
) -> None:
    """Draws a field for a number and writes its value into the draft.

    Args:
        name: name of the widget; "" for the last part of the path.
    """
    key = draft.key(name or name_in(path))
    draft.set(path, number(fields, path, SETTINGS[path].of(draft), key=key, into=into))


def set_optional_number(
    draft: Draft, fields: Fields, path: str, *, room: DeltaGenerator | None = None
) -> None:
    """Draws a field for an optional number and writes its value into the draft."""
    row = SETTINGS[path]
    said = widgets.optional_number(
        fields,
        path,
        label(row),
        row.of(draft),
        key=draft.key(name_in(path)),
        step=row.step,
        help_text=row.help,
        room=room,
    )
    draft.set(path, said)


def set_switch(draft: Draft, path: str) -> None:
    """Draws a switch for a setting and writes its value into the draft."""
    draft.set(path, toggle(path, SETTINGS[path].of(draft), key=draft.key(name_in(path))))


def set_choice(
    draft: Draft,
    fields: Fields,
    path: str,
    *,
    name: str = "",
    options: Iterable[str] | None = None,
    title: Callable[[str], str] | None = None,
    into: DeltaGenerator | None = None,
) -> None:
    """Draws a list to choose from, as `choice` does, and writes its value into the draft."""
    key = draft.key(name or name_in(path))
    draft.set(
        path, choice(fields, path, SETTINGS[path].of(draft), key=key, options=options, title=title, into=into)
    )


def choice(
    fields: Fields,
    path: str,
    value: _T,
    *,
    key: str,
    options: Iterable[_T] | None = None,
    title: Callable[[_T], str] | None = None,
    into: DeltaGenerator | None = None,
) -> _T:
    """Draws a list to choose from: `options`, or the words of the setting's row if that is None."""
    row = SETTINGS[path]
    words: Any = row.words or {}
    offered = list(words if options is None else options)
    said: _T = widgets.choice(
        fields,
        path,
        label(row),
        offered,
        value,
        title=title or ((lambda name: words[name].title) if words else str),
        key=key,
        help_text=help_of(path, offered),
        into=into,
    )
    return said


def several(
    fields: Fields, path: str, value: tuple[str, ...], *, key: str, options: list[str]
) -> tuple[str, ...]:
    """Draws a list to choose several from."""
    row = SETTINGS[path]
    words = row.words
    return widgets.several(
        fields,
        path,
        row.title,
        options,
        value,
        title=(lambda name: words[name].title) if words else str,
        key=key,
        help_text=help_of(path, options),
    )


def toggle(path: str, value: bool, *, key: str) -> bool:
    """Draws a switch for a setting, or for a whole section."""
    row = SETTINGS[path]
    return st.toggle(label(row), value, key=key, help=row.help)


def label(row: Setting) -> str:
    """The label of a setting's widget: its title, with Keras' name if that differs."""
    return f"{row.title} :small[`{row.keras}`]" if row.keras else row.title


def name_in(path: str) -> str:
    """The name of a setting: the last part of its path."""
    return path.rpartition(".")[2]


def help_of(path: str, offered: Iterable[Any]) -> str:
    """The help of a setting and of each word on offer."""
    row = SETTINGS[path]
    words = row.words or {}
    each = [f"**{words[name].title}**: {words[name].help}" for name in offered if name in words]
    return "\n\n".join(part for part in (row.help, *each) if part)
