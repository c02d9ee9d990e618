"""The passcode of a room: a browser without it gets only a page that asks for it.

A browser that has sent the passcode gets a cookie of an expiry time, a random number, and an HMAC-SHA256 of both. The
HMAC's key is the passcode, stretched by scrypt (RFC 7914). So every server with the same passcode accepts the cookie,
the cookie does not reveal the passcode, and a new passcode makes the cookie invalid.
"""

import hashlib
import hmac
import logging
import os
import secrets
import time
from urllib.parse import parse_qs, quote

from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from playground.attempts import Attempts
from playground.persons import SETTING as SECRET
from playground.server.addresses import address_of
from playground.server.bodies import TooLargeError, body_of
from playground.server.gate import Gate, main_of
from playground.server.hosts import is_secure

SETTING = "PLAYGROUND_PASSCODE"
COOKIE = "room"
SHORTEST = 8  # characters
DAY = 24 * 3600  # seconds
DAYS = 30  # until the cookie expires
TRIES = 100  # most wrong passcodes from one address: thirty people of a class may share a router, and mistype
WITHIN_SECONDS = 600.0

_MAX_BYTES, _SLOWEST = 2000, 10.0  # of the form's body; seconds until it must have arrived
_FORM = "application/x-www-form-urlencoded"

_ASK = "Ask whoever runs this room for the passcode."
_WRONG = "This is not the passcode. Capital letters count."
_OFTEN = "Too many wrong passcodes came from your network. Wait ten minutes, then try again."
_NO_FORM = "The passcode did not arrive. Type it again."

_log = logging.getLogger(__name__)


def passcode() -> str | None:
    """The passcode of the environment; None if the setting is empty.

    Raises:
        SystemExit: it is too short; with a sentence.
    """
    found = os.environ.get(SETTING, "").strip()
    if found and len(found) < SHORTEST:
        raise SystemExit(f"{SETTING} has {len(found)} characters; it needs {SHORTEST} or more.")
    return found or None


class Room(Gate):
    """Lets in browsers that have sent the passcode."""

    needed = "This room has a passcode, and this browser has not given it. Load the page again to type it."

    def __init__(self, app: ASGIApp, passcode: str) -> None:
        super().__init__(app)
        self._passcode = passcode
        salt = b"room " + os.environ.get(SECRET, "").encode()
        self._key = hashlib.scrypt(passcode.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
        self._wrong = Attempts(WITHIN_SECONDS)

    def is_own(self, connection: HTTPConnection) -> bool:
        """Whether a request is the page's form, and not a script's curves, whose content type may be a form's too."""
        kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
        is_form = connection.scope.get("method") == "POST" and kind == _FORM
        return is_form and not self.brings_a_key(connection)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the form: a redirect with the cookie, or the page again."""
        answer = await self._take(Request(scope, receive))
        await answer(scope, receive, send)

    def lets_in(self, connection: HTTPConnection) -> bool:
        """Whether the browser has a valid cookie."""
        return self._is_valid(connection.cookies.get(COOKIE, ""))

    def ask(self, _request: Request) -> Response:
        """The page with the form for the passcode."""
        return self._form(_ASK, 401)

    async def _take(self, request: Request) -> Response:
        given = await _passcode_of(request)
        if given is None:
            return self._form(_NO_FORM, 400, is_wrong=True)
        address = address_of(request)
        if not self._wrong.take(address, TRIES):
            return self._form(_OFTEN, 429, is_wrong=True)
        if not hmac.compare_digest(given.encode(), self._passcode.encode()):
            _log.info("A wrong passcode came from %s.", address)
            return self._form(_WRONG, 403, is_wrong=True)
        self._wrong.give_back(address)
        return Response(
            status_code=303, headers={"Location": _own_address(request), "Set-Cookie": self._cookie(request)}
        )

    def _cookie(self, request: Request) -> str:
        cookie = f"{COOKIE}={self._new()}; Path=/; Max-Age={DAYS * DAY}; HttpOnly; SameSite=Lax"
        return f"{cookie}; Secure" if is_secure(request.scope) else cookie

    def _form(self, sentence: str, status: int, *, is_wrong: bool = False) -> Response:
        state = "wrong" if is_wrong else "asked"
        return self.page(main_of(__file__, SENTENCE=sentence, STATE=state), status)

    def _new(self) -> str:
        content = f"{int(time.time()) + DAYS * DAY}.{secrets.token_hex(16)}"
        return f"{content}.{self._signature(content)}"

    def _is_valid(self, cookie: str) -> bool:
        content, _, signature = cookie.rpartition(".")
        until = content.partition(".")[0]
        is_ours = hmac.compare_digest(signature.encode(), self._signature(content).encode())
        return is_ours and time.time() < int(until)

    def _signature(self, content: str) -> str:
        return hmac.new(self._key, content.encode(), hashlib.sha256).hexdigest()


async def _passcode_of(request: Request) -> str | None:
    """The passcode in a form; None if none arrives."""
    try:
        body = await body_of(request, _MAX_BYTES, _SLOWEST)
    except (TooLargeError, ClientDisconnect, TimeoutError):
        return None
    try:
        found = parse_qs(body.decode("ascii"), max_num_fields=2).get("passcode")
    except ValueError:
        return None
    return found[0].strip() if found else None


def _own_address(request: Request) -> str:
    """The requested address as a relative reference, so it leads to no other server."""
    query = request.scope["query_string"].decode("latin-1")
    return "./" + quote(request.scope["path"].rpartition("/")[2]) + (f"?{query}" if query else "")
