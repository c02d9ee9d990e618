"""Slow bodies: a time limit for the bodies of requests, which even a slow connection keeps."""

import asyncio

from anyio import move_on_after
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SILENCE = 30.0  # seconds that a route waits for any body
SLOWEST = 5_000  # bytes a second: each received byte extends the limit by 1 / SLOWEST seconds


class SlowBodies:
    """Tells a route that the browser has disconnected if the body of its request arrives too slowly.

    Only the time counts in which the route waits for the body, not the time of its other work.
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
            if is_whole:  # the next message is the disconnect, for which there is no time limit
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
