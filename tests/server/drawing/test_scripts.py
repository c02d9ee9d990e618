"""No press is lost because the browser sends something else in the same moment."""

from threading import Timer

import pytest
from streamlit import config
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.testing.v1 import AppTest

from playground.server.drawing import scripts
from playground.server.drawing.turns import Turn, Turns


@pytest.fixture(autouse=True)
def as_on_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("request_rerun", "on_scriptrunner_yield", "on_scriptrunner_ready"):
        monkeypatch.setattr(ScriptRequests, name, getattr(ScriptRequests, name))  # put back after the test
    monkeypatch.setattr(ScriptRunner, "_run_script_thread", ScriptRunner._run_script_thread)
    monkeypatch.setattr(scripts, "_turns", Turns(at_once=1))
    scripts.run_to_the_end()


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


def test_a_script_waits_for_its_turn_and_gives_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[str] = []
    before = Turn("10.0.0.1", "Ada")
    scripts._turns.wait(before)
    wait, end = scripts._turns.wait, scripts._turns.end

    def wait_then_note(turn: Turn) -> None:
        Timer(0.05, lambda: (began.append("Ada's script ends"), end(before))).start()
        wait(turn)
        began.append("this one begins")

    monkeypatch.setattr(scripts._turns, "wait", wait_then_note)
    AppTest.from_function(turning).run()
    assert began == ["Ada's script ends", "this one begins"]
    assert not scripts._turns._running


def test_a_thread_that_breaks_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(runner: ScriptRunner, data: object) -> None:
        raise OSError("no disk")

    monkeypatch.setattr(ScriptRunner, "_run_script", broken)
    monkeypatch.setattr("threading.excepthook", lambda _told: None)
    with pytest.raises(KeyError, match="SCRIPT_RUN_WITHOUT_ERRORS"):  # nothing says how the script ended
        AppTest.from_function(turning).run(timeout=30)
    assert not scripts._turns._running
