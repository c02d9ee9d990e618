"""Open sockets: the websockets of people who have signed in, which are closed when the login ends."""

import time
from contextlib import suppress

from anyio import CancelScope, current_time
from starlette.status import WS_1008_POLICY_VIOLATION
from starlette.types import Message, Receive, Send

from playground.server.login.seal import SignedIn


class OpenSockets:
    """Closes the websockets of a login when the login expires, or when its browser signs out at this server.

    All tabs of a browser are connected to the same server, so a sign-out closes the websockets of all tabs.
    """

    def __init__(self) -> None:
        # By the id of a login: its websockets that wait for a message, and when an ended login's cookie expires, in
        # seconds since 1970.
        self._waiting: dict[str, set[CancelScope]] = {}
        self._ended: dict[str, float] = {}

    def end(self, person: SignedIn) -> None:
        """Marks a login as ended and closes its websockets."""
        now = time.time()
        self._ended = {name: until for name, until in self._ended.items() if until > now}
        self._ended[person.id] = person.until
        for scope in self._waiting.get(person.id, ()):
            scope.cancel()

    def has_ended(self, person: SignedIn) -> bool:
        """Whether the person has signed out."""
        return person.id in self._ended

    def until_end(self, person: SignedIn, receive: Receive, send: Send) -> Receive:
        """Wraps `receive`: when the login ends, it closes the websocket and returns a disconnect."""

        async def receive_until_end() -> Message:
            waiting = self._waiting.setdefault(person.id, set())
            with CancelScope(deadline=current_time() + person.until - time.time()) as scope:
                waiting.add(scope)
                try:
                    if not self.has_ended(person):
                        return await receive()
                finally:
                    waiting.discard(scope)
                    if not waiting:
                        self._waiting.pop(person.id, None)
            with suppress(Exception):  # it is closed already
                await send({"type": "websocket.close", "code": WS_1008_POLICY_VIOLATION})
            return {"type": "websocket.disconnect", "code": WS_1008_POLICY_VIOLATION}

        return receive_until_end
