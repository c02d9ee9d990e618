"""A small provider of OpenID Connect, in a process of its own: `python -m tests.support.oidc_provider PORT`.

It asks for no password. The address of the redirect names the person (`&as=ana`), or the person is chosen on a
page. `&fault=...` makes a token with one fault.
"""

import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import sys
import time
from contextlib import suppress
from html import escape
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.support.server import ROOT, free_port
from tests.support.waiting import until

CLIENT_ID, CLIENT_SECRET = "playground", "a client's secret & all: 42%"
PERSONS: dict[str, dict[str, Any]] = {
    "ana": {"name": "Ana Ćosić <b>", "email": "ana@school.example", "email_verified": True},
    "ben": {"name": "Ben", "email": "Ben@Elsewhere.example", "email_verified": True},
    "cleo": {"name": "Cleo", "email": "cleo@school.example", "email_verified": False},
    "dan": {},
}


def query_of(address: str) -> dict[str, str]:
    """The names and values in an address."""
    return dict(parse_qsl(urlsplit(address).query))


class Provider:
    """The process; `url` is the issuer."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.metadata = f"{self.url}/.well-known/openid-configuration"
        self._browser = httpx.Client()

    def __enter__(self) -> Self:
        self._process = subprocess.Popen([sys.executable, "-m", __name__, str(self.port)], cwd=ROOT)
        until(self._answers)
        return self

    def _answers(self) -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(self.metadata).is_success
        return False

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._browser.close()
        self._process.terminate()
        self._process.wait(20)

    def sign_in(
        self, client: TestClient, who: str, begin: str = "/login", *, fault: str = ""
    ) -> httpx.Response:
        """Signs a browser in from the app's route `begin`; returns the app's answer to the redirect back."""
        answer: httpx.Response = client.get(self.way_back(client, who, begin, fault=fault))
        return answer

    def way_back(self, client: TestClient, who: str, begin: str = "/login", *, fault: str = "") -> str:
        """The address to which the provider sends a browser back."""
        there = client.get(begin).headers["location"]
        return self.follow(f"{there}&{urlencode({'as': who, 'fault': fault})}")

    def follow(self, address: str) -> str:
        """The address to which the provider redirects a request."""
        return str(self._browser.get(address).headers["location"])

    def settings(self, address: str = "http://testserver") -> dict[str, str]:
        """The settings for a login with this provider."""
        return {
            "PLAYGROUND_OIDC_METADATA": self.metadata,
            "PLAYGROUND_OIDC_CLIENT_ID": CLIENT_ID,
            "PLAYGROUND_OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "PLAYGROUND_OIDC_NAME": "the school",
            "PLAYGROUND_ADDRESS": address,
        }


def _app(issuer: str) -> Starlette:
    key, other_key = (RSAKey.generate_key(2048, auto_kid=True) for _ in range(2))
    codes: dict[str, dict[str, str]] = {}

    async def metadata(_: Request) -> Response:
        return JSONResponse(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/keys",
                "end_session_endpoint": f"{issuer}/end",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }
        )

    async def keys(_: Request) -> Response:
        return JSONResponse({"keys": [key.as_dict(private=False)]})

    async def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        if "as" not in asked:
            links = (f'<p><a href="{escape(f"{request.url}&as={name}")}">{name}</a>' for name in PERSONS)
            return HTMLResponse("".join(links))
        if asked["as"] == "nobody":
            return _back(asked, error="access_denied", error_description="<script>alert(1)</script>")
        code = secrets.token_urlsafe()
        codes[code] = asked
        return _back(asked, code=code)

    async def token(request: Request) -> Response:
        form = await request.form()
        asked = codes.pop(str(form.get("code")), None)  # once
        given = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        verifier = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        is_right = (
            asked is not None
            and hmac.compare_digest(request.headers.get("authorization", ""), f"Basic {given}")
            and form.get("redirect_uri") == asked["redirect_uri"]
            and base64.urlsafe_b64encode(verifier).decode().rstrip("=") == asked["code_challenge"]
        )
        if not is_right or asked is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        fault = asked.get("fault", "")
        if fault == "token":
            return JSONResponse({"error": "server_error"}, 500)
        now = int(time.time())
        claims = {
            "iss": issuer,
            "sub": f"{asked['as']}-7",
            "aud": CLIENT_ID,
            "azp": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **PERSONS[asked["as"]],
        }
        claims |= {
            "nonce": {"nonce": "another"},
            "expired": {"iat": now - 900, "exp": now - 600},
            "issuer": {"iss": "https://elsewhere.example"},
            "audience": {"aud": ["another"]},
            "email": {"email_verified": "no"},
        }.get(fault, {})
        if fault == "no nonce":
            del claims["nonce"]
        signed = {
            "key": lambda: jwt.encode({"alg": "RS256", "kid": key.kid}, claims, other_key),
            "secret": lambda: jwt.encode(
                {"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET), algorithms=["HS256"]
            ),
            "none": lambda: f"{_part({'alg': 'none'})}.{_part(claims)}.",
        }.get(fault, lambda: jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key))()
        content = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 300}
        return JSONResponse(content if fault == "no token" else {**content, "id_token": signed})

    async def end(request: Request) -> Response:
        asked = request.query_params
        return RedirectResponse(f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}")

    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", metadata),
            Route("/keys", keys),
            Route("/authorize", authorize),
            Route("/token", token, methods=["POST"]),
            Route("/end", end),
        ]
    )


def _back(asked: dict[str, str], **said: str) -> Response:
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({**said, 'state': asked['state']})}", 302)


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(_app(f"http://127.0.0.1:{port}"), host="127.0.0.1", port=port, log_level="error")
