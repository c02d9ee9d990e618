"""The settings of a login: the provider, and the people who may enter."""

import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

METADATA = "PLAYGROUND_OIDC_METADATA"  # an address that ends in /.well-known/openid-configuration
CLIENT_ID = "PLAYGROUND_OIDC_CLIENT_ID"
CLIENT_SECRET = "PLAYGROUND_OIDC_CLIENT_SECRET"  # noqa: S105 - the name of it
NAME = "PLAYGROUND_OIDC_NAME"  # the provider's name for people
ALLOWED = "PLAYGROUND_OIDC_ALLOWED"  # e-mail addresses and domains, separated by commas
HOURS = "PLAYGROUND_OIDC_HOURS"
ADDRESS = "PLAYGROUND_ADDRESS"  # the app's address in browsers

DEFAULT_HOURS = 12.0
MOST_HOURS = 720.0
_OWN = (METADATA, CLIENT_ID, CLIENT_SECRET, NAME, ALLOWED, HOURS)
_NEEDED = (METADATA, CLIENT_ID, CLIENT_SECRET, ADDRESS)
_WHO = re.compile(r"([^@\s,]+@)?[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)


@dataclass(frozen=True)
class LoginSettings:
    """A login.

    Attributes:
        metadata: the address of the provider's metadata.
        client_id, client_secret: this app's id and secret at the provider.
        address: the scheme and host of the app's address in browsers, without a slash at the end.
        name: the provider's name for people.
        allowed: e-mail addresses and domains that may enter, in lower case; if empty, all people of the provider may.
        hours: the duration of a login, after which a person must sign in again.
    """

    metadata: str
    client_id: str
    client_secret: str
    address: str
    name: str
    allowed: tuple[str, ...] = ()
    hours: float = DEFAULT_HOURS

    @property
    def is_secure(self) -> bool:
        """Whether browsers use TLS to the app."""
        return self.address.startswith("https://")

    def allows(self, email: str, *, is_verified: bool) -> bool:
        """Whether a person with this e-mail address may enter; an unverified address matches no allowed one."""
        if not self.allowed:
            return True
        address = email.lower()
        return is_verified and (address in self.allowed or address.rpartition("@")[2] in self.allowed)


def login_settings() -> LoginSettings | None:
    """The login of the environment; None if the environment configures none.

    Raises:
        SystemExit: a part of it is missing or wrong; with a sentence.
    """
    values = {name: os.environ.get(name, "").strip() for name in (*_OWN, ADDRESS)}
    if not any(values[name] for name in _OWN):
        return None
    if missing := [name for name in _NEEDED if not values[name]]:
        raise SystemExit(f"A login needs {', '.join(_NEEDED)}; not set: {', '.join(missing)}.")
    metadata = _web_address(METADATA, values[METADATA])
    if find_spec("authlib") is None or find_spec("httpx") is None:
        raise SystemExit("A login needs Authlib and httpx: python -m pip install -r requirements-login.txt")
    return LoginSettings(
        metadata,
        values[CLIENT_ID],
        values[CLIENT_SECRET],
        _address(values[ADDRESS]),
        values[NAME] or urlsplit(metadata).netloc,
        _allowed(values[ALLOWED]),
        _hours(values[HOURS]),
    )


def _web_address(name: str, text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.username is not None:
        raise SystemExit(f"{name} is an address such as https://play.example.org; {text} is none.")
    return text


def _address(text: str) -> str:
    parts = urlsplit(_web_address(ADDRESS, text))
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SystemExit(f"{ADDRESS} has a scheme and a host, and a port if need be, and nothing after it.")
    return f"{parts.scheme}://{parts.netloc}"


def _allowed(text: str) -> tuple[str, ...]:
    found = tuple(part.strip().lower().removeprefix("@") for part in text.split(",") if part.strip())
    for part in found:
        if _WHO.fullmatch(part) is None:
            raise SystemExit(
                f"{ALLOWED} has e-mail addresses and domains, separated by commas: {part} is none."
            )
    return found


def _hours(text: str) -> float:
    try:
        hours = float(text or DEFAULT_HOURS)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= MOST_HOURS:  # refuses NaN too
        raise SystemExit(f"{HOURS} is a number of hours up to {MOST_HOURS:.0f}; {text} is none.")
    return hours
