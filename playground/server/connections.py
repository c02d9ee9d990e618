"""Connections: each has some seconds for its first request, and one address has a bounded number of them.

Uvicorn waits for a request for ever, and each connection takes a descriptor that others may need. The event loop takes
all connections that wait, up to 2,048, before it does anything else: a thousand of one address took it 0.2 s, in which
nobody had an answer. So it takes a few at a time, and has no protocol begin for one that is refused anyway.
"""

import asyncio
import sys
from asyncio.selector_events import BaseSelectorEventLoop
from collections import defaultdict
from contextlib import suppress
from functools import lru_cache
from socket import socket
from typing import Any

from cachetools import LRUCache
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from playground.server.addresses import address_behind, is_known_proxy

HEAD_SECONDS = 20.0  # for the head of the first request of a connection
SILENT = 300  # connections of one address without such a head: browsers open some before they need them
MOST = 1000  # connections of one address, websockets too
AT_ONCE = 32  # connections that the event loop takes before it does something else
REFUSED_SECONDS = 0.2  # for which an address with too many gets no further one: counting them takes a while
DESCRIPTORS = 65_536  # of this process, if the system allows as many

# Ends the server at once where another release of uvicorn has no such parts.
_CLASS: Any = AutoHTTPProtocol
_MADE, _LOST = _CLASS.connection_made, _CLASS.connection_lost
_LOOP: Any = BaseSelectorEventLoop
_TAKE, _BEGIN = _LOOP._accept_connection, _LOOP._accept_connection2

# By address; both belong to the event loop.
_silent: defaultdict[str, set[Any]] = defaultdict(set)
_refused_until: LRUCache[str, float] = LRUCache(DESCRIPTORS)  # by the loop's clock


def bound_connections() -> None:
    """Cuts off connections that say nothing, and has the system allow this process more of them."""
    if sys.platform != "win32":
        _allow_more()
    _CLASS.connection_made, _CLASS.connection_lost = _connection_made, _connection_lost
    _LOOP._accept_connection, _LOOP._accept_connection2 = _take, _begin


def _allow_more() -> None:
    import resource  # which Windows has not

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(ValueError):  # macOS allows fewer than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _take(
    loop: Any, factory: Any, sock: Any, ssl: Any = None, server: Any = None, most: int = 100, *rest: Any
) -> None:
    """Takes connections that wait at a socket; those that are left come in the loop's next round."""
    _TAKE(loop, factory, sock, ssl, server, min(most, AT_ONCE), *rest)


async def _begin(loop: Any, factory: Any, connection: socket, extra: dict[str, Any], *rest: Any) -> None:
    """Has a connection begin, unless its address was refused one a moment ago."""
    peer = extra.get("peername")
    if isinstance(peer, tuple) and _is_refused(_address_of(peer[0]), loop.time()):
        connection.close()
        return
    await _BEGIN(loop, factory, connection, extra, *rest)


def _is_refused(address: str, now: float) -> bool:
    return now < _refused_until.get(address, now)


def _connection_made(protocol: Any, transport: asyncio.Transport) -> None:
    _MADE(protocol, transport)
    peer = protocol.client[0] if protocol.client else None
    if peer is None or is_known_proxy(peer):  # a proxy speaks for many, and waits for heads itself
        return
    address = _address_of(peer)
    silent = _silent[address]
    silent.add(protocol)
    if len(silent) > SILENT:
        silent -= {each for each in silent if not _is_silent(each)}
    if len(silent) > SILENT or _has_many(protocol, address):
        _refused_until[address] = protocol.loop.time() + REFUSED_SECONDS
        transport.abort()
        return
    protocol.loop.call_later(HEAD_SECONDS, _cut_if_silent, protocol, address)


def _connection_lost(protocol: Any, error: Exception | None) -> None:
    if protocol.client:
        _forget(protocol, _address_of(protocol.client[0]))
    _LOST(protocol, error)


def _cut_if_silent(protocol: Any, address: str) -> None:
    if _is_silent(protocol):
        protocol.transport.abort()
    _forget(protocol, address)


def _has_many(protocol: Any, address: str) -> bool:
    everybodys = protocol.connections
    if len(everybodys) <= MOST:
        return False
    peers = [each.client[0] for each in everybodys if each.client is not None]
    return sum(_address_of(peer) == address for peer in peers) > MOST


@lru_cache(DESCRIPTORS)
def _address_of(peer: str) -> str:
    return address_behind(peer, ())


def _is_silent(protocol: Any) -> bool:
    """Whether a connection is open, and no request has begun on it, nor a websocket."""
    is_plain = protocol in protocol.connections  # a websocket has another protocol in there
    return is_plain and protocol.cycle is None and not protocol.transport.is_closing()


def _forget(protocol: Any, address: str) -> None:
    silent = _silent.get(address)
    if silent is not None:
        silent.discard(protocol)
        if not silent:
            del _silent[address]
