"""Fields of a page look up their own value without a copy of all that the visit holds."""

import pytest
from streamlit.runtime.state import SessionState
from streamlit.testing.v1 import AppTest

from playground.server.drawing import lookups
from playground.server.drawing.lookups import look_up_alone


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many keys each copy of a visit's state has had."""
    whole, found = SessionState.__dict__["filtered_state"], list[int]()

    def copied(state: SessionState) -> dict[str, object]:
        state_of_visit: dict[str, object] = whole.fget(state)
        found.append(len(state_of_visit))
        return state_of_visit

    monkeypatch.setattr(SessionState, "filtered_state", property(copied))  # put back after the test
    monkeypatch.setattr(lookups, "_WHOLE", property(copied))
    return found


FIELDS = ("number", "empty", "choice", "text")


def page() -> None:
    import streamlit as st

    st.session_state.setdefault("of the visit", 1)
    st.session_state.setdefault("empty", None)
    st.write(st.number_input("a number", value=2.0, key="number"))
    st.write(st.number_input("a number or none", value=3.0, key="empty"))
    st.write(st.selectbox("a choice", ["x", "y"], key="choice"))
    st.write(st.text_input("a text", "z", key="text"))
    st.write(sorted(st.session_state))


def test_fields_are_as_before_and_copy_nothing(copies: list[int]) -> None:
    before = AppTest.from_function(page).run()
    before.number_input(key="number").set_value(7.0).run()
    as_streamlit_does = len(copies)
    shown = [element.value for element in before.markdown]
    look_up_alone()
    copies.clear()
    after = AppTest.from_function(page).run()
    after.number_input(key="number").set_value(7.0).run()
    assert [element.value for element in after.markdown] == shown
    assert len(copies) == as_streamlit_does - 2 * len(FIELDS), "each field, in each of two runs of the page"
