"""Slow bodies: whoever sends a request more slowly than a bad connection does is cut off."""

import asyncio

from anyio import move_on_after
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SILENCE = 30.0  # seconds for which nothing need come
SLOWEST = 5_000  # bytes a second, after those


class SlowBodies:
    """Tells a route that the browser has gone where the body of its request does not come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        time = asyncio.get_running_loop().time
        begin, size, is_whole = time(), 0, False

        async def receive_in_time() -> Message:
            nonlocal size, is_whole
            if is_whole:  # what comes now is that the browser goes, whenever that may be
                return await receive()
            with move_on_after(SILENCE + size / SLOWEST - (time() - begin)):
                message = await receive()
                size += len(message.get("body", b""))
                is_whole = not message.get("more_body")
                return message
            return {"type": "http.disconnect"}

        await self._app(scope, receive_in_time, send)
