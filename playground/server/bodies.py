"""Bodies: the body of a request, as far as a route takes it."""

from anyio import fail_after
from starlette.requests import Request


class TooLargeError(Exception):
    """A body is larger than its route takes."""


async def body_of(request: Request, most: int, seconds: float | None = None) -> bytes:
    """The body of a request, of `most` bytes at the most; nothing after these is read.

    Raises:
        TooLargeError: it is larger.
        TimeoutError: it is not whole after so many seconds.
        ClientDisconnect: the browser went before it was whole.
    """
    body = bytearray()
    with fail_after(seconds):
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise TooLargeError
    return bytes(body)
