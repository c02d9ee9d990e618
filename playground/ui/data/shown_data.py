"""The data part of an experiment on the Data page, before the Playground takes it over."""

from functools import lru_cache

import streamlit as st
from pydantic import ValidationError

from playground.datasets import (
    DataError,
    Prepared,
    card,
    card_for,
    complete_data,
    load,
    prepare,
    read_columns,
    visible_table,
)
from playground.datasets.own.contents import on_removal
from playground.datasets.understanding import Caution, Table, cautions, table_of
from playground.experiment import Data, Experiment
from playground.experiment.options import Options
from playground.experiment.parse import problems_of
from playground.experiment.uploads import digest_in, is_own
from playground.ui.data.address import data_in_address
from playground.ui.forms.fields import capital
from playground.ui.frame.draft import Draft, plain
from playground.ui.frame.markdown import escape
from playground.ui.frame.readings import keep_reading, last_reading
from playground.ui.frame.unseen import leave_unseen, why_unseen
from playground.ui.frame.visit import visit


def shown_data(default: Experiment) -> Data:
    """The data that this visit looks at: those of the Playground's settings, until they are changed on this page.

    Before there are settings, the data of `default`.
    """
    here = visit()
    if here.draft is not None:
        leave_unseen(here.draft, default)
    drafted = default.data if here.draft is None else _check(here.draft) or default.data
    if (opened := data_in_address()) is not None:
        here.data, here.data_from = opened, drafted
    # Later changes on the Playground are shown here.
    if here.data is None or here.data_from != drafted:
        here.data = here.data_from = drafted
    digest = digest_in(here.data.dataset)
    if digest is not None and (why := why_unseen(frozenset([digest]))):
        st.toast(escape(why), icon=":material/visibility_off:")
        here.data = default.data
    keep_reading(here.data.dataset, here.data.reading)
    return here.data


def look_at(data: Data) -> None:
    """Shows other data from the next run of the script on."""
    visit().data = data


def open_table(name: str) -> None:
    """Shows another data set with its usual target and features."""
    is_toy = not is_own(name) and card(name).is_toy
    look_at(
        Data(dataset=name, reading=last_reading(name), scaling="standard" if is_toy else "minmax"),
    )


def change(**changes: object) -> None:
    """Changes keys of the shown data; says if the experiment's own checks refuse the values."""
    now = visit().data
    assert now is not None
    try:
        look_at(Data.model_validate({**now.model_dump(), **changes}))
    except ValidationError as error:
        st.toast(escape(capital(problems_of(error, "data")[0].sentence)), icon=":material/error:")


def table_of_data(data: Data) -> Table:
    """The table of a data set without test rows, with summaries of its columns. The latest few are kept in memory.

    Raises:
        DataError: there is no such data set, or it cannot be read.
    """
    options = {name: value for name, value in data.options.items() if name != "task"}
    chosen = {name: getattr(data, name) for name in ("dataset", "reading", "kinds")}
    if data.alike is not None:
        chosen |= {"target": data.target, "alike": data.alike}
    if data.test is not None:  # they decide which rows are sealed
        chosen |= {"target": data.target, "test": data.test, "split": data.split}
    return _table(Data(options=Options(options), **chosen))


def rows_of(data: Data) -> int:
    """The number of rows of a table, including sealed ones.

    Raises:
        DataError: there is no such data set, or it cannot be read.
    """
    return len(load(data))


def complete(data: Data) -> tuple[Data, DataError | None]:
    """The completed data and None; or the data as they are, and the error that says why they cannot be read."""
    try:
        whole = complete_data(data)
        table_of_data(whole)
    except DataError as error:
        return data, error
    return whole, None


def prepared_data(data: Data) -> tuple[Prepared | None, str]:
    """The prepared table and ""; or None, and a sentence that says why it cannot be prepared."""
    try:
        return prepare(complete_data(data)), ""
    except DataError as error:
        return None, str(error)


@lru_cache(maxsize=16)
def cautions_of(data: Data) -> tuple[Caution, ...]:
    """What to know before training on these data.

    Raises:
        DataError: there is no such data set.
    """
    return tuple(cautions(table_of_data(data), data, prepared_data(data)[0]))


@lru_cache(maxsize=4)
def _table(data: Data) -> Table:
    frame = load(data) if data.test is None else visible_table(data).reset_index(drop=True)
    return table_of(card_for(data), frame, read_columns(data))


for _cache in (_table, cautions_of):
    on_removal(_cache.cache_clear)


def _check(draft: Draft) -> Data | None:
    """The data of a draft; None if a value is invalid."""
    try:
        return Data.model_validate(plain(draft.data))
    except ValidationError:
        return None
