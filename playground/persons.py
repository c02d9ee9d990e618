"""Persons: who uses a page, and what this person may do to a run.

The number in a browser's cookie identifies the person. The database holds only a keyed hash of it (HMAC-SHA256,
https://doi.org/10.17487/RFC2104), so that reading the database is not enough to act as that person. All servers of one
database share the key, which is in the database or in the setting PLAYGROUND_SECRET.
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

# The deeds on a run or a group. "look": see its settings and curves. "steer": pause, stop, set a rate.
# "look_along": picture it along other columns. "describe": read and write its name, note and star.
# "open": have the sealed test rows measured, once.
# The deeds on an own table. "see": see its rows and train on them. "share": let others see them. "delete".
Deed = Literal["look", "start", "steer", "look_along", "describe", "delete", "open", "see", "share"]

_ANYBODYS: frozenset[Deed] = frozenset({"look"})
_SHARED: frozenset[Deed] = frozenset({"see"})
_WITH_A_WORKER: frozenset[Deed] = frozenset({"steer", "look_along", "open"})
_CONSOLE = "console"
_ID = re.compile(f"[0-9a-f]{{64}}|{_CONSOLE}")
_MOST_WAITING = 10_000  # the most ids that are translated when the database's key becomes known


@dataclass(frozen=True)
class Person:
    """A person at a page or at a terminal.

    `id` is the value of the columns `owner`: 64 hexadecimal digits, or "console" for the command line.

    Raises:
        ValueError: the id has another form.
    """

    id: str

    def __post_init__(self) -> None:
        if _ID.fullmatch(self.id) is None:
            raise ValueError("A person's id has 64 hexadecimal digits.")


CONSOLE = Person(
    _CONSOLE
)  # the owner of runs of the command line; a cookie's id is a hash, so it is never this one


class Owned(Protocol):
    """A run, a group or a table."""

    @property
    def owner(self) -> str: ...


@runtime_checkable
class Streamable(Owned, Protocol):
    """A run, which a script may train elsewhere."""

    @property
    def is_streamed(self) -> bool: ...


@runtime_checkable
class Shareable(Owned, Protocol):
    """A table, which its owner may share."""

    @property
    def shared(self) -> bool: ...


class _Key:
    """The key in use: the database's, or a key of this process until that is known."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.content = secrets.token_bytes(32)
        self.is_known = False
        self.met: dict[str, str] = {}  # numbers by id under the key of this process
        self.ids: dict[str, str] = {}  # ids under the database's key, by id under the key of this process


_key = _Key()


def new_number() -> str:
    """Makes a number for the cookie of a new browser."""
    return new_id()


def number_of(issuer: str, subject: str) -> str | None:
    """The number of a person whom a login provider calls `subject`; None while the database's key is not known.

    It is the same in every browser and reveals the person only with the key.
    """
    given = os.environ.get(SETTING)
    with _key.lock:
        key = given.encode() if given else _key.content if _key.is_known else None
    if key is None:
        return None
    content = json.dumps(["login", issuer, subject])
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()[:32]


def person_of(cookie: str | None) -> Person | None:
    """The person whose browser sends this cookie; None for a text that is not a number from `new_number`."""
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
    """The person with this number in their cookie, or with the name "console"; for the command line.

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

    The owner may do everything. Everybody may look at a run or a group, and see a table that its owner shares. Nobody
    may do a deed that needs a worker to a run that a script trains, because it has none here.
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
    """Sets the key of a database; from then on, `present_id` translates the ids that this process made before."""
    with _key.lock:
        _key.content, _key.is_known = content, True
        _key.ids |= {name: hash_number(content, number) for name, number in _key.met.items()}
        _key.met.clear()


def present_id(owner: str) -> str:
    """The id under the database's key for an id from before that key was known; any other id as it is."""
    with _key.lock:
        return _key.ids.get(owner, owner)
