"""The header by which a login tells pages and routes who has signed in. It replaces what a browser sends."""

import json
from collections.abc import Mapping
from typing import NamedTuple

SIGNED_IN = "x-signed-in"
BEFORE = "visitor-before"  # a cookie from the gate: the visitor's number of the browser before the login


class Name(NamedTuple):
    """The name and e-mail address of a person who has signed in; only shown to that person."""

    name: str
    email: str


def in_header(name: str, email: str) -> str:
    """The header's content, as ASCII for any name."""
    return json.dumps([name, email])


def name_in(headers: Mapping[str, str]) -> Name | None:
    """The person who has signed in; None without a login."""
    try:
        return Name(*map(str, json.loads(headers.get(SIGNED_IN, ""))))
    except (ValueError, TypeError):  # without a login, a browser may send any text
        return None
