"""Answers go out at once."""

import socket
import sys
from pathlib import Path

import pytest

from playground.server.nodelay import send_at_once


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hides from asyncio what it needs to know")
def test_connections_to_a_socket_bound_before_do_not_wait_for_acknowledgements() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        send_at_once()
        listener.listen()
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hides from asyncio what it needs to know")
def test_looking_at_what_is_open_leaves_nothing_open(tmp_path: Path) -> None:
    with (tmp_path / "no socket").open("w"):
        send_at_once()
        before = len(list(Path("/proc/self/fd").iterdir()))
        send_at_once()
        assert len(list(Path("/proc/self/fd").iterdir())) == before
