"""The Data form: which table, which columns, how it is split and scaled."""

from collections.abc import Mapping

import streamlit as st

from playground.datasets import Card, DataError, Prepared, card, load, names
from playground.datasets.pipeline.columns import Kind, kind
from playground.experiment import Data
from playground.experiment.settings import SETTINGS
from playground.ui.forms.check import data_of, fit_batch
from playground.ui.forms.fields import Fields
from playground.ui.forms.points_form import points_form
from playground.ui.forms.setting_fields import choice, number, several, toggle
from playground.ui.forms.toy_form import toy_form
from playground.ui.forms.toy_gallery import toy_gallery
from playground.ui.frame.draft import Draft
from playground.ui.frame.markdown import escaped
from playground.words import Task


def data_form(draft: Draft, fields: Fields) -> Prepared | None:
    """Draws the widgets of the data part and writes what they say into the draft.

    Returns:
        The prepared data, None where the settings of the form are not valid.
    """
    data = draft.data
    _dataset(draft, fields)
    try:
        chosen = card(data["dataset"])
    except DataError:  # a table that is not there any more
        return None
    if chosen.is_toy:
        toy_form(draft, fields)
        # Filled at the end, when it is known which points train.
        plot = st.container()
    else:
        st.caption(escaped(chosen.about))
        _columns(draft, fields, chosen)
    _rows(draft, fields, chosen)
    prepared = data_of(draft)
    if prepared is None or prepared.task is Task.REGRESSION:
        data["scale_target"] = toggle(
            "data.scale_target", data["scale_target"], key=draft.key("scale_target")
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


def _rows(draft: Draft, fields: Fields, chosen: Card) -> None:
    """Which rows train, and what is done to them."""
    data = draft.data
    left, right = st.columns(2)
    data["train_fraction"] = number(
        fields,
        "data.train_fraction",
        data["train_fraction"],
        key=draft.key("train_fraction"),
        into=left,
    )
    data["split_seed"] = number(
        fields, "data.split_seed", data["split_seed"], key=draft.key("split_seed"), into=right
    )
    data["scaling"] = choice(
        fields,
        "data.scaling",
        data["scaling"],
        # A toy's values lie around zero already: the scaling chosen for a table does not count for it.
        key=draft.key(f"scaling-{chosen.is_toy}"),
        into=left,
    )
    if not chosen.is_toy:
        data["missing"] = choice(
            fields, "data.missing", data["missing"], key=draft.key("missing"), into=right
        )


def _dataset(draft: Draft, fields: Fields) -> None:
    row, known = SETTINGS["data.dataset"], names()
    current = draft.data["dataset"]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(key="dataset"):
            picked = st.selectbox(
                row.title,
                known,
                index=known.index(current) if current in known else None,
                format_func=lambda name: card(name).title,
                key=draft.key("dataset"),
                help=row.help,
            )
        toy_gallery(draft)
    fields.place(row.path)
    if picked is not None and picked != current:
        chosen = card(picked)
        draft.choose_dataset(picked, "standard" if chosen.is_toy else "minmax")
        if not chosen.is_toy:
            draft.data["target"] = chosen.target
        fit_batch(draft)


def _columns(draft: Draft, fields: Fields, chosen: Card) -> None:
    data = draft.data
    columns = [str(name) for name in load(Data(dataset=data["dataset"])).columns]
    offered = [name for name in columns if name not in chosen.leave_out]
    current = data["target"] or chosen.target
    # The data set is part of these keys: another table has other columns.
    target = choice(
        fields,
        "data.target",
        current,
        options=offered,
        title=lambda name: _with_unit(name, chosen.units),
        key=draft.key(f"target-{data['dataset']}"),
    )
    if target != current:
        data.update(target=target, features=None)
    _features(draft, fields, chosen, [name for name in offered if name != target], target)
    _as_classes(draft, target)


def _features(draft: Draft, fields: Fields, chosen: Card, others: list[str], target: str) -> None:
    """`others`: the columns that can be features, when the card does not say which are."""
    data = draft.data
    usual = chosen.target == target
    offered = list(chosen.features) if usual else others
    # Without a choice, the features are the card's, without the target.
    named = data["features"]
    without = [name for name in chosen.features if name != target]
    shown = tuple(without if named is None else named)
    picked = several(
        fields,
        "data.features",
        shown,
        key=draft.key(f"features-{data['dataset']}-{target}"),
        options=offered,
    )
    if picked != shown:
        data["features"] = None if usual and list(picked) == offered else picked


def _as_classes(draft: Draft, target: str) -> None:
    data = draft.data
    column = load(Data(dataset=data["dataset"])).get(target)
    key = draft.key(f"classes-{data['dataset']}-{target}")
    row = SETTINGS["data.options.task"]
    if column is not None and kind(column) is Kind.TEXT:
        st.toggle(
            row.title,
            True,
            key=f"{key}-text",
            disabled=True,
            help="The target is text, so its values are always classes.",
        )
        return
    asked = data["options"].get("task") == "classes"
    possible = data_of(draft, options={"task": "classes"}) is not None
    if (asked or possible) and (chosen := toggle(row.path, asked, key=key)) != asked:
        data["options"] = {"task": "classes"} if chosen else {}


def _with_unit(name: str, units: Mapping[str, str]) -> str:
    unit = units.get(name)
    return f"{name} ({unit})" if unit else name
