"""The options of a toy data set: how many points, how noisy, which ones, and features made from x1 and x2."""

import secrets
from functools import partial
from typing import Any

import streamlit as st

from playground.datasets import DERIVED, ToyOptions, card
from playground.ui.draft import Draft
from playground.ui.markdown import escaped


def toy_form(draft: Draft) -> None:
    """Draws the widgets of a toy's options and writes what they say into the draft."""
    dataset = draft.data["dataset"]
    options = ToyOptions.model_validate(draft.data["options"])
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
    points = left.number_input(
        "Points",
        10,
        5000,
        options.points,
        step=50,
        key=draft.key(f"points-{dataset}"),
        help="Few points are easily learned by heart; many show the true shape.",
    )
    noise = middle.number_input(
        "Noise %",
        0,
        50,
        round(options.noise),
        step=5,
        key=draft.key(f"noise-{dataset}"),
        help="More noise blurs the shape: training fits it, validation suffers.",
    )
    seed = right.number_input(
        "Points seed",
        0,
        2**31 - 1,
        options.seed,
        key=draft.key(f"points_seed-{dataset}"),
        help="Another number draws new points of the same kind.",
    )
    chosen: dict[str, Any] = {"points": points, "noise": float(noise), "seed": seed}
    if len(card(dataset).features) == 2:
        derived = st.pills(
            "More features",
            list(DERIVED),
            selection_mode="multi",
            default=list(options.derived),
            format_func=escaped,
            key=draft.key(f"derived-{dataset}"),
            help="Features made from x1 and x2: with the right one, a single neuron may do.",
        )
        chosen["derived"] = list(derived)
    draft.data["options"] = chosen | by_hand(options, chosen)


def by_hand(options: ToyOptions, chosen: dict[str, Any]) -> dict[str, Any]:
    """What of the points added and removed by hand goes on with the `chosen` points, noise and seed.

    Added points stay where they are. Other points have other numbers: those removed are all back, which is told.
    """
    kept: dict[str, Any] = {}
    if options.added:
        kept["added"] = [list(point) for point in options.added]
    if options.removed:
        if (options.points, options.noise, options.seed) == tuple(
            chosen[n] for n in ("points", "noise", "seed")
        ):
            kept["removed"] = list(options.removed)
        else:
            own = " Your own points stay." if options.added else ""
            st.toast(f"These are other points: none of them is removed.{own}", icon=":material/casino:")
    return kept


def _new_points(draft: Draft) -> None:
    options = ToyOptions.model_validate(draft.data["options"])
    seed = secrets.randbelow(1_000_000)
    chosen = {**draft.data["options"], "seed": seed}
    chosen.pop("removed", None)
    draft.data["options"] = chosen | by_hand(
        options, {"noise": options.noise, "points": options.points, "seed": seed}
    )
    draft.renew(f"points_seed-{draft.data['dataset']}")
