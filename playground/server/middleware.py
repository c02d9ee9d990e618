"""Middleware: access of hosts and people, limits on uploads, security headers, and the visitor's cookie on pages."""

import base64
import hashlib
import re
from importlib import resources

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.ids import is_id
from playground.persons import VISITOR, new_number
from playground.server.first_paint import FirstPaint
from playground.server.gates import gates
from playground.server.hosts import host_middleware, is_secure
from playground.server.login.header import name_in
from playground.server.slow_bodies import SlowBodies
from playground.server.uploads import Ledger, Uploads, ledger

SESSION_OF = "x-session-of"  # the header of a websocket with the number of the page's visitor
_YEAR = 365 * 24 * 3600  # seconds


def _content_security_policy() -> str:
    """The policy: pages load from and send to this server only, and run no injected script.

    Streamlit styles its elements inline and loads a component's script from a blob. Plotly compiles its WebGL charts
    with `Function`. The policy allows the inline scripts of Streamlit's own page by their hashes.
    """
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self' 'unsafe-eval' blob:", *_inline_scripts()]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' data: blob:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def _inline_scripts() -> list[str]:
    page = (resources.files("streamlit") / "static" / "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": _content_security_policy(),
}


def middleware(uploaded: Ledger = ledger, style: str = "") -> list[Middleware]:
    """All middleware in addition to Streamlit's own, outermost first.

    Args:
        uploaded: counts the uploaded files of each session.
        style: the style sheet in every page; "" for none.
    """
    own = [
        Middleware(SecurityHeaders),
        *host_middleware(),
        Middleware(SlowBodies),
        *gates(),
        Middleware(Uploads, uploaded),
        Middleware(VisitorCookie),
    ]
    return [*own, Middleware(FirstPaint, style)] if style else own


class SecurityHeaders:
    """Adds security headers to every HTTP answer, but replaces none that the answer has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if is_secure(scope):
                    headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class VisitorCookie:
    """Gives each browser a cookie of 128 random bits with its first page, by which the server recognizes it.

    The page opens its websocket later, so `st.context.cookies["visitor"]` exists on the first visit. Each visit keeps
    the cookie for another year.

    A page that has lost its websocket continues its session on the next one. The header `SESSION_OF`, which
    `.streamlit/config.toml` names, tells Streamlit whose session it is, so another person gets another session.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] == "websocket":
            headers = MutableHeaders(raw=[*scope["headers"]])
            headers[SESSION_OF] = _known_visitor(scope) or ""
            await self._app({**scope, "headers": headers.raw}, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if _is_page(scope, message["status"], headers):
                    if name_in(Headers(scope=scope)) is None:  # the number is in the cookie of a login
                        headers.append("Set-Cookie", visitor_cookie(scope))
                    # Otherwise all visitors who get a page from the same shared cache would be the same person.
                    headers["Cache-Control"] = "no-cache, private"
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _is_page(scope: Scope, status: int, headers: MutableHeaders) -> bool:
    """Whether the answer is a page, or the status 304 for a page."""
    if status == 304:
        return "text/html" in Headers(scope=scope).get("accept", "")
    return headers.get("content-type", "").startswith("text/html")


def visitor_cookie(scope: Scope, number: str | None = None) -> str:
    """The value of `Set-Cookie` with `number`; None means the browser's own number, or a new one if it has none."""
    visitor = number or _known_visitor(scope) or new_number()
    cookie = f"{VISITOR}={visitor}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax"
    return f"{cookie}; Secure" if is_secure(scope) else cookie


def _known_visitor(scope: Scope) -> str | None:
    # Starlette reads this cookie also beside cookies of other apps that `http.cookies` cannot parse.
    known = HTTPConnection(scope).cookies.get(VISITOR, "")
    return known if is_id(known) else None
