"""Connections that say nothing are cut off, and one address has a bounded number of them."""

import resource
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from playground.server import addresses, connections
from tests.support.uvicorn_server import port_of, serving
from tests.support.waiting import SECONDS

HALF = b"GET / HTTP/1.1\r\nHost: a\r\n"


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(await websocket.receive_text())


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server whose connections are bounded."""
    monkeypatch.setattr(connections, "REFUSED_SECONDS", 0.0)
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    for name in ("connection_made", "connection_lost"):
        monkeypatch.setattr(
            connections._CLASS, name, getattr(connections._CLASS, name)
        )  # as it is afterwards
    for name in ("_accept_connection", "_accept_connection2"):
        monkeypatch.setattr(connections._LOOP, name, getattr(connections._LOOP, name))
    connections.bound_connections()
    routes = [Route("/", lambda _: PlainTextResponse("here")), WebSocketRoute("/echo", echo)]
    with serving(Starlette(routes=routes)) as server:
        yield port_of(server)
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def begin(port: int, said: bytes, address: str = "127.0.0.1") -> socket.socket:
    """A connection from an address of this machine that says something, and ends no request with it."""
    found = socket.create_connection(("127.0.0.1", port), SECONDS, (address, 0))
    found.sendall(said)
    return found


def is_cut(connection: socket.socket) -> bool:
    """Waits until something comes; whether that is the end."""
    try:
        return connection.recv(1000) == b""
    except ConnectionResetError:
        return True


def answer(connection: socket.socket) -> bytes:
    """What comes to a whole request that was begun before."""
    connection.sendall(b"\r\n")
    found = b""
    while not found.endswith(b"here"):
        part = connection.recv(1000)
        assert part, found
        found += part
    return found


@pytest.mark.parametrize("said", [b"", HALF])
def test_a_connection_without_a_request_is_cut_off(
    port: int, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    assert is_cut(begin(port, said))


def test_a_websocket_that_is_silent_stays(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.0)  # in which a busy machine sends a head
    with connect(f"ws://127.0.0.1:{port}/echo") as websocket:
        assert is_cut(begin(port, HALF))  # what came later is cut off meanwhile
        websocket.send("still here")
        assert websocket.recv(SECONDS) == "still here"


def test_one_address_has_few_silent_connections_and_takes_none_from_others(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "SILENT", 3)
    guest = [begin(port, HALF, "127.0.0.2") for _ in range(3)]
    assert is_cut(begin(port, HALF, "127.0.0.2"))
    assert b"200 OK" in answer(begin(port, HALF))
    for each in guest:  # those that speak in the end do not count any more
        assert b"200 OK" in answer(each)
    assert b"200 OK" in answer(begin(port, HALF, "127.0.0.2"))


def test_an_address_with_too_many_is_refused_for_a_moment_without_being_counted_again(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "REFUSED_SECONDS", SECONDS)
    monkeypatch.setattr(connections, "_refused_until", {})
    monkeypatch.setattr(connections, "MOST", 1)
    assert b"200 OK" in answer(begin(port, HALF, "127.0.0.2"))
    guest = [begin(port, HALF, "127.0.0.2") for _ in range(2)]
    assert is_cut(guest[-1])
    monkeypatch.setattr(connections, "MOST", 1000)
    assert is_cut(begin(port, HALF, "127.0.0.2"))
    assert b"200 OK" in answer(begin(port, HALF))


def test_the_server_takes_few_connections_at_a_time(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "AT_ONCE", 1)
    rounds: list[int] = []
    take_all = connections._TAKE

    def take(*arguments: Any) -> None:
        rounds.append(arguments[5])
        take_all(*arguments)

    monkeypatch.setattr(connections, "_TAKE", take)
    for each in [begin(port, HALF) for _ in range(20)]:
        assert b"200 OK" in answer(each)
    assert len(rounds) >= 20
    assert set(rounds) == {1}


def test_one_address_has_a_bounded_number_of_connections(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 2)
    for each in (guest := [begin(port, HALF, "127.0.0.2") for _ in range(2)]):
        assert b"200 OK" in answer(each)
    assert is_cut(begin(port, HALF, "127.0.0.2"))
    assert b"200 OK" in answer(begin(port, HALF))
    guest.clear()


def test_websockets_count_too(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 1)
    with connect(f"ws://127.0.0.1:{port}/echo") as websocket:
        assert is_cut(begin(port, HALF))
        websocket.send("still here")
        assert websocket.recv(SECONDS) == "still here"


def test_all_addresses_of_one_internet_connection_count_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 2)
    here = [f"2001:db8::{number}" for number in range(3)]
    for peers, is_many in ((here, True), ([*here[:2], "2001:db9::1", None], False)):
        others = [SimpleNamespace(client=None if peer is None else (peer, 1)) for peer in peers]
        assert connections._has_many(SimpleNamespace(connections=others), "2001:db8::/64") is is_many


def test_a_proxy_that_the_settings_name_speaks_for_many(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(addresses.SETTING, "127.0.0.2/32")
    monkeypatch.setattr(connections, "SILENT", 0)
    assert b"200 OK" in answer(begin(port, HALF, "127.0.0.2"))
