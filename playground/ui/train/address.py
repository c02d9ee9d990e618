"""Addresses to share: complete ones, which another browser can open."""

import socket
from urllib.parse import quote, urlencode, urlsplit

import psutil
import streamlit as st

from playground.server.base_path import base_path


def sharing_hint() -> str:
    """A sentence if this browser's address is of no use on another machine, with an address that may be; else ""."""
    here = urlsplit(st.context.url or "")
    if here.hostname not in ("localhost", "127.0.0.1", "::1"):
        return ""
    found = [
        card.address
        for cards in psutil.net_if_addrs().values()
        for card in cards
        if card.family is socket.AF_INET and not card.address.startswith("127.")
    ]
    such_as = f", such as {here.scheme}://{found[0]}:{here.port or 80}," if found else ""
    return (
        f"This address opens nothing on another machine. Open the app under this machine's own address{such_as} "
        "and share it from there."
    )


def address(page: str = "", **parameters: str) -> str:
    """The address of a page of this app with query parameters, as this browser reaches it.

    It has no scheme and host if the browser did not send its own.
    """
    query = urlencode(parameters, quote_via=quote)
    return f"{server_address()}/{page}?{query}"


def server_address() -> str:
    """The address of this app as this browser reaches it, without scheme and host if the browser sent none."""
    here = urlsplit(st.context.url or "")
    path = base_path().rstrip("/")
    return f"{here.scheme}://{here.netloc}{path}" if here.netloc else path
