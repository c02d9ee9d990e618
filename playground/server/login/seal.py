"""Seal: the cookie of a person who has signed in. Only servers with the same settings make it and read it.

It is a token of Fernet (AES-128-CBC and HMAC-SHA256, https://github.com/fernet/spec). The key is the client's secret,
stretched by scrypt (RFC 7914): every server of a login knows the cookie, and another client secret makes it worthless.
"""

import base64
import hashlib
import os
import time

from cryptography.fernet import Fernet, InvalidToken
from pydantic import BaseModel, ConfigDict, ValidationError

from playground.ids import Id, new_id
from playground.persons import SETTING as SECRET
from playground.server.login.settings import LoginSettings

_LONGEST = 4096  # characters of a cookie


class SignedIn(BaseModel):
    """A person who has signed in.

    Attributes:
        id: of this login; another browser of the person has another one.
        number: by which pages and routes know the person, as by a visitor's cookie.
        until: when the login ends, in seconds since 1970.
        name, email: as the provider says them; for the person's eyes, and for who may enter.
        is_verified: whether the provider has made sure that the address of e-mail is the person's.
    """

    model_config = ConfigDict(frozen=True)

    id: Id
    number: Id
    until: float
    name: str
    email: str
    is_verified: bool


class Seal:
    """Makes cookies, and reads them."""

    def __init__(self, settings: LoginSettings) -> None:
        secret = os.environ.get(SECRET, "")
        salt = "\n".join(("login", settings.metadata, settings.client_id, secret)).encode()
        key = hashlib.scrypt(settings.client_secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self._seconds = settings.hours * 3600
        self.key_of_states = hashlib.sha256(b"states" + key).hexdigest()

    def new(self, number: str, name: str, email: str, *, is_verified: bool) -> SignedIn:
        """A login that begins now."""
        until = time.time() + self._seconds
        return SignedIn(
            id=new_id(),
            number=number,
            until=until,
            name=name[:100],
            email=email[:320],
            is_verified=is_verified,
        )

    def close(self, person: SignedIn) -> str:
        """The content of the cookie."""
        return self._fernet.encrypt(person.model_dump_json().encode()).decode()

    def open(self, cookie: str) -> SignedIn | None:
        """The person whom a cookie names; None for one that is none of ours, or whose time is over."""
        if not cookie or len(cookie) > _LONGEST or not cookie.isascii():
            return None
        try:
            person = SignedIn.model_validate_json(self._fernet.decrypt(cookie))
        except (InvalidToken, ValidationError):
            return None
        return person if time.time() < person.until else None
