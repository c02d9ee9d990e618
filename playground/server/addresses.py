"""Addresses of visitors. The headers of a proxy count only if the settings name that proxy."""

import ipaddress
import os
from collections.abc import Sequence
from functools import cache

import streamlit as st
from starlette.requests import HTTPConnection

SETTING = "PLAYGROUND_PROXIES"  # addresses or networks, such as "10.0.0.5, 172.16.0.0/12"
UNKNOWN = "unknown"
_THIS_MACHINE = "127.0.0.1"

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def address_of(connection: HTTPConnection) -> str:
    """The address of the visitor who sends a request or opens a websocket."""
    headers = connection.headers
    forwarded = headers.getlist("x-forwarded-for") or headers.getlist("forwarded")
    return address_behind(connection.client.host if connection.client else None, forwarded)


def address_of_page() -> str:
    """The address of the visitor whose page's script calls this function."""
    headers = st.context.headers
    forwarded = headers.get_all("X-Forwarded-For") or headers.get_all("Forwarded")
    return address_behind(st.context.ip_address, forwarded)  # Streamlit's None means this machine


def is_known_proxy(peer: str) -> bool:
    """Whether the other end of a connection is a proxy that the settings name."""
    found = _address(peer)
    return found is not None and _is_proxy(found)


def address_behind(peer: str | None, forwarded: Sequence[str]) -> str:
    """The address of a visitor, as text.

    If `peer` is a proxy that the settings name, the result is the last address in `forwarded` that is not such a proxy,
    because anybody can write the addresses before it. The result for an IPv6 address is its network of 64 bits, because
    one internet connection has all addresses of that network.

    Args:
        peer: the address of the other end of the connection; None for this machine, also over a Unix socket.
        forwarded: the values of X-Forwarded-For, or of Forwarded if that header is missing.
    """
    found = _address(_THIS_MACHINE if peer is None else peer)
    steps = [_address(step) for step in ",".join(forwarded).split(",")]
    while found is not None and _is_proxy(found) and steps:
        further = steps.pop()
        if further is None:
            break
        found = further
    if found is None:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)


def _address(text: str) -> _Address | None:
    """Parses one address: `1.2.3.4`, `1.2.3.4:80`, `[::1]:80`, or `for="[::1]:80";proto=http` as in RFC 7239."""
    pairs = [pair.strip() for pair in text.split(";")]
    text = next((pair[4:] for pair in pairs if pair[:4].lower() == "for="), text).strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def _is_proxy(address: _Address) -> bool:
    # This machine has the addresses 127.0.0.1 and ::1, and a connection to it may use either.
    return any(
        address in network or (address.is_loopback and network.is_loopback)
        for network in proxies(os.environ.get(SETTING, ""))
    )


@cache
def proxies(setting: str) -> tuple[_Network, ...]:
    """The networks that the setting names.

    Raises:
        SystemExit: a part of the setting is not a network; with a sentence.
    """
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in setting.split(",") if part.strip())
    except ValueError as error:
        raise SystemExit(f"{SETTING} names addresses or networks, separated by commas: {error}.") from None
