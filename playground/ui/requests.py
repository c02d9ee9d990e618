"""Requests of the browser's bar, met by the page's script once each, however often they come.

They come as a trigger of the live curves, and again until the page's data says that they were met: a trigger can
be lost, and one that is met can come twice, also in another session of the same person.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from playground.messages.requests import Request, decode_all

KNOWN = 5000  # outcomes that this server remembers
SAID = 50  # outcomes that a page is told

_QUEUE = "requests_to_meet"
_MET = "requests_met"


@dataclass(frozen=True)
class Outcome:
    """What became of a request: the id of the run that it started, or the sentence that refuses it."""

    run: str | None = None
    error: str = ""


class Ledger:
    """Outcomes by person and request. Thread-safe; the oldest are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._outcomes: OrderedDict[tuple[str, str], Outcome | None] = OrderedDict()

    def meet(self, person: str, request_id: str, do: Callable[[], Outcome]) -> Outcome | None:
        """The outcome of a request, which `do` brings about the first time; None while another session does."""
        key = (person, request_id)
        with self._lock:
            if key in self._outcomes:
                return self._outcomes[key]
            self._outcomes[key] = None
            while len(self._outcomes) > KNOWN:
                self._outcomes.popitem(last=False)
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
        """The run that a request started; any other name is a run's own."""
        with self._lock:
            outcome = self._outcomes.get((person, name))
        return outcome.run if outcome is not None and outcome.run is not None else name


ledger = Ledger()


def note_requests(key: str = "live_curves") -> None:
    """Notes the requests in the component's latest message: a callback, so that no rerun of the page can drop it."""
    queue = _queue()
    known = {request.id for request in queue} | _met().keys()
    queue.extend(
        request for request in decode_all(st.session_state[key].get("request")) if request.id not in known
    )


def next_request() -> Request | None:
    """The first request that is not met, which stays the first until it is `settle`d."""
    queue = _queue()
    return queue[0] if queue else None


def settle(request: Request, outcome: Outcome | None) -> None:
    """Takes a request out of the queue; the page tells its outcome to the browser."""
    _queue().remove(request)
    if outcome is not None:
        met = _met()
        met[request.id] = outcome
        while len(met) > SAID:
            met.popitem(last=False)


def outcomes() -> dict[str, Any]:
    """What became of the latest requests of this visit, as the component takes it."""
    return {name: asdict(outcome) for name, outcome in _met().items()}


def _queue() -> list[Request]:
    queue: list[Request] = st.session_state.setdefault(_QUEUE, [])
    return queue


def _met() -> OrderedDict[str, Outcome]:
    met: OrderedDict[str, Outcome] = st.session_state.setdefault(_MET, OrderedDict())
    return met
