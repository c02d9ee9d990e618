"""The options of a toy data set: how many points, how noisy, which ones, and features made from x1 and x2."""

import streamlit as st

from playground.datasets import DERIVED, ToyOptions, card
from playground.ui.draft import Draft
from playground.ui.markdown import escaped


def toy_form(draft: Draft) -> None:
    """Draws the widgets of a toy's options and writes what they say into the draft."""
    dataset = draft.data["dataset"]
    options = ToyOptions.model_validate(draft.data["options"])
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
    chosen: dict[str, object] = {"points": points, "noise": float(noise), "seed": seed}
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
        chosen["derived"] = tuple(derived)
    draft.data["options"] = chosen
