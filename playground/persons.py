"""Persons: who uses a page, and what this person may do to a run.

A browser is known by the number in its cookie. The database holds only a keyed hash of it (HMAC-SHA256,
https://doi.org/10.17487/RFC2104), so that nobody who reads the database can become that person. All servers of one
database share the key: it is in that database, or in the setting PLAYGROUND_SECRET.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import threading
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from playground.ids import is_id, new_id

VISITOR = "visitor"  # the cookie's name
SETTING = "PLAYGROUND_SECRET"

# What a person does to a run or a group. "look": sees its settings and curves. "steer": pauses, stops, sets a rate.
# "look_along": pictures it along other columns. "describe": names it, takes a note, stars it, and reads these.
# "open": has the sealed test rows measured, once.
# To a table of one's own: "see" its rows, and train on them; "share": lets others see them; "delete".
Deed = Literal["look", "start", "steer", "look_along", "describe", "delete", "open", "see", "share"]

_ANYBODYS: frozenset[Deed] = frozenset({"look"})
_SHARED: frozenset[Deed] = frozenset({"see"})
_WITH_A_WORKER: frozenset[Deed] = frozenset({"steer", "look_along", "open"})
_CONSOLE = "console"
_ID = re.compile(f"[0-9a-f]{{64}}|{_CONSOLE}")
_MOST_WAITING = 10_000  # ids that are translated when the database's key becomes known


@dataclass(frozen=True)
class Person:
    """A person at a page or at a terminal.

    `id` is the value of the columns `owner`: 64 hexadecimal digits, or "console" for whoever uses the command line.

    Raises:
        ValueError: the id is any other text.
    """

    id: str

    def __post_init__(self) -> None:
        if _ID.fullmatch(self.id) is None:
            raise ValueError("A person's id has 64 hexadecimal digits.")


CONSOLE = Person(
    _CONSOLE
)  # owns what the command line trains; the id of a cookie is a hash, so never this one


class Owned(Protocol):
    """A run, a group or a table."""

    @property
    def owner(self) -> str: ...


@runtime_checkable
class Streamable(Owned, Protocol):
    """A run, which may be trained elsewhere."""

    @property
    def is_streamed(self) -> bool: ...


@runtime_checkable
class Shareable(Owned, Protocol):
    """A table, which its owner may share."""

    @property
    def shared(self) -> bool: ...


class _Key:
    """The key in use: the database's, or, until that is known, a key that only this process has."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.content = secrets.token_bytes(32)
        self.is_known = False
        self.met: dict[str, str] = {}  # numbers by the ids under the key of this process
        self.ids: dict[str, str] = {}  # ids under the database's key by those under the key of this process


_key = _Key()


def new_number() -> str:
    """A number for the cookie of a browser that has none."""
    return new_id()


def number_of(issuer: str, subject: str) -> str | None:
    """The number of a person whom a provider of logins knows as `subject`; None while the database's key is not known.

    It is the same in every browser, and tells nobody who has not the key which person it is.
    """
    given = os.environ.get(SETTING)
    with _key.lock:
        key = given.encode() if given else _key.content if _key.is_known else None
    if key is None:
        return None
    content = json.dumps(["login", issuer, subject])
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()[:32]


def person_of(cookie: str | None) -> Person | None:
    """The person whose browser sends this cookie; None for a text that `new_number` cannot have made."""
    if not is_id(cookie):
        return None
    given = os.environ.get(SETTING)
    if given:
        return Person(hash_number(given.encode(), cookie))
    with _key.lock:
        name = hash_number(_key.content, cookie)
        if not _key.is_known and len(_key.met) < _MOST_WAITING:
            _key.met[name] = cookie
    return Person(name)


def person_named(text: str) -> Person:
    """The person whom the command line names: by the number in their cookie, or "console".

    Raises:
        ValueError: with a sentence, for any other text.
    """
    person = CONSOLE if text == _CONSOLE else person_of(text)
    if person is None:
        raise ValueError(
            "this is neither the number in a visitor's cookie, 32 hexadecimal digits, nor 'console'."
        )
    return person


def may(person: Person | None, deed: Deed, run: Owned) -> bool:
    """Whether a person may do a deed to a run, a group or a table.

    The owner may do everything, everybody may look at a run or a group, and see a table that its owner shares. A run
    that is trained elsewhere has no worker here that could be asked for anything.
    """
    if deed in _WITH_A_WORKER and isinstance(run, Streamable) and run.is_streamed:
        return False
    if deed in _ANYBODYS or (person is not None and person.id == run.owner):
        return True
    return deed in _SHARED and isinstance(run, Shareable) and run.shared


def hash_number(key: bytes, number: str) -> str:
    """HMAC-SHA256 of a cookie's number as 64 hexadecimal digits."""
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()


def use_key(content: bytes) -> None:
    """Use the key of a database from now on; `present_id` then translates the ids that this process gave before."""
    with _key.lock:
        _key.content, _key.is_known = content, True
        _key.ids |= {name: hash_number(content, number) for name, number in _key.met.items()}
        _key.met.clear()


def present_id(owner: str) -> str:
    """The owner's id under the database's key, if the id was made before that key was known; else the id itself."""
    with _key.lock:
        return _key.ids.get(owner, owner)
