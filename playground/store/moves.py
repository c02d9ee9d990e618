"""Moves: codes with which a person continues in another browser. Each works once, within minutes.

The database holds neither the code nor the number of the person's cookie. scrypt (https://doi.org/10.17487/RFC7914)
makes of the code a hash, which finds the row, and a key, which decrypts the number.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, insert

from playground.store.error import in_words
from playground.store.servers import now_of
from playground.store.store import Store
from playground.store.tables import moves

SECONDS = 600.0  # how long a code works
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, like Crockford's Base32
LENGTH = 10  # letters of a code: 50 bits
_ALIKE = str.maketrans("OIL", "011")
_NONCE = 12  # bytes


class Moves:
    """The table `moves` of a database. Thread-safe; every method raises StoreError when it cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, owner: str, number: str) -> str:
        """Makes a code for the person whose cookie has this number; the person's earlier code stops working."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        digest, key = self._stretch(code)
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + AESGCM(key).encrypt(nonce, number.encode(), None)
        with in_words(), self._store.begin() as connection:
            now = now_of(connection)
            connection.execute(delete(moves).where((moves.c.owner == owner) | (moves.c.until < now)))
            row = {"owner": owner, "digest": digest, "sealed": sealed, "until": now + SECONDS}
            connection.execute(insert(moves).values(**row))
        return f"{code[:5]}-{code[5:]}"

    def redeem(self, text: str) -> str | None:
        """The number of the cookie that belongs to a code, only once; None for any other text."""
        code = "".join(letter for letter in text.upper().translate(_ALIKE) if letter in LETTERS)
        if len(code) != LENGTH:
            return None
        digest, key = self._stretch(code)
        with in_words(), self._store.begin() as connection:
            mine = delete(moves).where(moves.c.digest == digest, moves.c.until >= now_of(connection))
            sealed = connection.execute(mine.returning(moves.c.sealed)).scalar_one_or_none()
        if sealed is None:
            return None
        try:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
        except InvalidTag:
            return None

    def _stretch(self, code: str) -> tuple[str, bytes]:
        """The hash and the key of a code; both differ between installations."""
        content = hashlib.scrypt(code.encode(), salt=self._store.key(), n=2**14, r=8, p=1, dklen=64)
        return content[:32].hex(), content[32:]
