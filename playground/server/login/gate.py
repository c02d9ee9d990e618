"""The gate of a login: lets in people who have signed in; other people get a page that asks them to sign in."""

from functools import cached_property
from urllib.parse import quote, urlencode

from anyio import to_thread
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from playground import services
from playground.attempts import Attempts
from playground.ids import is_id
from playground.persons import VISITOR, number_of
from playground.server.addresses import address_of
from playground.server.answers import json_answer
from playground.server.gate import Gate, main_of
from playground.server.login.header import BEFORE, SIGNED_IN, in_header
from playground.server.login.open_sockets import OpenSockets
from playground.server.login.provider import Claims, NotSignedInError, Provider
from playground.server.login.seal import Seal, SignedIn
from playground.server.login.settings import LoginSettings

TRIES = 100  # most failed sign-ins from one address
WITHIN_SECONDS = 600.0
STATE_SECONDS = 600  # that a person may spend at the provider
LONGEST_COOKIE = 3800  # characters; browsers store 4096 bytes, with name and attributes
COOKIE_SECONDS = 60 * 24 * 3600  # longer than any login: a later visitor reads that the login has ended

_ASK = "What you make here is then yours in every browser in which you sign in."
_ENDED = "Your sign-in has ended. Your runs are kept, and those that train go on: sign in to see them."
_NOT_ALLOWED = "{email} may not enter here. Take another address, or ask whoever runs this app."
_NOT_VERIFIED = "{name} has not verified your e-mail address, so you cannot enter with it."
_NO_EMAIL = "{name} has not told this app your e-mail address, which decides who may enter."
_OUT = "You are signed out. Your runs are kept, and those that train go on."
_OFTEN = "Too many sign-ins from your network have failed. Wait ten minutes, then try again."
_NO_KEY = (
    "The database cannot be used at the moment, so nobody can be recognized. Wait a minute, then try again."
)
_PERSON = "playground.signed_in"  # in the scope of a request, from `lets_in` to `lead_in`


