"""The widgets of the settings in `playground.experiment.settings`, with the title, help and steps of their rows."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.experiment.settings import SETTINGS
from playground.ui.forms import fields as widgets
from playground.ui.forms.fields import Fields

_T = TypeVar("_T")


def number(fields: Fields, path: str, value: float, *, key: str, into: DeltaGenerator | None = None) -> float:
    """Draws a field for a number, as `playground.ui.forms.fields.number` does."""
    row = SETTINGS[path]
    percent = row.widget == "percent"
    return widgets.number(
        fields,
        path,
        f"{row.title} %" if percent else row.title,
        value,
        key=key,
        step=row.step,
        help_text=row.help,
        whole=row.widget == "whole",
        percent=percent,
        into=into,
    )


def optional_number(fields: Fields, path: str, value: float | None, *, key: str) -> float | None:
    """Draws a field for a number that can be left out."""
    row = SETTINGS[path]
    return widgets.optional_number(fields, path, row.title, value, key=key, step=row.step, help_text=row.help)


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
    """Draws a list to choose from: `options`, the words of the row where None are given."""
    row = SETTINGS[path]
    words: Any = row.words or {}
    offered = list(words if options is None else options)
    said: _T = widgets.choice(
        fields,
        path,
        row.title,
        offered,
        value,
        title=title or ((lambda name: words[name].title) if words else str),
        key=key,
        help_text=_explained(path, offered),
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
        help_text=_explained(path, options),
    )


def toggle(path: str, value: bool, *, key: str, into: DeltaGenerator | None = None) -> bool:
    """Draws a switch for a setting, or for a whole section."""
    row = SETTINGS[path]
    with into or nullcontext():
        return st.toggle(row.title, value, key=key, help=row.help)


def _explained(path: str, offered: Iterable[Any]) -> str:
    """The help of a setting and of each word on offer."""
    row = SETTINGS[path]
    words = row.words or {}
    each = [f"**{words[name].title}**: {words[name].help}" for name in offered if name in words]
    return "\n\n".join(part for part in (row.help, *each) if part)
