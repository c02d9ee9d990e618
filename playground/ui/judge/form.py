"""The form that describes a row: a field for each feature, with the range or the choices of the training rows."""

import datetime
from collections.abc import Mapping

import streamlit as st

from playground.datasets import visible_table
from playground.evaluation.features import Dates, Feature, Numbers, Value, Words
from playground.evaluation.form import Form
from playground.mentions import mentioned, told_apart
from playground.ui.forms.fields import FORMAT
from playground.ui.frame.markdown import escape
from playground.ui.frame.visit import TakenRow, visit

_COLUMNS = 4
_HEIGHT = 310  # the height in pixels of a form with many features, which scrolls
_MANY = 16  # features
LONGEST = 200  # the most letters of a name in a list of names
MOST_FIELDS = 60  # the most features in the form; further ones are found by their names


def draw_form(form: Form, run_id: str) -> tuple[Mapping[str, Value], int | None]:
    """Draws the form; returns the row that it describes, and its number in the table, from 0.

    The number is None for a row that is not in the table.
    """
    said, keys = visit().asked_rows.setdefault(run_id, {}), _keys(form, run_id)
    shown = _features_shown(form, run_id)
    for feature in shown:
        key = keys[feature.name]
        st.session_state.setdefault(key, said.get(feature.name, form.usual[feature.name]))
    many = len(shown) > _MANY
    with st.container(height=_HEIGHT if many else "content", border=many):
        for begin in range(0, len(shown), _COLUMNS):
            for column, feature in zip(st.columns(_COLUMNS), shown[begin : begin + _COLUMNS], strict=False):
                with column:
                    _field(feature, keys[feature.name])
    for feature in shown:  # Streamlit forgets the value of a field that is not drawn
        key = keys[feature.name]
        said[feature.name] = st.session_state[key]
    row = {**form.usual, **said}
    taken = visit().taken_rows.get(run_id)
    return row, taken.number if taken is not None and taken.values == row else None


def _features_shown(form: Form, run_id: str) -> list[Feature]:
    """The features with a field; of many, the first ones whose names contain the typed text."""
    features = list(form.features.values())
    if len(features) <= MOST_FIELDS:
        return features
    left, right = st.columns(2, vertical_alignment="center")
    text = left.text_input(
        "Find features",
        key=f"ask_find-{run_id}",
        placeholder="Part of a feature's name",
        icon=":material/search:",
        label_visibility="collapsed",
    )
    words = text.lower().split()
    found = [each for each in features if all(word in each.name.lower() for word in words)]
    fields = f"{min(len(found), MOST_FIELDS):,} of the {len(features):,} features have a field here"
    right.caption(f"{fields}; the others keep their values.")
    return found[:MOST_FIELDS]


def _field(feature: Feature, key: str) -> None:
    match feature:
        case Numbers(low=low, high=high, unit=unit):
            st.number_input(
                _label(feature.name, f"{low:.4g} to {high:.4g}{' ' * bool(unit)}{unit}"),
                value=None,
                step=1.0 if feature.is_whole else None,
                format=FORMAT,
                key=key,
                placeholder="missing",
            )
        case Words(choices=choices):
            # Streamlit would drop a value that is not an option.
            labels = told_apart(map(str, feature.along(st.session_state[key])), LONGEST)
            st.selectbox(
                _label(feature.name, f"{len(choices):,} choices"),
                list(labels),
                index=None,
                format_func=lambda word: labels.get(word, word),
                key=key,
                placeholder="missing",
            )
        case Dates(low=low, high=high):
            st.date_input(
                _label(feature.name, f"{low} to {high}"),
                value=None,
                min_value=datetime.date(1, 1, 1),
                max_value=datetime.date(9999, 12, 31),
                key=key,
            )


def _label(name: str, has: str) -> str:
    """A feature's name, and its range in the training rows."""
    return f"{escape(mentioned([name]))} :small[:gray[{escape(has)}]]"


def row_choice(form: Form, run_id: str) -> None:
    """Draws the field that fills the form with a row of the table, but not of the test part."""
    row_key, keys = f"ask_row-{run_id}", _keys(form, run_id)
    said = visit().asked_rows.setdefault(run_id, {})
    table = visible_table(form.planned.experiment.data)
    most = int(table.index.max()) + 1

    def take() -> None:
        chosen = st.session_state[row_key]
        number = -1 if chosen is None else int(chosen) - 1
        if number not in table.index:
            return
        row = form.of_row(table.loc[[number]])
        said.update(row)
        for name, key in keys.items():
            if key in st.session_state:
                st.session_state[key] = row[name]
        visit().taken_rows[run_id] = TakenRow(dict(row), number)

    st.number_input(
        "Fill in a row of the table",
        1,
        most,
        value=None,
        step=1,
        key=row_key,
        on_change=take,
        placeholder=f"1 to {most:,}",
    )
    chosen = st.session_state[row_key]
    if chosen is not None and chosen - 1 not in table.index:
        st.caption("This row is one of the test rows, which the form does not take.")


def _keys(form: Form, run_id: str) -> Mapping[str, str]:
    """The keys of the fields, by feature."""
    return {name: f"ask-{run_id}-{index}" for index, name in enumerate(form.features)}
