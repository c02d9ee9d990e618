"""Seal: the cookie of a person who has signed in. Only servers with the same settings can create and read it.

It is a Fernet token (AES-128-CBC and HMAC-SHA256, https://github.com/fernet/spec). Its key is the client secret,
stretched by scrypt (RFC 7914). So every server of a login can read it, and a new client secret makes it invalid.
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
        id: the id of this login; each browser of the person has its own login.
        number: the person's number, which pages and routes use like that of a visitor's cookie.
        until: when the login ends, in seconds since 1970.
        name, email: from the provider; shown to the person, and used to decide who may enter.
        is_verified: whether the provider has verified the e-mail address.
    """

    model_config = ConfigDict(frozen=True)

    id: Id
    number: Id
    until: float
    name: str
    email: str
    is_verified: bool


class Seal:
    """Creates and reads the cookies of logins.

    Attributes:
        key_of_states: the secret key for the cookies of sign-ins that are not completed.
    """

    def __init__(self, settings: LoginSettings) -> None:
        secret = os.environ.get(SECRET, "")
        salt = "\n".join(("login", settings.metadata, settings.client_id, secret)).encode()
        key = hashlib.scrypt(settings.client_secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self._seconds = settings.hours * 3600
        self.key_of_states = hashlib.sha256(b"states" + key).hexdigest()

    def new(self, number: str, name: str, email: str, *, is_verified: bool) -> SignedIn:
        """A login that begins now and ends after the hours of the settings."""
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
        """The content of the cookie of a login."""
        return self._fernet.encrypt(person.model_dump_json().encode()).decode()

    def open(self, cookie: str) -> SignedIn | None:
        """The login of a cookie; None if the cookie is invalid or the login has ended."""
        if not cookie or len(cookie) > _LONGEST or not cookie.isascii():
            return None
        try:
            person = SignedIn.model_validate_json(self._fernet.decrypt(cookie))
        except (InvalidToken, ValidationError):
            return None
        return person if time.time() < person.until else None
