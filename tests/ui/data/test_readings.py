"""A file is read as it was said, also when its table is chosen again; rows in doubt are asked about there."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.experiment import Data, Experiment, FileReading
from playground.ui.data import shown_data
from playground.ui.forms import data_form
from tests.support.forms_script import SECONDS, opened, said, widget
from tests.support.own_tables import brought

CUT_OFF = "size;price\n" + "".join(f"{n};{2 * n}\n" for n in range(1, 30)) + "30;6"
KEEP = FileReading(doubtful="keep")


@pytest.fixture(autouse=True)
def everybody_sees_every_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_data, "why_unseen", lambda _: "")


def choosing() -> None:
    """Shows what the session names, then another table, then the first again."""
    import streamlit as st

    from playground.experiment import Experiment
    from playground.ui.data.shown_data import look_at, open_table, shown_data

    first = st.session_state["data"]
    look_at(first)
    shown_data(Experiment(data=first))
    open_table("cereals")
    open_table(first.dataset)
    st.session_state["found"] = shown_data(Experiment(data=first))


def test_a_table_that_is_chosen_again_is_read_as_it_was_said() -> None:
    page = AppTest.from_function(choosing, default_timeout=SECONDS)
    page.session_state["data"] = Data(dataset=brought(CUT_OFF), reading=KEEP)
    page.run()
    assert not page.exception
    assert page.session_state["found"].reading == KEEP


def test_so_is_one_that_is_chosen_again_on_the_playground(monkeypatch: pytest.MonkeyPatch) -> None:
    name = brought(CUT_OFF)
    monkeypatch.setattr(data_form, "offered_datasets", lambda _: ["cereals", name])
    page = opened(Experiment(data=Data(dataset=name, reading=KEEP)))
    widget(page, "selectbox", "dataset").set_value("cereals").run()
    assert said(page).data.reading is None
    widget(page, "selectbox", "dataset").set_value(name).run()
    assert not page.exception
    assert said(page).data.reading == KEEP


def doubting() -> None:
    """The question alone, and what is shown after the answer."""
    import streamlit as st

    from playground.experiment import Experiment
    from playground.ui.data.doubt import doubt_choice
    from playground.ui.data.shown_data import complete, shown_data

    asked = shown_data(Experiment(data=st.session_state["data"]))
    why = complete(asked)[1]
    if why is not None:
        st.text(why.field)
        doubt_choice(asked)
    st.session_state["found"] = asked


def test_rows_in_doubt_are_answered_beside_the_sentence_that_names_them() -> None:
    page = AppTest.from_function(doubting, default_timeout=SECONDS)
    page.session_state["data"] = Data(dataset=brought(CUT_OFF), reading=FileReading(delimiter=";"))
    page.run()
    assert page.text[0].value == "data.reading.doubtful"
    page.button(key="doubt_leave_out").click().run()
    assert not page.exception
    assert page.session_state["found"].reading == FileReading(delimiter=";", doubtful="leave_out")
    assert not page.text
