"""Scripts of pages: each runs to its end, and what the browser asks for meanwhile comes after it.

Streamlit ends a script in its midst when the browser sends something new; a button that the script had not come to was
pressed for nothing. With `runner.fastReruns` it also drops what was sent before, where no script had begun with it yet:
of two presses in the same moment the first was lost. That setting is off here, so presses that wait are put together.
A script still ends where it says so itself, by `st.rerun` or `st.switch_page`.
"""

from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)

_OWN = "playground_own"  # of requests: whether the script has made one of those that wait, to end itself

# Ends the server at once where another release of Streamlit has no such parts.
_CLASS: Any = ScriptRequests
_RERUN, _YIELD, _READY = _CLASS.request_rerun, _CLASS.on_scriptrunner_yield, _CLASS.on_scriptrunner_ready


def run_to_the_end() -> None:
    """Has scripts end in their midst only where they say so, or their visit is over."""
    _CLASS.request_rerun = _request_rerun
    _CLASS.on_scriptrunner_yield, _CLASS.on_scriptrunner_ready = (
        _on_scriptrunner_yield,
        _on_scriptrunner_ready,
    )


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
    setattr(requests, _OWN, False)
    found: ScriptRequest = _READY(requests)
    return found
