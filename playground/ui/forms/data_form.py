"""The Data form: the table, its columns, the split and the scaling."""

from collections.abc import Mapping

import streamlit as st

from playground.datasets import Card, DataError, Prepared, card, card_for, load, visible_table
from playground.datasets.pipeline.columns import Kind, kind
from playground.experiment import OF_TARGET
from playground.experiment.measures import named_with_unit
from playground.experiment.settings import SETTINGS
from playground.experiment.uploads import is_own
from playground.ui.data.tabs import open_preparing
from playground.ui.forms.check import data_of, fit_batch
from playground.ui.forms.fields import Fields
from playground.ui.forms.points_form import points_form
from playground.ui.forms.setting_fields import choice, set_choice, set_number, set_switch, several, toggle
from playground.ui.forms.toy_form import GENERATING, toy_form, toy_option
from playground.ui.forms.toy_gallery import toy_gallery
from playground.ui.frame.draft import Draft
from playground.ui.frame.markdown import escape
from playground.ui.frame.offered import different_titles, offered_datasets
from playground.ui.frame.part_of_table import part_of_table
from playground.ui.frame.readings import keep_reading, last_reading
from playground.words import Task

_MOST_FEATURES = 100  # the most features that are chosen in a field here
_MOST_ROWS = 2_000  # rows of the table that are sent to the browser


def data_form(draft: Draft, fields: Fields) -> Prepared | None:
    """Draws the widgets of the data part and writes their values into the draft.

    Returns:
        The prepared data; None if a setting of the form is wrong.
    """
    _dataset(draft, fields)
    try:
        chosen = card_for(draft.data)
    except DataError:  # the table has been removed
        return None
    if chosen.is_toy:
        toy_form(draft, fields)
        # Drawn at the end, when the split of the points is known.
        plot = st.container()
    else:
        st.caption(escape(chosen.about))
        _columns(draft, fields, chosen)
    _rows(draft, fields, chosen)
    prepared = data_of(draft)
    if prepared is None or prepared.task is Task.REGRESSION:
        set_switch(draft, "data.scale_target")
        prepared = data_of(draft)
    if prepared is not None:
        for sentence in prepared.report.sentences():
            st.caption(escape(sentence))
    if chosen.is_toy:
        with plot:
            points_form(draft)
    else:
        _table(draft, chosen)
    return prepared


def data_part(path: str, draft: Draft, fields: Fields) -> bool:
    """Draws the part of the form that sets the setting at `path`; returns whether there is such a part."""
    if path == "data.dataset":
        _dataset(draft, fields)
        return True
    chosen = card_for(draft.data)
    if path == "data.target" and not chosen.is_toy:
        _columns(draft, fields, chosen)
        return True
    if path == "data.features" and not chosen.is_toy:
        target = draft.data.target or chosen.target
        _features(
            draft,
            fields,
            chosen,
            [name for name in _columns_on_offer(draft, chosen) if name != target],
            target,
        )
        return True
    option = path.removeprefix("data.options.")
    if option in GENERATING and chosen.is_toy:
        toy_option(option, draft, fields)
        return True
    if path.startswith("data.options") and chosen.is_toy:
        toy_form(draft, fields)
        return True
    return False


@st.fragment
def _table(draft: Draft, chosen: Card) -> None:
    """Draws the button that shows a table, whose rows are sent only when it is opened."""
    popover = st.popover(
        "Look at the table", icon=":material/table:", width="stretch", key="table", on_change="rerun"
    )
    if popover.open:
        with popover:
            try:
                said = part_of_table(visible_table(draft.data), _MOST_ROWS, alt="The table", height=320)
                if said:
                    st.caption(f"Shown: {said}. The Data page tells what is in all of them.")
            except DataError as error:  # it is unknown which rows are sealed
                st.caption(escape(str(error)))
            st.caption(escape(f"{chosen.source}. {chosen.licence}. {chosen.citation}"))


