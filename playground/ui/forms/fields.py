"""Fields: widgets of single settings that show a value exactly, each with room for a sentence below it.

No widget has a range of its own: a browser would refuse a number without telling the server, which would keep
the old one. The draft takes what is typed, and the experiment's own checks say what is wrong with it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.errors import Problem
from playground.ui.frame.markdown import escape
from playground.words import LOSSES, METRICS, OPTIMIZERS

_T = TypeVar("_T")
# 15 digits, which every number that a person writes keeps: 0.1 + 0.7 is shown as 0.8, 1e-05 as 0.00001.
FORMAT = "%.15g"


class Fields:
    """The room below each widget that the page's script has drawn, by the path of the widget's setting."""

    def __init__(self) -> None:
        self._rooms: dict[str, list[DeltaGenerator]] = {}

    def reserve(self, path: str, room: DeltaGenerator | None = None) -> None:
        """Reserves room for sentences about a setting, or about a whole part such as `network.layers.2`.

        Args:
            room: a container that gets nothing else: the sentence is at its end. None reserves room here, by
                an element of its own.
        """
        self._rooms.setdefault(path, []).append(st.empty() if room is None else room)

    def tell(self, problems: Iterable[Problem], notes: Iterable[Problem] = ()) -> None:
        """Writes each sentence below its widget; the bar shows sentences without a widget."""
        said: dict[str, list[str]] = {}
        for note in notes:
            said.setdefault(path_of(note), []).append(
                f":small[:gray[:material/info: {escape(note.sentence)}]]"
            )
        for problem in problems:
            said.setdefault(path_of(problem), []).append(f":small[:red[{escape(capital(problem.sentence))}]]")
        for path, sentences in said.items():
            for room in self._nearest(path):
                room.markdown("\n\n".join(sentences))

    def _nearest(self, path: str) -> list[DeltaGenerator]:
        # The widgets of a layer lie in a popover, so the layer's row says the sentence too. A problem with the run of a
        # branch or twin is in the line that names that run.
        whole = re.match(r"network\.layers\.\d+(?=\.)|branch(?=\.)|twin(?=\.)", path)
        row = self._rooms.get(whole.group(), []) if whole else []
        return [*self._rooms.get(path, []), *row]


def path_of(problem: Problem) -> str:
    """The path of a problem's setting as `playground.experiment.parse.put` takes it: `network.layers.2.units`."""
    return re.sub(r"\[(\d+)\]", r".\1", problem.field)


def capital(sentence: str) -> str:
    """The sentence with a capital first letter, unless it begins with one of Keras' names, such as `mae`."""
    is_name = sentence.split(" ", 1)[0] in {**LOSSES, **METRICS, **OPTIMIZERS}
    return sentence if is_name else sentence[:1].upper() + sentence[1:]


def number(
    fields: Fields,
    path: str,
    label: str,
    value: float,
    *,
    key: str,
    step: float,
    help_text: str,
    whole: bool = False,
    percent: bool = False,
    into: DeltaGenerator | None = None,
    room: DeltaGenerator | None = None,
) -> float:
    """Draws a field for a number.

    Args:
        value: the value of the setting. The same object is returned until something else is typed.
        whole: whether the setting is a whole number. Any other number is returned as typed, for the checks to refuse.
        percent: whether the setting is a share from 0 to 1 that is shown in percent.
        room: the room for sentences, see `Fields.reserve`.
    """
    with into or nullcontext():
        typed = st.number_input(
            label, value=as_shown(value, percent), step=float(step), format=FORMAT, key=key, help=help_text
        )
        fields.reserve(path, room)
    said: float = value_from(value, typed, whole=whole, percent=percent)
    return said


def optional_number(
    fields: Fields,
    path: str,
    label: str,
    value: float | None,
    *,
    key: str,
    step: float,
    help_text: str,
    room: DeltaGenerator | None = None,
) -> float | None:
    """Draws a field for a number that can be left out: an empty field is None."""
    typed = st.number_input(
        label,
        value=None if value is None else as_shown(value),
        step=float(step),
        format=FORMAT,
        key=key,
        help=help_text,
        placeholder="off",
    )
    fields.reserve(path, room)
    said: float | None = None if typed is None else value_from(value, typed)
    return said


def as_shown(value: float, percent: bool = False) -> float:
    """The number that a field shows for a value."""
    return _round(value * 100) if percent else float(value)


def value_from(value: Any, typed: Any, *, whole: bool = False, percent: bool = False) -> Any:
    """The new value of a setting: its present `value` if the widget still shows that, else what was typed."""
    if typed is None or isinstance(typed, str):
        return value if typed is None else typed
    if isinstance(value, int | float) and typed == as_shown(value, percent):
        return value
    exact = _round(typed / 100 if percent else typed)
    return int(exact) if whole and exact.is_integer() else exact


def choice(
    fields: Fields,
    path: str,
    label: str,
    options: Iterable[_T],
    value: _T,
    *,
    key: str,
    help_text: str,
    title: Callable[[_T], str] = str,
    disabled: bool = False,
    into: DeltaGenerator | None = None,
    room: DeltaGenerator | None = None,
) -> _T:
    """Draws a list to choose from. The current value is always on offer, so drawing never changes it.

    Args:
        room: the room for sentences, see `Fields.reserve`.
    """
    offered = list(options)
    if value not in offered:
        offered.append(value)
    with into or nullcontext():
        picked = st.selectbox(
            label,
            offered,
            index=offered.index(value),
            format_func=title,
            key=key,
            help=help_text,
            disabled=disabled,
        )
        fields.reserve(path, room)
    return value if picked is None else picked


def several(
    fields: Fields,
    path: str,
    label: str,
    options: Sequence[str],
    value: Sequence[str],
    *,
    key: str,
    help_text: str,
    title: Callable[[str], str] = str,
) -> tuple[str, ...]:
    """Draws a list to choose several options from; returns them in the order in which they were chosen."""
    offered = [*options, *(name for name in value if name not in options)]
    picked = st.multiselect(label, offered, default=list(value), format_func=title, key=key, help=help_text)
    fields.reserve(path)
    return tuple(picked)


def _round(value: float) -> float:
    """The number to 15 digits: adding steps leaves noise in the last bit, such as 0.7999999999999999 for 0.8."""
    return float(f"{value:.15g}")
