"""No press is lost because the browser sends something else in the same moment."""

import pytest
from streamlit import config
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.testing.v1 import AppTest

from playground.server.scripts import run_to_the_end


@pytest.fixture(autouse=True)
def as_on_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("request_rerun", "on_scriptrunner_yield", "on_scriptrunner_ready"):
        monkeypatch.setattr(ScriptRequests, name, getattr(ScriptRequests, name))  # put back after the test
    run_to_the_end()


def page() -> None:
    from threading import Thread

    import streamlit as st
    from streamlit.proto.WidgetStates_pb2 import WidgetStates
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    st.session_state.setdefault("met", 0)
    st.session_state.setdefault("runs", 0)
    st.session_state.runs += 1
    if st.session_state.pop("something comes", False):  # what a browser sends while the script runs
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        requests, another = context.script_requests, RerunData(widget_states=WidgetStates())
        thread = Thread(target=lambda: requests.request_rerun(another))
        thread.start()
        thread.join()
    st.write("above")
    if st.button("Press", key="press"):
        st.session_state.met += 1


def test_a_button_that_a_script_has_not_come_to_is_met_before_what_comes_next() -> None:
    app = AppTest.from_function(page).run()
    app.session_state["something comes"] = True
    app.button(key="press").click().run()
    assert (app.session_state.met, app.session_state.runs) == (1, 3)


def turning() -> None:
    import streamlit as st

    st.session_state.setdefault("runs", 0)
    st.session_state.runs += 1
    if st.session_state.runs == 1:
        st.rerun()
        st.session_state["went on"] = True  # type: ignore[unreachable]
    st.write("below")


def test_a_script_ends_where_it_says_so_itself() -> None:
    app = AppTest.from_function(turning).run()
    assert app.session_state.runs == 2
    assert "went on" not in app.session_state
    assert [each.value for each in app.markdown] == ["below"]


def test_requests_that_wait_are_put_together() -> None:
    assert config.get_option("runner.fastReruns") is False  # else the first is dropped
