"""Scripts of pages: each has its turn and runs to its end, and what the browser asks for meanwhile comes after it.

Streamlit ends a script in its midst when the browser sends something new; a button that the script had not come to was
pressed for nothing. With `runner.fastReruns` it also drops what was sent before, where no script had begun with it yet:
of two presses in the same moment the first was lost. That setting is off here, so presses that wait are put together.
A script still ends where it says so itself, by `st.rerun` or `st.switch_page`.

A script waits for its turn (`playground.server.turns`) before it takes what was asked for, which is put together
meanwhile.
"""

from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)

from playground.persons import VISITOR
from playground.server.addresses import address_of_page
from playground.server.turns import Turn, Turns

# Of a script's requests:
_OWN = "playground_own"  # whether the script has made one of those that wait, to end itself
_TURN = "playground_turn"  # its turn; None between two runs

# Ends the server at once where another release of Streamlit has no such parts.
_CLASS: Any = ScriptRequests
_RERUN, _YIELD, _READY = _CLASS.request_rerun, _CLASS.on_scriptrunner_yield, _CLASS.on_scriptrunner_ready
_RUNNER: Any = ScriptRunner
_THREAD = _RUNNER._run_script_thread

_turns = Turns()


def run_to_the_end() -> None:
    """Has scripts end in their midst only where they say so, or their visit is over."""
    _CLASS.request_rerun = _request_rerun
    _CLASS.on_scriptrunner_yield, _CLASS.on_scriptrunner_ready = (
        _on_scriptrunner_yield,
        _on_scriptrunner_ready,
    )
    _RUNNER._run_script_thread = _run_script_thread


def _request_rerun(requests: Any, new_data: RerunData) -> bool:
    # The browser's requests come by the event loop, whose thread has no script.
    if get_script_run_ctx(suppress_warning=True) is not None:
        setattr(requests, _OWN, True)
    taken: bool = _RERUN(requests, new_data)
    return taken


def _on_scriptrunner_yield(requests: Any) -> ScriptRequest | None:
    is_own = getattr(requests, _OWN, False)
    if requests._state == ScriptRequestType.RERUN and not is_own:
        return None
    found: ScriptRequest | None = _YIELD(requests)
    if found is not None:
        setattr(requests, _OWN, False)
    return found


def _on_scriptrunner_ready(requests: Any) -> ScriptRequest:
    _end_turn(requests)
    if requests._state == ScriptRequestType.RERUN:
        turn = Turn(address_of_page(), st.context.cookies.get(VISITOR, ""))
        setattr(requests, _TURN, turn)
        _turns.wait(turn)
    setattr(requests, _OWN, False)
    found: ScriptRequest = _READY(requests)
    return found


def _run_script_thread(runner: Any) -> None:
    try:
        _THREAD(runner)
    finally:
        _end_turn(runner._requests)


def _end_turn(requests: Any) -> None:
    turn = getattr(requests, _TURN, None)
    if turn is not None:
        setattr(requests, _TURN, None)
        _turns.end(turn)
