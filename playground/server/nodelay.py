"""TCP_NODELAY: answers are sent without Nagle's algorithm, which delays them by 40 ms.

Streamlit binds the socket itself and passes it to uvicorn. On Linux asyncio does not recognize it as a TCP socket,
because its `proto` is 0, and leaves Nagle's algorithm on. Then every answer after a connection's first, and every small
message of a page, waits for the other side's delayed acknowledgement. Measured: 48 ms for an answer with the algorithm,
2 ms without it. See https://github.com/Kludex/uvicorn/issues/3149.
"""

import os
import socket
from contextlib import suppress
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")  # exists only on Linux, the only system with this problem


def send_at_once() -> None:
    """Sets TCP_NODELAY on every TCP socket of this process; accepted connections inherit it."""
    if not _DESCRIPTORS.is_dir():
        return
    for descriptor in list(_DESCRIPTORS.iterdir()):
        # Most descriptors are not sockets, and the descriptor of this listing is already closed.
        with suppress(OSError):
            copy = os.dup(int(descriptor.name))
            try:
                end = socket.socket(fileno=copy)
            except OSError:
                os.close(copy)
                continue
            with end:
                if end.family in (socket.AF_INET, socket.AF_INET6) and end.type == socket.SOCK_STREAM:
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
