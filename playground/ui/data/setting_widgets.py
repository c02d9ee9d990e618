"""Widgets of single settings of the shown data, with the title, help and words of their rows in the table of settings.

Each widget shows the data's value and changes it at once. A toast says what the experiment's own checks refuse.
"""

from typing import Any

import streamlit as st

from playground.experiment import Data
from playground.experiment.settings import SETTINGS
from playground.ui.data.shown_data import change
from playground.ui.forms.fields import FORMAT, as_shown, value_from
from playground.ui.forms.setting_fields import help_of, label

_NONE = ""  # stands for null in a list of words


def set_number(data: Data, path: str, *, optional: bool = False, disabled: bool = False) -> None:
    """Draws a field for a number; an empty field is null if the setting is `optional`."""
    row, value, key = SETTINGS[path], _value(data, path), key_of(path)
    percent = row.widget == "percent"
    st.session_state[key] = None if value is None else as_shown(value, percent)

    def take() -> None:
        typed = st.session_state[key]
        if typed is not None or optional:
            whole = row.widget == "whole" or path == "data.most_categories"
            put(data, path, None if typed is None else value_from(value, typed, whole=whole, percent=percent))

    st.number_input(
        f"{label(row)} %" if percent else label(row),
        value=None if optional else "min",  # for an empty field; its value is in the session
        step=float(row.step),
        format=FORMAT,
        key=key,
        on_change=take,
        help=row.help,
        placeholder=row.when_none,
        disabled=disabled,
    )


def set_word(data: Data, path: str, *, disabled: bool = False) -> None:
    """Draws a list of the setting's words, with null first if null is a choice."""
    row, value, key = SETTINGS[path], _value(data, path), key_of(path)
    words = row.words or {}
    offered = list(words) if type(data).model_fields[_name(path)].default is not None else [_NONE, *words]
    st.session_state[key] = value or _NONE
    st.selectbox(
        label(row),
        offered,
        format_func=lambda name: words[name].title if name else row.when_none,
        key=key,
        on_change=lambda: put(data, path, st.session_state[key] or None),
        help=help_of(path, offered),
        disabled=disabled,
    )


def set_switch(data: Data, path: str, *, disabled: bool = False) -> None:
    """Draws a switch; off is null if the setting has no value but true."""
    row, key = SETTINGS[path], key_of(path)
    off = False if type(data).model_fields[_name(path)].default is True else None
    st.session_state[key] = bool(_value(data, path))
    st.toggle(
        label(row),
        key=key,
        on_change=lambda: put(data, path, True if st.session_state[key] else off),
        help=row.help,
        disabled=disabled,
    )


def put(data: Data, path: str, value: Any) -> None:
    """Sets a setting of the shown data: `data.clip`, `data.test.fraction`."""
    _, name, *inner = path.split(".")
    if inner:
        part = getattr(data, name)
        value = {**({} if part is None else part.model_dump()), inner[0]: value}
    change(**{name: value})


def key_of(path: str) -> str:
    """The key of a setting's widget."""
    return path.replace("data.", "prepare.").replace(".", "_")


def _value(data: Data, path: str) -> Any:
    return SETTINGS[path].of({"data": data})


def _name(path: str) -> str:
    return path.split(".")[1]
