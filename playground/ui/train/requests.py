"""Requests of the browser's bar: the page's script meets each request once, however often it comes.

The browser sends a request as a trigger of the live curves until the page's data has its outcome: a trigger can be
lost, and a request that was met can come again, also in another session of the same person.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import streamlit as st
from cachetools import FIFOCache

from playground.components import live_curves
from playground.components.curves_data import Met
from playground.messages.edits import LayerEdit
from playground.messages.requests import Outcome, Refused, Request, decode_all
from playground.ui.forms.layer_edits import edit_layers
from playground.ui.frame.draft import Draft
from playground.ui.frame.visit import visit
from playground.ui.frame.visitor import person

MAX_OUTCOMES = 5000  # that this server remembers


class Ledger:
    """Outcomes by person and request. Thread-safe; the oldest are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._outcomes: FIFOCache[tuple[str, str], Outcome | None] = FIFOCache(MAX_OUTCOMES)

    def meet(self, person: str, request_id: str, do: Callable[[], Outcome]) -> Outcome | None:
        """Calls `do` the first time that a request comes; returns its outcome, None while another session calls it."""
        key = (person, request_id)
        with self._lock:
            if key in self._outcomes:
                return self._outcomes[key]
            self._outcomes[key] = None
        outcome = None
        try:
            outcome = do()
        finally:
            with self._lock:
                if outcome is None:
                    self._outcomes.pop(key, None)
                else:
                    self._outcomes[key] = outcome
        return outcome

    def run_of(self, person: str, name: str) -> str:
        """Id of the run that the request `name` started; `name` itself if it is no request but the id of a run."""
        with self._lock:
            outcome = self._outcomes.get((person, name))
        return outcome.run if outcome is not None and outcome.run is not None else name


ledger = Ledger()


def note_requests() -> None:
    """Notes the requests in the component's latest message: a callback, so that no rerun of the page can drop it."""
    draft = visit().draft
    message = st.session_state[live_curves.KEY].get("request")
    note(message, visit().requests, None if draft is None else partial(_edit, draft))


def note(message: object, queue: list[Request], edit: Callable[[LayerEdit], Outcome] | None) -> None:
    """Notes the requests in the latest message of the curves and the picture.

    Args:
        queue: the requests without an outcome of the page, or of the step of a lesson, that the message comes from.
        edit: changes the layers, before the page's script runs; None if there are none to change.
    """
    known = {request.id for request in queue} | visit().outcomes.keys()
    for request in decode_all(message):
        if request.id in known:
            continue
        if isinstance(request, Refused):
            visit().outcomes[request.id] = request.outcome
        elif request.edit is None:
            queue.append(request)
        elif edit is not None:
            # Before the script runs, as with a widget, so that the forms are drawn with the new layers.
            outcome = ledger.meet(person().id, request.id, partial(edit, request.edit))
            if outcome is not None:
                visit().outcomes[request.id] = outcome


def _edit(draft: Draft, edit: LayerEdit) -> Outcome:
    return Outcome(error=edit_layers(draft, edit))


def pending(queue: list[Request]) -> Iterator[Request]:
    """The requests of a queue in order; each stays the first until `settle` removes it."""
    while queue:
        yield queue[0]


def settle(queue: list[Request], outcome: Outcome | None) -> None:
    """Removes the first request of a queue and notes its outcome, which the page tells the browser."""
    request = queue.pop(0)
    if outcome is not None:
        visit().outcomes[request.id] = outcome


def outcomes() -> Mapping[str, Met]:
    """Outcomes of the latest requests of this visit by request id, as the component gets them."""
    return {name: Met(run=outcome.run, error=outcome.error) for name, outcome in visit().outcomes.items()}
