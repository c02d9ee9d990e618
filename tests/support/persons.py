"""Persons for tests, identified by names."""

import hashlib

from playground.persons import Person


def somebody(name: str) -> Person:
    """The person of this name, the same one each time."""
    return Person(hashlib.sha256(name.encode()).hexdigest())


ME, YOU = somebody("me"), somebody("you")
