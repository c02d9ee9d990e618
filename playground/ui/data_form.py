"""The Data form: which table, which columns, how it is split and scaled."""

import streamlit as st

from playground.datasets import Prepared, card, load, names
from playground.experiment import Data
from playground.ui.check import data_of
from playground.ui.draft import Draft
from playground.ui.markdown import escaped
from playground.ui.points_form import points_form
from playground.ui.toy_form import toy_form
from playground.ui.toy_gallery import toy_gallery
from playground.vocabulary import SCALINGS, Task

_MISSING = {"drop": "leave the row out", "fill": "fill with the median"}


def data_form(draft: Draft) -> Prepared | None:
    """Draws the widgets of the data part and writes what they say into the draft.

    Returns:
        The prepared data, None where the form says something that cannot be.
    """
    data = draft.data
    _dataset(draft)
    chosen = card(data["dataset"])
    if chosen.is_toy:
        toy_form(draft)
        # Filled at the end, when it is known which points train.
        plot = st.container()
    else:
        st.caption(escaped(chosen.about))
        _columns(draft)
    left, right = st.columns(2)
    data["train_fraction"] = (
        left.slider(
            "Training rows",
            5,
            95,
            round(data["train_fraction"] * 100),
            format="%d %%",
            key=draft.key("train_fraction"),
            help="More rows to learn from leave fewer to judge by: the validation curve gets noisier.",
        )
        / 100
    )
    data["split_seed"] = right.number_input(
        "Split seed",
        0,
        2**31 - 1,
        data["split_seed"],
        key=draft.key("split_seed"),
        help="Another number deals the rows out differently. If results change much, the data are few.",
    )
    data["scaling"] = left.selectbox(
        "Scaling",
        list(SCALINGS),
        index=list(SCALINGS).index(data["scaling"]),
        format_func=lambda name: SCALINGS[name].title,
        # A toy lies around zero and is best left so; the choice made for a table does not count for it.
        key=draft.key(f"scaling-{chosen.is_toy}"),
        help="\n\n".join(f"**{word.title}**: {word.help}" for word in SCALINGS.values()),
    )
    if not chosen.is_toy:
        data["missing"] = right.selectbox(
            "Missing values",
            [*_MISSING],
            index=[*_MISSING].index(data["missing"]),
            format_func=lambda choice: _MISSING[choice],
            key=draft.key("missing"),
            help="Leaving rows out loses data; filling keeps them but invents values (from the training rows).",
        )
    prepared = data_of(draft)
    if prepared is None or prepared.task is Task.REGRESSION:
        data["scale_target"] = st.toggle(
            "Scale the target too",
            data["scale_target"],
            key=draft.key("scale_target"),
            help="The network then predicts small numbers, which trains faster; errors are in scaled units.",
        )
        prepared = data_of(draft)
    if prepared is not None:
        for sentence in prepared.report.sentences():
            st.caption(escaped(sentence))
    if chosen.is_toy:
        with plot:
            points_form(draft)
    else:
        with st.popover("Look at the table", icon=":material/table:", width="stretch"):
            st.dataframe(load(Data(dataset=data["dataset"])), height=320)
            st.caption(escaped(f"{chosen.source}. {chosen.licence}. {chosen.citation}"))
    return prepared


def _dataset(draft: Draft) -> None:
    known = names()
    current = draft.data["dataset"]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(key="dataset"):
            picked = st.selectbox(
                "Data set",
                known,
                index=known.index(current) if current in known else None,
                format_func=lambda name: card(name).title,
                key=draft.key("dataset"),
                help="What the network learns from. Toy points show how it thinks, real tables what it is good for.",
            )
        toy_gallery(draft)
    if picked is not None and picked != current:
        draft.choose_dataset(picked, "standard" if card(picked).is_toy else "minmax")


def _columns(draft: Draft) -> None:
    data = draft.data
    chosen = card(data["dataset"])
    columns = [str(name) for name in load(Data(dataset=data["dataset"])).columns]
    targets = [name for name in columns if name not in chosen.leave_out]
    target = data["target"] or chosen.target
    # The data set is part of these keys: another table has other columns.
    target = st.selectbox(
        "Target",
        targets,
        index=targets.index(target) if target in targets else None,
        format_func=lambda name: _with_unit(name, chosen.units),
        key=draft.key(f"target-{data['dataset']}"),
        help="The column to predict. A number makes it regression, a text classification.",
    )
    if target != (data["target"] or chosen.target):
        data["features"] = None
    data["target"] = target
    usual = chosen.target == target
    offered = list(chosen.features) if usual else [name for name in targets if name != target]
    given = data["features"]
    picked = st.multiselect(
        "Features",
        offered,
        default=offered if given is None else [name for name in given if name in offered],
        key=draft.key(f"features-{data['dataset']}-{target}"),
        help="The columns that the network sees. Fewer make it easier to understand, more give it more to go by.",
    )
    data["features"] = None if picked == offered and usual else tuple(picked)
    _as_classes(draft)


def _as_classes(draft: Draft) -> None:
    data = draft.data
    asked = data["options"].get("task") == "classes"
    possible = data_of(draft, options={"task": "classes"}) is not None
    if (asked or possible) and st.toggle(
        "Its values are classes",
        asked,
        key=draft.key(f"classes-{data['dataset']}-{data['target']}"),
        help="Predict which value it is instead of how large: every value of the target becomes a class.",
    ):
        data["options"] = {"task": "classes"}
    else:
        data["options"] = {}


def _with_unit(name: str, units: object) -> str:
    unit = units.get(name) if isinstance(units, dict) else None
    return f"{name} ({unit})" if unit else name
