"""Hosts: the names under which the app is reached. Only the app's own pages may change data or open websockets."""

import logging
import os
import re
from functools import cache

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import HTTPConnection
from starlette.status import WS_1008_POLICY_VIOLATION
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from playground.server.answers import json_answer

SETTING = "PLAYGROUND_HOSTS"  # names or addresses, such as "play.school.org, *.lab.school.org, [2001:db8::1]"
# Health checks use these names; no page of another site has them.
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
_NAME = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.ASCII)
_PORT = re.compile(r":[0-9]*$")
_READING = ("GET", "HEAD", "OPTIONS")

_log = logging.getLogger(__name__)


@cache
def hosts(setting: str) -> tuple[str, ...]:
    """The hosts that the setting names; an empty tuple allows any host.

    Raises:
        SystemExit: a part of the setting is not a host; with a sentence.
    """
    found = tuple(part.strip().lower() for part in setting.split(",") if part.strip())
    for name in found:
        if _NAME.fullmatch(name) is None:
            raise SystemExit(
                f"{SETTING} names hosts without scheme and port, separated by commas: {name} is none."
            )
    return found


def host_middleware() -> list[Middleware]:
    """Middleware that refuses requests under names that the setting does not have, and from pages of other origins."""
    named = hosts(os.environ.get(SETTING, ""))
    own = [Middleware(OwnPages, named)]
    if not named:
        return own
    return [Middleware(TrustedHostMiddleware, [*named, *_THIS_MACHINE], www_redirect=False), *own]


def is_secure(scope: Scope) -> bool:
    """Whether the browser uses TLS, to this server or to a proxy before it."""
    return "https" in (scope.get("scheme"), Headers(scope=scope).get("x-forwarded-proto"))


class OwnPages:
    """Refuses websockets and changes from a page of another origin, before they reach a route.

    Streamlit's own check would accept every page of this machine, and first ask a third party for this machine's
    address.

    Args:
        app: the next ASGI application.
        named: further hosts of this app, if a proxy passes on a name different from the browser's.
    """

    def __init__(self, app: ASGIApp, named: tuple[str, ...] = ()) -> None:
        self._app = app
        self._named = named
        self._logged: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        is_socket = scope["type"] == "websocket"
        is_checked = is_socket or (scope["type"] == "http" and scope["method"] not in _READING)
        if not is_checked or self._is_own(HTTPConnection(scope), is_socket):
            await self._app(scope, receive, send)
        elif is_socket:
            await WebSocketClose(WS_1008_POLICY_VIOLATION)(scope, receive, send)
        else:
            answer = json_answer({"error": "Only a page of this app can do this."}, 403)
            await answer(scope, receive, send)

    def _is_own(self, connection: HTTPConnection, is_socket: bool) -> bool:
        site = connection.headers.get("sec-fetch-site")
        if site is not None and not is_socket:  # browsers send different values for websockets
            return site == "same-origin"
        origin = connection.headers.get("origin")
        if origin is None:  # a program that is not a browser
            return True
        host = origin.partition("://")[2]
        if host == connection.headers.get("host") or self._is_named(_PORT.sub("", host)):
            return True
        self._log_refusal(host)
        return False

    def _is_named(self, host: str) -> bool:
        return any(host == name or (name[0] == "*" and host.endswith(name[1:])) for name in self._named)

    def _log_refusal(self, host: str) -> None:
        """Logs once for each host, for at most ten hosts, that its pages are refused."""
        if len(self._logged) < 10 and host not in self._logged:
            self._logged.add(host)
            _log.warning(
                "A page of %.100r was refused. If that is a name of this app, add it to %s.",
                host,
                SETTING,
            )
