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
DAYS = 30  # that a browser need not be asked again
TRIES = 100  # wrong passcodes from one address: a class behind one router has thirty people, who mistype
WITHIN_SECONDS = 600.0

_MAX_BYTES, _SLOWEST = 2000, 10.0  # of a form that is sent; seconds that it may take
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

    def is_own(self, asked: HTTPConnection) -> bool:
        """Whether a request is the form of the page; scripts send their curves as a form where nothing else is said."""
        kind = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
        return asked.scope.get("method") == "POST" and kind == _FORM and not self.brings_a_key(asked)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the form: a redirect with the cookie, or the page again."""
        answer = await self._take(Request(scope, receive))
        await answer(scope, receive, send)

    def lets_in(self, asked: HTTPConnection) -> bool:
        """Whether the browser has the cookie of somebody who gave the passcode."""
        return self._is_valid(asked.cookies.get(COOKIE, ""))

    def ask(self, _request: Request) -> Response:
        """The page with the form for the passcode."""
        return self._form(_ASK, 401)

    async def _take(self, request: Request) -> Response:
        given = await _given(request)
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
            status_code=303, headers={"Location": _here(request), "Set-Cookie": self._cookie(request)}
        )

    def _cookie(self, request: Request) -> str:
        cookie = f"{COOKIE}={self._new()}; Path=/; Max-Age={DAYS * DAY}; HttpOnly; SameSite=Lax"
        return f"{cookie}; Secure" if is_secure(request.scope) else cookie

    def _form(self, sentence: str, status: int, *, is_wrong: bool = False) -> Response:
        state = "wrong" if is_wrong else "asked"
        return self.page(main_of(__file__, SENTENCE=sentence, STATE=state), status)

    def _new(self) -> str:
        said = f"{int(time.time()) + DAYS * DAY}.{secrets.token_hex(16)}"
        return f"{said}.{self._signed(said)}"

    def _is_valid(self, cookie: str) -> bool:
        said, _, signature = cookie.rpartition(".")
        until = said.partition(".")[0]
        is_ours = hmac.compare_digest(signature.encode(), self._signed(said).encode())
        return is_ours and time.time() < int(until)

    def _signed(self, said: str) -> str:
        return hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()


async def _given(request: Request) -> str | None:
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


def _here(request: Request) -> str:
    """The address that was asked for, from itself: it leads to no other server, whatever stands in it."""
    query = request.scope["query_string"].decode("latin-1")
    return "./" + quote(request.scope["path"].rpartition("/")[2]) + (f"?{query}" if query else "")
