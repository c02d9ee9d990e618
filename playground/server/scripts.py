"""Scripts of pages: each runs to its end, and what is asked for meanwhile comes after it.

Streamlit ends a script in its midst when the browser sends something new; a button that the script had not come to was
pressed for nothing. With `runner.fastReruns` it also drops what was sent before, where no script had begun with it yet:
of two presses in the same moment the first was lost. That setting is off here, so presses that wait are put together.
"""

from typing import Any

from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)


def run_to_the_end() -> None:
    """Has scripts end in their midst only where their visit is over."""
    requests: Any = ScriptRequests
    requests.on_scriptrunner_yield = _only_stop


def _only_stop(requests: ScriptRequests) -> ScriptRequest | None:
    is_over = requests._state == ScriptRequestType.STOP
    return ScriptRequest(ScriptRequestType.STOP) if is_over else None
