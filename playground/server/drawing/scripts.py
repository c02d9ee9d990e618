"""Scripts of pages: each waits for its turn and runs to its end; the browser's later requests come after it.

Streamlit interrupts a script when the browser sends a new request. Then the press of a button that the script had not
reached is lost. With `runner.fastReruns` it also drops a request that no script has started with, so the first of two
quick presses is lost. The app sets `runner.fastReruns` off, so waiting requests are merged. A script still ends itself
by `st.rerun` or `st.switch_page`.

A script waits for its turn (`playground.server.drawing.turns`) before it takes its request; requests that arrive during
the wait are merged into it. A script that draws fragments also draws their followers
(`playground.server.drawing.followers`).
"""

from dataclasses import replace
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
from playground.priority import SCRIPT_NICE, give_way
from playground.server.addresses import address_of_page
from playground.server.drawing.followers import with_followers
from playground.server.drawing.turns import Turn, Turns

# Attributes of a script's requests:
_OWN = "playground_own"  # whether a waiting request is from the script itself, which ends it
_TURN = "playground_turn"  # the script's turn; None between two runs

# Ends the server at its start if another release of Streamlit has no such attributes.
_CLASS: Any = ScriptRequests
_RERUN, _YIELD, _READY = _CLASS.request_rerun, _CLASS.on_scriptrunner_yield, _CLASS.on_scriptrunner_ready
_RUNNER: Any = ScriptRunner
_THREAD = _RUNNER._run_script_thread

_turns = Turns()


def run_to_the_end() -> None:
    """Patches Streamlit: only the script itself, or the end of its session, interrupts a script."""
    _CLASS.request_rerun = _request_rerun
    _CLASS.on_scriptrunner_yield, _CLASS.on_scriptrunner_ready = (
        _on_scriptrunner_yield,
        _on_scriptrunner_ready,
    )
    _RUNNER._run_script_thread = _run_script_thread


def _request_rerun(requests: Any, new_data: RerunData) -> bool:
    # The browser's requests come through the event loop's thread, which has no script.
    if get_script_run_ctx(suppress_warning=True) is not None:
        setattr(requests, _OWN, True)
    taken: bool = _RERUN(requests, new_data)
    return taken


def _on_scriptrunner_yield(requests: Any) -> ScriptRequest | None:
    is_own = getattr(requests, _OWN, False)
    if requests._state == ScriptRequestType.RERUN and not is_own:
        return None
    found: ScriptRequest | None = _YIELD(requests)
    if found is None:
        return None
    setattr(requests, _OWN, False)
    return _with_followers(found)


def _on_scriptrunner_ready(requests: Any) -> ScriptRequest:
    _end_turn(requests)
    if requests._state == ScriptRequestType.RERUN:
        turn = Turn(address_of_page(), st.context.cookies.get(VISITOR, ""))
        setattr(requests, _TURN, turn)
        _turns.wait(turn)
    setattr(requests, _OWN, False)
    found: ScriptRequest = _READY(requests)
    return _with_followers(found)


def _with_followers(request: ScriptRequest) -> ScriptRequest:
    context = get_script_run_ctx()
    if context is None or request.type != ScriptRequestType.RERUN or not request.rerun_data.fragment_id_queue:
        return request
    queue = with_followers(request.rerun_data.fragment_id_queue, context.fragment_storage)
    return ScriptRequest(request.type, replace(request.rerun_data, fragment_id_queue=queue))


def _run_script_thread(runner: Any) -> None:
    give_way(SCRIPT_NICE)
    try:
        _THREAD(runner)
    finally:
        _end_turn(runner._requests)


def _end_turn(requests: Any) -> None:
    turn = getattr(requests, _TURN, None)
    if turn is not None:
        setattr(requests, _TURN, None)
        _turns.end(turn)
