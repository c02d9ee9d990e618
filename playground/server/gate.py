"""Gates: the base class decides which requests reach the app; a subclass decides who is let in."""

import re
from abc import ABC, abstractmethod
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.status import WS_1008_POLICY_VIOLATION
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from playground.server.answers import json_answer
from playground.server.base_path import base_path


class Gate(ABC):
    """Passes requests of people whom the subclass lets in to the app.

    Other people reach only the gate's own page, the font of that page, the health check of the server, and routes that
    check a key themselves, if the request has one: `/live` with a person's token, `/metrics` with the host's key. A
    request passes all gates of an installation.
    """

    needed: str  # the sentence of the answer 401 to a request that is not for a page

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.prefix = base_path().rstrip("/")
        self._font = f"{self.prefix}/static/media/{_font()}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if self.is_own(connection):  # also from a person who was let in by another tab
            await self.answer(scope, receive, send)
        elif self._is_open(connection):
            await self.app(scope, receive, send)
        elif self.lets_in(connection):
            await self.lead_in(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(WS_1008_POLICY_VIOLATION)(scope, receive, send)
        else:
            refusal = self._refuse(Request(scope))
            await refusal(scope, receive, send)

    @abstractmethod
    def is_own(self, connection: HTTPConnection) -> bool:
        """Whether the gate itself answers a request, with `answer`."""

    @abstractmethod
    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request for which `is_own` holds."""

    @abstractmethod
    def lets_in(self, connection: HTTPConnection) -> bool:
        """Whether a request is from a person who may enter."""

    @abstractmethod
    def ask(self, request: Request) -> Response:
        """The page for a person who is not let in."""

    async def lead_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request that `lets_in` accepts to the app."""
        await self.app(scope, receive, send)

    def brings_a_key(self, connection: HTTPConnection) -> bool:
        """Whether a request has a token or a key for a route that checks it itself."""
        if not connection.headers.get("authorization", "").lower().startswith("bearer "):
            return False
        method, path, live = connection.scope.get("method"), connection.scope["path"], f"{self.prefix}/live"
        if method == "POST":
            return bool(path == live or path.startswith(f"{live}/"))
        return method == "GET" and bool(path == f"{self.prefix}/metrics")

    def page(self, main: str, status: int) -> HTMLResponse:
        """A page in the app's colours; `main` is the HTML of its content."""
        return HTMLResponse(
            _page().replace("FONT", self._font).replace("MAIN", main), status, {"Cache-Control": "no-store"}
        )

    def _is_open(self, connection: HTTPConnection) -> bool:
        method, path = connection.scope.get("method"), connection.scope["path"]
        if method in ("GET", "HEAD") and path in (f"{self.prefix}/_stcore/health", self._font):
            return True
        return self.brings_a_key(connection)

    def _refuse(self, request: Request) -> Response:
        if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
            return self.ask(request)
        if request.scope["path"].startswith(f"{self.prefix}/_stcore/"):
            return json_answer(self.needed, 401)  # components/connection shows the sentence on an open page
        return json_answer({"error": self.needed}, 401)


def main_of(module: str, **texts: str) -> str:
    """The HTML file beside the module at a path, with each name of `texts` replaced by its escaped text."""
    html = Path(module).with_suffix(".html").read_text("utf-8")
    return re.sub("|".join(texts), lambda name: escape(texts[name[0]]), html)


@cache
def _page() -> str:
    icon = (resources.files("playground") / "ui" / "frame" / "icon.svg").read_text("utf-8")
    return Path(__file__).with_suffix(".html").read_text("utf-8").replace("ICON", quote(icon))


def _font() -> str:
    """The file name of Streamlit's font for text; "none" if another release of Streamlit has no such font."""
    media = resources.files("streamlit") / "static" / "static" / "media"
    names = [each.name for each in media.iterdir()] if media.is_dir() else []
    return next((name for name in sorted(names) if name.startswith("SourceSansVF-Upright")), "none")
