"""Bodies: the body of a request, up to the size that its route accepts."""

from anyio import fail_after
from starlette.requests import Request


class TooLargeError(Exception):
    """A body is larger than its route accepts."""


async def body_of(request: Request, most: int, seconds: float | None = None) -> bytes:
    """Reads the body of a request, at most `most` bytes and for at most `seconds`; None means without a limit.

    Raises:
        TooLargeError: the body is larger than `most` bytes.
        TimeoutError: the body is not complete after `seconds`.
        ClientDisconnect: the browser disconnected before the body was complete.
    """
    body = bytearray()
    with fail_after(seconds):
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise TooLargeError
    return bytes(body)
