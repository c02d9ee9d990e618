"""Addresses to give away: whole ones, as another browser needs them."""

from urllib.parse import quote, urlencode, urlsplit

import streamlit as st


def address(page: str = "", **parameters: str) -> str:
    """The address of a page of this app, as this browser reaches it, with query parameters.

    Without a scheme and a host where the browser did not say its own.
    """
    here = urlsplit(st.context.url or "")
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    path = f"/{base}/{page}" if base else f"/{page}"
    query = urlencode(parameters, quote_via=quote)
    return f"{here.scheme}://{here.netloc}{path}?{query}" if here.netloc else f"{path}?{query}"