class Login(Gate):
    """Lets in people who have signed in with a provider and may enter.

    The login's cookie contains the person's number, sealed. The gate passes the number to the app as the visitor's
    cookie. If the browser already has a visitor's cookie of its own, the gate passes it on under the name `BEFORE`.
    """

    needed = (
        "You are not signed in, or your sign-in has ended. Load the page again to sign in. "
        "Runs that train go on meanwhile."
    )

    def __init__(self, app: ASGIApp, settings: LoginSettings) -> None:
        super().__init__(app)
        self._settings = settings
        self._seal = Seal(settings)
        self._provider = Provider(settings, f"{settings.address}{self.prefix}/login/callback")
        self._failed = Attempts(WITHIN_SECONDS)
        self._sockets = OpenSockets()
        # A page of another host cannot set a cookie with this prefix, which requires TLS.
        prefix = "__Host-" if settings.is_secure else ""
        self._cookie = f"{prefix}login"
        self._state = f"{prefix}signing-in"
        self._to = f"{prefix}signing-in-to"  # a cookie of its own, because an address can be long

    def is_own(self, connection: HTTPConnection) -> bool:
        """Whether a request is for one of the login's own routes."""
        own = (f"{self.prefix}/login", f"{self.prefix}/login/callback", f"{self.prefix}/logout")
        return connection.scope["type"] == "http" and connection.scope["path"] in own

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request for one of the login's own routes."""
        await self._routes(scope, receive, send)

    def lets_in(self, connection: HTTPConnection) -> bool:
        """Whether the browser has the cookie of a person who has signed in and may enter."""
        person = self._person(connection)
        connection.scope[_PERSON] = person
        return person is not None and self._may_enter(person)

    def ask(self, request: Request) -> Response:
        """The page with a link to the provider, from which the browser returns to the requested address."""
        person = self._person(request)
        if person is not None:
            return self._page(self._why_not(person.email, person.is_verified), 403, request, is_wrong=True)
        return self._page(_ENDED if self._cookie in request.cookies else _ASK, 401, request)

    async def lead_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request to the app with the person's number and name; a websocket is closed when the login ends."""
        person: SignedIn = scope.pop(_PERSON)
        headers = MutableHeaders(raw=[*scope["headers"]])
        parts = ";".join(headers.getlist("cookie")).split(";")
        cookies = [part for part in parts if part.partition("=")[0].strip() not in (VISITOR, BEFORE)]
        if is_id(before := HTTPConnection(scope).cookies.get(VISITOR)):
            cookies.append(f" {BEFORE}={before}")
        headers["cookie"] = ";".join([*cookies, f" {VISITOR}={person.number}"])
        headers[SIGNED_IN] = in_header(person.name, person.email)
        known = {**scope, "headers": headers.raw}
        if scope["type"] == "websocket":
            receive = self._sockets.until_end(person, receive, send)
        await self.app(known, receive, send)

    @cached_property
    def _routes(self) -> ASGIApp:
        session = Middleware(
            SessionMiddleware,
            self._seal.key_of_states,
            session_cookie=self._state,
            max_age=STATE_SECONDS,
            https_only=self._settings.is_secure,
        )
        routes = [
            Route(f"{self.prefix}/login", self._begin, methods=["GET"]),
            Route(f"{self.prefix}/login/callback", self._end, methods=["GET"]),
            Route(f"{self.prefix}/logout", self._sign_out, methods=["POST"]),
        ]
        return Starlette(routes=routes, middleware=[session])

    async def _begin(self, request: Request) -> Response:
        try:
            answer = await self._provider.send_there(request)
        except NotSignedInError as error:
            return self._page(str(error), error.status, request, is_wrong=True)
        self._set_cookie(
            answer, self._to, self._own_address(request.query_params.get("to", "")), STATE_SECONDS
        )
        return answer

    async def _end(self, request: Request) -> Response:
        before = self._person(request)
        if "code" not in request.query_params and "error" not in request.query_params:
            if before is not None:
                return RedirectResponse(f"{self.prefix}/", 303, {"Cache-Control": "no-store"})
            return self._page(_OUT, 200, request)  # the provider has signed the person out
        address = address_of(request)
        to = self._own_address(request.cookies.get(self._to, ""))
        if not self._failed.take(address, TRIES):
            return self._page(_OFTEN, 429, request, to, is_wrong=True)
        try:
            person = await self._signed_in(await self._provider.take_back(request))
        except NotSignedInError as error:
            return self._page(str(error), error.status, request, to, is_wrong=True)
        self._failed.give_back(address)
        if before is not None:
            self._sockets.end(before)
        answer = RedirectResponse(to, 303, {"Cache-Control": "no-store"})
        self._set_cookie(answer, self._cookie, self._seal.close(person), COOKIE_SECONDS)
        self._set_cookie(answer, self._to, "", 0)
        return answer

    async def _sign_out(self, request: Request) -> Response:
        if (person := self._person(request)) is not None:
            self._sockets.end(person)
        elsewhere = await self._provider.address_of_end()
        answer = json_answer({"go": elsewhere or f"{self.prefix}/login/callback"})
        self._set_cookie(answer, self._cookie, "", 0)
        return answer

    async def _signed_in(self, claims: Claims) -> SignedIn:
        """The person of the claims.

        Raises:
            NotSignedInError: the person may not enter, or the database cannot be used.
        """
        if not self._settings.allows(claims.email, is_verified=claims.is_verified):
            raise NotSignedInError(self._why_not(claims.email, claims.is_verified), 403)
        await to_thread.run_sync(services.runs().wait_for_store)
        number = number_of(claims.issuer, claims.subject)
        if number is None:
            raise NotSignedInError(_NO_KEY, 503)
        return self._seal.new(number, claims.name, claims.email, is_verified=claims.is_verified)

    def _person(self, connection: HTTPConnection) -> SignedIn | None:
        person = self._seal.open(connection.cookies.get(self._cookie, ""))
        return None if person is None or self._sockets.has_ended(person) else person

    def _may_enter(self, person: SignedIn) -> bool:
        return self._settings.allows(person.email, is_verified=person.is_verified)

    def _why_not(self, email: str, is_verified: bool) -> str:
        sentence = _NO_EMAIL if not email else _NOT_ALLOWED if is_verified else _NOT_VERIFIED
        return sentence.format(email=email, name=self._settings.name)

    def _page(
        self, sentence: str, status: int, request: Request, to: str = "", *, is_wrong: bool = False
    ) -> Response:
        title = "Signed out" if sentence is _OUT else "Sign in"
        state = "wrong" if is_wrong else "asked"
        address = f"{self.prefix}/login?{urlencode({'to': to or self._return_address(request)})}"
        main = main_of(
            __file__, TITLE=title, SENTENCE=sentence, STATE=state, ADDRESS=address, NAME=self._settings.name
        )
        return self.page(main, status)

    def _return_address(self, request: Request) -> str:
        """The requested address; for a route of the login its `?to=`, or the app's first page."""
        if self.is_own(request):
            return self._own_address(request.query_params.get("to", ""))
        query = request.scope["query_string"].decode("latin-1")
        return self._own_address(quote(request.scope["path"]) + (f"?{query}" if query else ""))

    def _own_address(self, text: str) -> str:
        """The text as a path and a query of this app, so it leads to no other server."""
        path, _, query = text.partition("?")
        safe = "/" + quote(path, safe="/%").lstrip("/")
        if not safe.startswith(f"{self.prefix}/"):
            safe = f"{self.prefix}/"
        return safe + (f"?{quote(query, safe='=&%+')}" if query else "")

    def _set_cookie(self, answer: Response, name: str, content: str, seconds: int) -> None:
        if len(content) > LONGEST_COOKIE:
            content, seconds = "", 0  # a browser would ignore it and keep its older cookie
        answer.set_cookie(
            name,
            content,
            seconds,
            httponly=True,
            samesite="lax",
            secure=self._settings.is_secure,
        )
