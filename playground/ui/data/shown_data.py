"""The data part of an experiment as the Data page shows it, before the Playground takes it over."""

from functools import lru_cache

import streamlit as st
from pydantic import ValidationError

from playground.datasets import Card, DataError, Prepared, card, complete_data, load, prepare
from playground.datasets.understanding import Table, table_of
from playground.experiment import Data
from playground.experiment.options import Options
from playground.ui.frame.draft import Draft, plain
from playground.ui.frame.visit import visit


def shown_data(default: Data) -> Data:
    """What this visit looks at: the settings of the Playground, until something is changed on this page."""
    here = visit()
    drafted = default if here.draft is None else _checked(here.draft) or default
    # What was changed on the Playground since is what the person wants to see here.
    if here.data is None or here.data_from != drafted:
        here.data = here.data_from = drafted
    return here.data


def look_at(data: Data) -> None:
    """Shows other data from the next run of the script on."""
    visit().data = data


def open_table(name: str) -> None:
    """Shows another data set with its usual target and features."""
    look_at(Data(dataset=name, scaling="standard" if card(name).is_toy else "minmax"))


def change(**changes: object) -> None:
    """Gives keys of the shown data other values; says so where the experiment's own checks refuse them."""
    now = visit().data
    assert now is not None
    try:
        look_at(Data.model_validate({**now.model_dump(), **changes}))
    except ValidationError as error:
        st.toast(str(error.errors()[0]["msg"]).removeprefix("Value error, "), icon=":material/error:")


def table_of_data(data: Data) -> Table:
    """The table of a data set, with summaries of its columns. The latest few are kept in memory.

    Raises:
        DataError: there is no such data set.
    """
    options = {name: value for name, value in data.options.items() if name != "task"}
    return _table(Data(dataset=data.dataset, options=Options(options)))


def card_of(data: Data) -> Card:
    """The card of a data set.

    Raises:
        DataError: there is no such data set.
    """
    return card(data.dataset)


def prepared_data(data: Data) -> tuple[Prepared | None, str]:
    """The prepared table, or None and the sentence that says why it cannot be prepared."""
    try:
        return prepare(complete_data(data)), ""
    except DataError as error:
        return None, str(error)


@lru_cache(maxsize=4)
def _table(data: Data) -> Table:
    return table_of(card_of(data), load(data))


def _checked(draft: Draft) -> Data | None:
    """The data of a draft; None while something in it is wrong."""
    try:
        return Data.model_validate(plain(draft.data))
    except ValidationError:
        return None
