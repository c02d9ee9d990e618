"""Tokens: with which a person's scripts send curves to their runs. Only a hash of each is kept."""

import hashlib
import secrets
import time

from sqlalchemy import delete, insert, select

from playground.store.error import in_words
from playground.store.store import Store
from playground.store.tables import tokens

_BYTES = 24  # of a token, drawn at random: a plain hash of it cannot be guessed


class Tokens:
    """The table `tokens` of a database. Thread-safe; every method raises StoreError when it cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, owner: str) -> str:
        """A new token, which is told this once; the owner's token of before is worth nothing any more."""
        token = secrets.token_urlsafe(_BYTES)
        row = {"owner": owner, "digest": _digest(token), "created_at": time.time()}
        with in_words(), self._store.begin() as connection:
            connection.execute(delete(tokens).where(tokens.c.owner == owner))
            connection.execute(insert(tokens).values(**row))
        return token

    def made_at(self, owner: str) -> float | None:
        """When the owner's token was made, in seconds since 1970; None where there is none."""
        query = select(tokens.c.created_at).where(tokens.c.owner == owner)
        with in_words(), self._store.begin() as connection:
            found: float | None = connection.execute(query).scalar_one_or_none()
        return found

    def revoke(self, owner: str) -> None:
        """Makes the owner's token worth nothing."""
        with in_words(), self._store.begin() as connection:
            connection.execute(delete(tokens).where(tokens.c.owner == owner))

    def owner_of(self, token: str) -> str | None:
        """Whose token this is; None for one that was revoked, and for any other text."""
        query = select(tokens.c.owner).where(tokens.c.digest == _digest(token))
        with in_words(), self._store.begin() as connection:
            found: str | None = connection.execute(query).scalar_one_or_none()
        return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
