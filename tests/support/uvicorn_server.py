"""A server of an app in a thread of the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from tests.support.waiting import SECONDS, until


@contextmanager
def serving(app: ASGIApp) -> Iterator[uvicorn.Server]:
    """Yields a started server with the app's websocket settings; it must end after the block."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, ws="websockets-sansio", log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    yield server
    server.should_exit = True
    thread.join(SECONDS)
    assert not thread.is_alive()


def port_of(server: uvicorn.Server) -> int:
    """Its port, on 127.0.0.1."""
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


def url_of(server: uvicorn.Server) -> str:
    """Its address."""
    return f"http://127.0.0.1:{port_of(server)}"
