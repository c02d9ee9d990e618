"""The plot of a toy's points in the Data form, where a click adds or removes a point of the experiment."""

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Annotated, Any

import streamlit as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from playground.components.points import Heard, points_plot
from playground.datasets import DataError, ToyOptions, load
from playground.datasets.toys.options import MAX_ADDED, MAX_REMOVED
from playground.datasets.toys.points import generated_points
from playground.experiment import Data
from playground.ui.forms.toy_form import GENERATING
from playground.ui.frame.draft import Draft, plain
from playground.ui.frame.markdown import escape
from playground.ui.frame.visit import visit

_Label = Annotated[str, Field(max_length=100)]


class Edit(BaseModel):
    """All points that are added to a toy and removed from it; the toy's options check the points themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    editor: str = Field(max_length=100)
    number: int = Field(ge=1)
    of: str = Field(max_length=1000)
    added: list[Annotated[list[float | _Label], Field(max_length=10)]] = Field(max_length=2 * MAX_ADDED)
    removed: list[int] = Field(max_length=2 * MAX_REMOVED)


def read_edit(message: Any) -> Edit | None:
    """Checks the browser's message after a click; None if it is anything else."""
    try:
        return None if message is None else Edit.model_validate(message)
    except ValidationError:
        return None


def points_form(draft: Draft) -> None:
    """Draws the points of the draft's toy; a click changes the draft before the page's script runs again."""
    data = Data(dataset=draft.data.dataset, options=draft.data.options)
    with suppress(ValueError):  # the fault of another setting, such as the share of training rows
        data = Data.model_validate(plain(draft.data))
    try:
        points = generated_points(data)
    except DataError:
        return  # the page says what is wrong below the options' widgets
    key = draft.key(f"points_plot-{data.dataset}")
    points_plot(
        points,
        added=data.options.get("added", ()),
        removed=data.options.get("removed", ()),
        of=_points_of(data.options),
        heard=visit().heard_edit,
        key=key,
        on_edited=partial(_take, draft, key),
    )


def _points_of(options: Mapping[str, Any]) -> str:
    """A text that tells which points these options generate."""
    toy = ToyOptions.model_validate({name: options[name] for name in GENERATING if name in options})
    return json.dumps([toy.points, toy.noise, toy.seed])


def _is_older(edited: Edit, heard: Heard | None) -> bool:
    """Whether the draft has taken a later message of this editor, because Streamlit may repeat an earlier one."""
    return heard is not None and heard.editor == edited.editor and edited.number < heard.number


def _take(draft: Draft, key: str) -> None:
    edited = read_edit(st.session_state[key].get("edited"))
    if edited is None or _is_older(edited, visit().heard_edit):
        return
    visit().heard_edit = Heard(edited.editor, edited.number)
    options = {name: value for name, value in draft.data.options.items() if name not in ("added", "removed")}
    if edited.added:
        options["added"] = edited.added
    # The numbers in `removed` count the points that were on the page at the click.
    if edited.removed and edited.of == _points_of(options):
        options["removed"] = edited.removed
    try:
        load(Data(dataset=draft.data.dataset, options=options))
    except DataError as error:
        st.toast(escape(str(error)))
        return
    draft.set("data.options", options)
