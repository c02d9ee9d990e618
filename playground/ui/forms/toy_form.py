"""The options of a toy data set: how many points, how noisy, which ones, and features made from x1 and x2."""

import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from playground.datasets import DERIVED, ToyOptions, card
from playground.experiment.settings import SETTINGS
from playground.ui.forms.fields import Fields
from playground.ui.forms.setting_fields import number
from playground.ui.frame.draft import Draft
from playground.ui.frame.markdown import escaped

_USUAL = ToyOptions()
# The options that generate a toy's points: with another value, the numbers of removed points mean other points.
GENERATING = ("points", "noise", "seed")


def toy_form(draft: Draft, fields: Fields) -> None:
    """Draws the widgets of a toy's options and writes what they say into the draft."""
    dataset = draft.data["dataset"]
    about, new = st.columns([3, 2], vertical_alignment="center")
    about.caption(escaped(card(dataset).about))
    new.button(
        "New points",
        icon=":material/casino:",
        width="stretch",
        key=draft.key("new_points"),
        help="Draws other points of the same kind: a new seed for them.",
        on_click=partial(_new_points, draft),
    )
    left, middle, right = st.columns(3)
    options = dict(draft.data["options"])
    for name, place in (("points", left), ("noise", middle), ("seed", right)):
        current = options.get(name, getattr(_USUAL, name))
        said = number(
            fields,
            f"data.options.{name}",
            current,
            key=draft.key(f"{'points_seed' if name == 'seed' else name}-{dataset}"),
            into=place,
        )
        if said is not current:
            options[name] = said
    if len(card(dataset).features) == 2:
        _derived(draft, options)
    fields.place("data.options.added")
    fields.place("data.options.removed")
    if options != draft.data["options"]:
        draft.data["options"] = _without_others(draft.data["options"], options)


def _derived(draft: Draft, options: dict[str, Any]) -> None:
    current = [name for name in DERIVED if name in options.get("derived", ())]
    row = SETTINGS["data.options.derived"]
    picked = st.pills(
        row.title,
        list(DERIVED),
        selection_mode="multi",
        default=current,
        format_func=escaped,
        key=draft.key(f"derived-{draft.data['dataset']}"),
        help=row.help,
    )
    if sorted(picked) != sorted(current):
        options["derived"] = list(picked)


def _without_others(before: Mapping[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """The options; where they generate other points than before, without `removed`, and a toast says so.

    The numbers in `removed` mean nothing for other points. Points that a person added stay where they are.
    """
    same = all(
        options.get(name, getattr(_USUAL, name)) == before.get(name, getattr(_USUAL, name))
        for name in GENERATING
    )
    if same or not options.get("removed"):
        return options
    own = " Your own points stay." if options.get("added") else ""
    st.toast(f"These are new points; removed points are back.{own}", icon=":material/casino:")
    return {name: value for name, value in options.items() if name != "removed"}


def _new_points(draft: Draft) -> None:
    before = draft.data["options"]
    draft.data["options"] = _without_others(before, {**before, "seed": secrets.randbelow(1_000_000)})
    draft.renew(f"points_seed-{draft.data['dataset']}")
