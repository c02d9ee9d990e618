"""Open sockets: the websockets of those who have signed in, which end when the login does."""

import time
from contextlib import suppress

from anyio import CancelScope, current_time
from starlette.status import WS_1008_POLICY_VIOLATION
from starlette.types import Message, Receive, Send

from playground.server.login.seal import SignedIn


class OpenSockets:
    """Ends the websockets of a login with it: when its time is over, or its browser signs out at this server.

    A browser comes to one server, so a login that ends there ends in all its tabs.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, set[CancelScope]] = {}  # by the id of a login
        self._ended: dict[str, float] = {}  # until when a cookie could still be shown

    def end(self, person: SignedIn) -> None:
        """Notes that a login has ended, and ends its websockets."""
        now = time.time()
        self._ended = {name: until for name, until in self._ended.items() if until > now}
        self._ended[person.id] = person.until
        for scope in self._waiting.get(person.id, ()):
            scope.cancel()

    def has_ended(self, person: SignedIn) -> bool:
        """Whether the person has signed out."""
        return person.id in self._ended

    def until_end(self, person: SignedIn, receive: Receive, send: Send) -> Receive:
        """A `receive` that says that the browser is gone, as soon as the login has ended; the socket is closed then."""

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
