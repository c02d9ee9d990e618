"""The options of a toy data set: the number of points, noise, seed, and features derived from x1 and x2."""

import secrets
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.datasets import DERIVED, ToyOptions, card
from playground.experiment.settings import SETTINGS
from playground.ui.forms.fields import Fields
from playground.ui.forms.setting_fields import number
from playground.ui.frame.draft import Draft
from playground.ui.frame.markdown import escape

_USUAL = ToyOptions()
# The options that generate a toy's points: if one changes, the numbers in `removed` mean other points.
GENERATING = ("points", "noise", "seed")


def toy_form(draft: Draft, fields: Fields) -> None:
    """Draws the widgets of a toy's options and writes their values into the draft."""
    dataset = draft.data.dataset
    about, new = st.columns([3, 2], vertical_alignment="center")
    about.caption(escape(card(dataset).about))
    new.button(
        "New points",
        icon=":material/casino:",
        width="stretch",
        key=draft.key("new_points"),
        help="Draws other points of the same kind: a new seed for them.",
        on_click=partial(_new_points, draft),
    )
    left, middle, right = st.columns(3)
    changes: dict[str, object] = {}
    for name, column in (("points", left), ("noise", middle), ("seed", right)):
        changes |= _option(name, draft, fields, column)
    if len(card(dataset).features) == 2:
        current = [name for name in DERIVED if name in draft.data.options.get("derived", ())]
        picked = _pick_derived(draft, current)
        if sorted(picked) != sorted(current):
            changes["derived"] = picked
    fields.reserve("data.options.added")
    fields.reserve("data.options.removed")
    if changes:
        _change(draft, changes)


def toy_option(name: str, draft: Draft, fields: Fields) -> None:
    """Draws the widget of an option that generates the points and writes its value into the draft."""
    if changes := _option(name, draft, fields):
        _change(draft, changes)


def _option(
    name: str, draft: Draft, fields: Fields, room: DeltaGenerator | None = None
) -> Mapping[str, object]:
    """Draws the widget of an option; returns the option with its new value, or nothing if it is unchanged."""
    current = draft.data.options.get(name, getattr(_USUAL, name))
    key = draft.key(f"{'points_seed' if name == 'seed' else name}-{draft.data.dataset}")
    said = number(fields, f"data.options.{name}", current, key=key, into=room, room=room)
    return {} if said is current else {name: said}


def _pick_derived(draft: Draft, current: Sequence[str]) -> list[str]:
    row = SETTINGS["data.options.derived"]
    return st.pills(
        row.title,
        list(DERIVED),
        selection_mode="multi",
        default=list(current),
        format_func=escape,
        key=draft.key(f"derived-{draft.data.dataset}"),
        help=row.help,
    )


def _change(draft: Draft, changes: Mapping[str, object]) -> None:
    """Changes options of a toy. If they generate other points, `removed` is dropped, and a toast says so.

    The numbers in `removed` are meaningless for other points. Points that a person added stay.
    """
    before = draft.data.options
    options = {**before, **changes}
    same = all(
        options.get(name, getattr(_USUAL, name)) == before.get(name, getattr(_USUAL, name))
        for name in GENERATING
    )
    if not same and options.get("removed"):
        del options["removed"]
        own = " Your own points stay." if options.get("added") else ""
        st.toast(f"These are new points; removed points are back.{own}", icon=":material/casino:")
    draft.set("data.options", options)


def _new_points(draft: Draft) -> None:
    _change(draft, {"seed": secrets.randbelow(1_000_000)})
    draft.renew(f"points_seed-{draft.data.dataset}")
