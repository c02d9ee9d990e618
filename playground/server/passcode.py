"""The passcode of a room: whoever has not given it gets a page that asks for it, and nothing else.

A browser that gave it keeps a cookie: until when it lets in, a random number, and an HMAC-SHA256 of both. The key is
the passcode, stretched by scrypt (RFC 7914), so every server with this passcode knows the cookie, nobody reads the
passcode out of it, and another passcode makes it worthless.
"""

import hashlib
import hmac
import logging
import os
import secrets
import time
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qs, quote

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from playground.attempts import Attempts
from playground.persons import SETTING as SECRET
from playground.server.addresses import address_of
from playground.server.answers import json_answer
from playground.server.bodies import TooLargeError, body_of
from playground.server.hosts import is_secure

SETTING = "PLAYGROUND_PASSCODE"
COOKIE = "room"
SHORTEST = 8  # characters
DAY = 24 * 3600  # seconds
DAYS = 30  # that a browser need not be asked again
TRIES = 100  # wrong passcodes from one address: a class behind one router has thirty people, who mistype
WITHIN_SECONDS = 600.0

_MAX_BYTES, _SLOWEST = 2000, 10.0  # of a form that is sent; seconds that it may take
_REFUSED = 1008  # of RFC 6455
_FORM = "application/x-www-form-urlencoded"

_ASK = "Ask whoever runs this room for the passcode."
_WRONG = "This is not the passcode. Capital letters count."
_OFTEN = "Too many wrong passcodes came from your network. Wait ten minutes, then try again."
_NO_FORM = "The passcode did not arrive. Type it again."
_NEEDED = "This room has a passcode, and this browser has not given it. Load the page again to type it."

_log = logging.getLogger(__name__)


def passcode() -> str | None:
    """The passcode; None where the setting is empty.

    Raises:
        SystemExit: it is too short; with a sentence.
    """
    found = os.environ.get(SETTING, "").strip()
    if found and len(found) < SHORTEST:
        raise SystemExit(f"{SETTING} has {len(found)} characters; it needs {SHORTEST} or more.")
    return found or None


def passcode_middleware() -> list[Middleware]:
    """Asks for the passcode before anything else answers; nothing where there is none."""
    found = passcode()
    return [] if found is None else [Middleware(Room, found)]


class Room:
    """Lets in whoever has given the passcode.

    Others get four things: the page that asks for it, that page's font, the answer on the server's health, and the
    routes that ask for a key of their own, if a request brings one: `/live` with a person's token, `/metrics` with the
    host's key.
    """

    def __init__(self, app: ASGIApp, passcode: str) -> None:
        self._app = app
        self._passcode = passcode
        salt = b"room " + os.environ.get(SECRET, "").encode()
        self._key = hashlib.scrypt(passcode.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
        self._wrong = Attempts(WITHIN_SECONDS)
        base = st.get_option("server.baseUrlPath").strip("/")
        self._prefix = f"/{base}" if base else ""
        self._font = f"{self._prefix}/static/media/{_font()}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif self._is_form(HTTPConnection(scope)):  # also of who has come in by another tab
            answer = await self._take(Request(scope, receive))
            await answer(scope, receive, send)
        elif self._is_open(HTTPConnection(scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(_REFUSED)(scope, receive, send)
        else:
            answer = self._ask(Request(scope))
            await answer(scope, receive, send)

    def _is_form(self, asked: HTTPConnection) -> bool:
        """Whether a request is the form of the page; scripts send their curves as a form where nothing else is said."""
        kind = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
        return asked.scope.get("method") == "POST" and kind == _FORM and not self._brings_a_key(asked)

    def _is_open(self, asked: HTTPConnection) -> bool:
        method, path = asked.scope.get("method"), asked.scope["path"]
        if method in ("GET", "HEAD") and path in (f"{self._prefix}/_stcore/health", self._font):
            return True
        if self._brings_a_key(asked):
            return True
        return self._is_valid(asked.cookies.get(COOKIE, ""))

    def _brings_a_key(self, asked: HTTPConnection) -> bool:
        """Whether a request brings a token or a key to a route that asks for one itself."""
        if not asked.headers.get("authorization", "").lower().startswith("bearer "):
            return False
        method, path, live = asked.scope.get("method"), asked.scope["path"], f"{self._prefix}/live"
        if method == "POST":
            return bool(path == live or path.startswith(f"{live}/"))
        return method == "GET" and bool(path == f"{self._prefix}/metrics")

    def _ask(self, request: Request) -> Response:
        if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
            return self._page(_ASK, 401)
        if request.scope["path"].startswith(f"{self._prefix}/_stcore/"):
            # Streamlit shows an open page what it says.
            return PlainTextResponse(_NEEDED, 401, {"Cache-Control": "no-store"})
        return json_answer({"error": _NEEDED}, 401)

    async def _take(self, request: Request) -> Response:
        given = await _given(request)
        if given is None:
            return self._page(_NO_FORM, 400, is_wrong=True)
        address = address_of(request)
        if not self._wrong.take(address, TRIES):
            return self._page(_OFTEN, 429, is_wrong=True)
        if not hmac.compare_digest(given.encode(), self._passcode.encode()):
            _log.info("A wrong passcode came from %s.", address)
            return self._page(_WRONG, 403, is_wrong=True)
        self._wrong.give_back(address)
        return Response(
            status_code=303, headers={"Location": _here(request), "Set-Cookie": self._cookie(request)}
        )

    def _cookie(self, request: Request) -> str:
        cookie = f"{COOKIE}={self._new()}; Path=/; Max-Age={DAYS * DAY}; HttpOnly; SameSite=Lax"
        return f"{cookie}; Secure" if is_secure(request.scope) else cookie

    def _page(self, sentence: str, status: int, *, is_wrong: bool = False) -> HTMLResponse:
        page = _page().replace("FONT", self._font).replace("SENTENCE", escape(sentence))
        page = page.replace("STATE", "wrong" if is_wrong else "asked")
        return HTMLResponse(page, status, {"Cache-Control": "no-store"})

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


@cache
def _page() -> str:
    icon = (resources.files("playground") / "ui" / "frame" / "icon.svg").read_text("utf-8")
    return Path(__file__).with_suffix(".html").read_text("utf-8").replace("ICON", quote(icon))


def _font() -> str:
    """The name of the font that Streamlit serves for words; "none" where another release has none of that name."""
    media = resources.files("streamlit") / "static" / "static" / "media"
    names = [each.name for each in media.iterdir()] if media.is_dir() else []
    return next((name for name in sorted(names) if name.startswith("SourceSansVF-Upright")), "none")
