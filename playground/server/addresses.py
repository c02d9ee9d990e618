"""Addresses of visitors. The word of a proxy counts only where the settings name that proxy."""

import ipaddress
import os
from functools import cache

from starlette.datastructures import Headers
from starlette.types import Scope

SETTING = "PLAYGROUND_PROXIES"  # addresses or networks, such as "10.0.0.5, 172.16.0.0/12"
UNKNOWN = "unknown"

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def address_of(scope: Scope) -> str:
    """The address that a request or a websocket comes from."""
    client = scope.get("client")
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
    return address_behind(client[0] if client else None, forwarded)


def address_behind(peer: str | None, forwarded: str | None) -> str:
    """The address of a visitor, as text.

    Where `peer`, the other end of the connection, is a proxy of the settings, this is the last address in `forwarded`
    (X-Forwarded-For) that is not such a proxy; anybody may have written those before it. An IPv6 address counts by its
    first 64 bits, which one line shares.
    """
    found = _address(peer)
    steps = [_address(step) for step in (forwarded or "").split(",")]
    while found is not None and _is_proxy(found) and steps:
        further = steps.pop()
        if further is None:
            break
        found = further
    if found is None:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _address(text: str | None) -> _Address | None:
    try:
        found = ipaddress.ip_address((text or "").strip())
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def _is_proxy(address: _Address) -> bool:
    return any(address in network for network in proxies(os.environ.get(SETTING, "")))


@cache
def proxies(setting: str) -> tuple[_Network, ...]:
    """The networks that the setting names.

    Raises:
        SystemExit: with a sentence, when a part of it is not a network.
    """
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in setting.split(",") if part.strip())
    except ValueError as error:
        raise SystemExit(f"{SETTING} names addresses or networks, separated by commas: {error}.") from None
