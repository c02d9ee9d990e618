"""Tokens, with which a person's scripts send curves. The database has only a hash of each."""

import hashlib
import secrets
import time

from sqlalchemy import delete, insert, select

from playground.store.error import in_words
from playground.store.store import Store
from playground.store.tables import tokens

_BYTES = 24  # of a random token, so that its plain hash cannot be reversed


class Tokens:
    """The table `tokens` of a database. Thread-safe; every method raises StoreError when it cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, owner: str) -> str:
        """Makes and returns a token, which is shown only this once; the owner's previous token stops working."""
        token = secrets.token_urlsafe(_BYTES)
        row = {"owner": owner, "digest": _digest(token), "created_at": time.time()}
        with in_words(), self._store.begin() as connection:
            connection.execute(delete(tokens).where(tokens.c.owner == owner))
            connection.execute(insert(tokens).values(**row))
        return token

    def made_at(self, owner: str) -> float | None:
        """When the owner's token was made, in seconds since 1970; None if there is none."""
        query = select(tokens.c.created_at).where(tokens.c.owner == owner)
        with in_words(), self._store.begin() as connection:
            found: float | None = connection.execute(query).scalar_one_or_none()
        return found

    def revoke(self, owner: str) -> None:
        """Makes the owner's token invalid."""
        with in_words(), self._store.begin() as connection:
            connection.execute(delete(tokens).where(tokens.c.owner == owner))

    def owner_of(self, token: str) -> str | None:
        """The owner of a token; None for a revoked token and for any other text."""
        query = select(tokens.c.owner).where(tokens.c.digest == _digest(token))
        with in_words(), self._store.begin() as connection:
            found: str | None = connection.execute(query).scalar_one_or_none()
        return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
