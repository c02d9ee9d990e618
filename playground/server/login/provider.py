"""The provider: Authlib runs the code flow of OpenID Connect with PKCE, state and nonce.

Source: OpenID Connect Core 1.0, https://openid.net/specs/openid-connect-core-1_0.html.

Streamlit's `st.login` uses the same library, but only from a page that is already open. This app needs the login before
any page, the person in its own routes too, and a sentence for people who are refused. So it uses Authlib directly.
"""

import logging
import warnings
from dataclasses import dataclass
from typing import Any

import httpx
from authlib.deprecate import AuthlibDeprecationWarning
from starlette.requests import Request
from starlette.responses import Response

from playground.server.login.settings import LoginSettings

# Authlib would warn at every start that a later release needs httpx2; requirements-login.txt excludes that release.
warnings.simplefilter("ignore", AuthlibDeprecationWarning)

from authlib.integrations.starlette_client import OAuth, OAuthError  # noqa: E402
from authlib.integrations.starlette_client.apps import StarletteOAuth2App  # noqa: E402

_SECONDS = 10.0  # until the provider must have answered
# Algorithms with a public key of the provider; "none" and algorithms with a shared secret are refused.
_SIGNED = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
_LEEWAY = 60  # seconds by which the clocks of the provider and the server may differ

_OTHER_STATE = (
    "This sign-in was started in another tab or browser, or more than ten minutes ago. Sign in once more."
)
_NOT_DONE = "{name} did not sign you in. Try again, or ask whoever runs this app."
_NO_ANSWER = "{name} gives no answer that this app can use. Wait a minute, then try again."

_log = logging.getLogger(__name__)


class NotSignedInError(Exception):
    """A sign-in failed.

    Args:
        sentence: the reason, for the person at the page.
        status: the HTTP status of the answer.
    """

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Claims:
    """The claims of a provider about a person, after the checks of signature and time.

    Attributes:
        issuer, subject: the provider, and its id of the person; together they identify the person.
        name: the person's name; an e-mail address or "" if the provider sends no name.
        email: the person's e-mail address; "" if the provider sends none.
        is_verified: whether the provider has verified the e-mail address.
    """

    issuer: str
    subject: str
    name: str
    email: str
    is_verified: bool


class _Client(StarletteOAuth2App):  # type: ignore[misc]
    async def load_server_metadata(self) -> dict[str, Any]:
        """The provider's metadata, without the signature algorithms that this app refuses."""
        found: dict[str, Any] = await super().load_server_metadata()
        offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
        found["id_token_signing_alg_values_supported"] = [name for name in offered if name in _SIGNED]
        return found


class _Clients(OAuth):  # type: ignore[misc]
    oauth2_client_cls = _Client


class Provider:
    """Sends a browser to the provider, and reads the person's claims when the browser returns.

    Args:
        settings: the settings of the login.
        callback: the absolute address to which the provider sends the browser back.
    """

    def __init__(self, settings: LoginSettings, callback: str) -> None:
        self._settings, self._callback = settings, callback
        self._client = _Clients().register(
            "provider",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            server_metadata_url=settings.metadata,
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": _SECONDS,
                "verify": httpx.create_ssl_context(),  # created once, because reading all certificates takes a while
            },
        )

    async def send_there(self, request: Request) -> Response:
        """The redirect to the provider.

        Raises:
            NotSignedInError: the provider does not answer.
        """
        try:
            # On a shared machine the provider asks for the account.
            answer: Response = await self._client.authorize_redirect(
                request, self._callback, prompt="select_account"
            )
        except Exception as error:
            raise self._no_answer(error) from error
        return answer

    async def take_back(self, request: Request) -> Claims:
        """The claims of the person, from the request with which the browser returns from the provider.

        Raises:
            NotSignedInError: the person did not sign in, or the provider's answer is invalid.
        """
        try:
            metadata = await self._client.load_server_metadata()
            options = {
                "iss": {"essential": True, "value": metadata["issuer"]},
                "aud": {"essential": True, "value": self._settings.client_id},
            }
            token = await self._client.authorize_access_token(request, claims_options=options, leeway=_LEEWAY)
            return _claims(token["userinfo"])
        except OAuthError as error:
            _log.info("A sign-in failed: %.200r", error.error)
            sentence = _OTHER_STATE if error.error == "mismatching_state" else _NOT_DONE
            raise NotSignedInError(sentence.format(name=self._settings.name)) from None
        except Exception as error:
            raise self._no_answer(error) from error

    async def address_of_end(self) -> str | None:
        """The address of the provider's sign-out; None if the provider has none or does not answer."""
        try:
            if not (await self._client.load_server_metadata()).get("end_session_endpoint"):
                return None
            found = await self._client.create_logout_url(
                self._callback, client_id=self._settings.client_id, state="out"
            )
        except Exception as error:
            self._no_answer(error)
            return None
        return str(found["url"])

    def _no_answer(self, error: Exception) -> NotSignedInError:
        """Logs the provider's error for the host; the person gets a sentence without its details."""
        _log.warning("%s gave no usable answer to a sign-in or sign-out: %.500r", self._settings.name, error)
        return NotSignedInError(_NO_ANSWER.format(name=self._settings.name), 502)


def _claims(claims: dict[str, Any]) -> Claims:
    email = str(claims.get("email") or "")
    name = next((str(claims[key]) for key in ("name", "preferred_username", "email") if claims.get(key)), "")
    is_verified = claims.get("email_verified") in (True, "true")  # some providers send a text
    return Claims(str(claims["iss"]), str(claims["sub"]), name, email, is_verified)
