"""Slow bodies: a request is cut off if its body comes more slowly than over a bad connection."""

import asyncio

from anyio import move_on_after
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SILENCE = 30.0  # seconds of waiting that a body may take, whatever its size
SLOWEST = 5_000  # bytes that have to come for each further second


class SlowBodies:
    """Tells a route that the browser has gone if the body of its request does not come.

    Only the seconds count in which the route waits for the body, not those in which it does something else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        time = asyncio.get_running_loop().time
        waited, size, is_whole = 0.0, 0, False

        async def receive_in_time() -> Message:
            nonlocal waited, size, is_whole
            if is_whole:  # what comes now is that the browser goes, whenever that may be
                return await receive()
            begin, left = time(), SILENCE + size / SLOWEST - waited
            if left <= 0:
                return {"type": "http.disconnect"}
            try:
                with move_on_after(left):
                    message = await receive()
                    size += len(message.get("body", b""))
                    is_whole = not message.get("more_body")
                    return message
            finally:
                waited += time() - begin
            return {"type": "http.disconnect"}

        await self._app(scope, receive_in_time, send)