def _rows(draft: Draft, fields: Fields, chosen: Card) -> None:
    """Draws the widgets for the split, scaling and filling."""
    left, right = st.columns(2)
    set_number(draft, fields, "data.train_fraction", into=left)
    set_number(draft, fields, "data.split_seed", into=right)
    # A toy has a widget of its own, because its values lie around zero already and need another scaling.
    set_choice(draft, fields, "data.scaling", name=f"scaling-{chosen.is_toy}", into=left)
    if not chosen.is_toy:
        set_choice(draft, fields, "data.missing", into=right)
        if st.button(
            "Test rows, split, outliers and more", icon=":material/tune:", key="prepare", type="tertiary"
        ):
            open_preparing()
            st.switch_page("data.py")


def _dataset(draft: Draft, fields: Fields) -> None:
    row, known = SETTINGS["data.dataset"], offered_datasets(draft.data.dataset)
    current = draft.data.dataset
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(key="dataset"):
            picked = st.selectbox(
                row.title,
                known,
                index=known.index(current) if current in known else None,
                format_func=different_titles(known),
                key=draft.key("dataset"),
                help=row.help,
            )
        toy_gallery(draft)
    fields.reserve(row.path)
    if picked is not None and picked != current:
        chosen = None if is_own(picked) else card(picked)  # an own table may have doubtful rows
        keep_reading(current, draft.data.reading)
        draft.choose_dataset(picked, "standard" if chosen and chosen.is_toy else "minmax")
        draft.set("data.reading", last_reading(picked))
        if chosen and not chosen.is_toy:
            draft.set("data.target", chosen.target)
        fit_batch(draft)


def _columns(draft: Draft, fields: Fields, chosen: Card) -> None:
    dataset = draft.data.dataset
    offered = _columns_on_offer(draft, chosen)
    current = draft.data.target or chosen.target
    # These keys include the data set, because another table has other columns.
    target = choice(
        fields,
        "data.target",
        current,
        options=offered,
        title=lambda name: _with_unit(name, chosen.units),
        key=draft.key(f"target-{dataset}"),
    )
    if target != current:
        draft.set("data.target", target)
        for of_the_target in ("features", *OF_TARGET):
            draft.set(f"data.{of_the_target}", None)
    _features(draft, fields, chosen, [name for name in offered if name != target], target)
    _as_classes(draft, target)


def _columns_on_offer(draft: Draft, chosen: Card) -> list[str]:
    """The columns that can be target or feature."""
    return [str(name) for name in load(draft.data).columns if name not in chosen.leave_out]


def _features(draft: Draft, fields: Fields, chosen: Card, others: list[str], target: str) -> None:
    """Draws the choice of features; `others` are the columns on offer if the card names none for this target."""
    usual = chosen.target == target
    offered = list(chosen.features) if usual else others
    # Without a choice, the features are those of the card without the target.
    named = draft.data.features
    without = [name for name in chosen.features if name != target]
    shown = tuple(without if named is None else named)
    if len(offered) > _MOST_FEATURES:
        # Thousands of names in one field would be useless, and would stop the browser for seconds.
        st.caption(f"{len(shown):,} of {len(offered):,} columns are features.")
        st.page_link("data.py", label="Choose them on the Data page", icon=":material/checklist:")
        fields.reserve("data.features")
        return
    picked = several(
        fields,
        "data.features",
        shown,
        key=draft.key(f"features-{draft.data.dataset}-{target}"),
        options=offered,
    )
    if picked != shown:
        draft.set("data.features", None if usual and list(picked) == offered else picked)


def _as_classes(draft: Draft, target: str) -> None:
    dataset = draft.data.dataset
    column = load(draft.data).get(target)
    key = draft.key(f"classes-{dataset}-{target}")
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
    are_classes = draft.data.options.get("task") == "classes"
    possible = data_of(draft, options={"task": "classes"}) is not None
    if (are_classes or possible) and (chosen := toggle(row.path, are_classes, key=key)) != are_classes:
        draft.set("data.options", {"task": "classes"} if chosen else {})


def _with_unit(name: str, units: Mapping[str, str]) -> str:
    return named_with_unit(name, units.get(name, ""))
