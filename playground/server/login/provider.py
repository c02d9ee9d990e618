"""The provider: Authlib asks it who a person is, by the code flow of OpenID Connect with PKCE, state and nonce.

Streamlit's `st.login` is the same library behind a page that is open already. Here nobody has a page before the login,
our own routes want to know the person too, and whoever is refused reads why; so Authlib is asked without it.
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

# Authlib would say on every start that it will want httpx2 one day; the range in requirements-login.txt knows that.
warnings.simplefilter("ignore", AuthlibDeprecationWarning)

from authlib.integrations.starlette_client import OAuth, OAuthError  # noqa: E402
from authlib.integrations.starlette_client.apps import StarletteOAuth2App  # noqa: E402

_SECONDS = 10.0  # for an answer of the provider
# Signed with a key of which the provider publishes half; "none" and keys that both know are not taken.
_SIGNED = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
_LEEWAY = 60  # seconds by which two clocks may differ

_BEGUN_ELSEWHERE = (
    "This sign-in was begun in another tab or browser, or more than ten minutes ago. Sign in once more."
)
_NOT_DONE = "You were not signed in there. Try again, or ask whoever runs this app."
_NO_ANSWER = "{name} gives no answer that this app can use. Wait a minute, then try again."

_log = logging.getLogger(__name__)


class NotSignedInError(Exception):
    """A sign-in came to nothing; says why in a sentence.

    Args:
        sentence: for the person at the page.
        status: of the answer.
    """

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Claims:
    """What a provider says of a person, its signature and time checked."""

    issuer: str
    subject: str
    name: str
    email: str
    is_verified: bool


class _Client(StarletteOAuth2App):  # type: ignore[misc]
    async def load_server_metadata(self) -> dict[str, Any]:
        """What the provider publishes of itself, with those of its signatures alone that are taken."""
        found: dict[str, Any] = await super().load_server_metadata()
        offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
        found["id_token_signing_alg_values_supported"] = [name for name in offered if name in _SIGNED]
        return found


class _Clients(OAuth):  # type: ignore[misc]
    oauth2_client_cls = _Client


class Provider:
    """Sends a browser to the provider, and takes it back with a person's claims.

    Args:
        settings: of the login.
        callback: the whole address to which the provider sends the browser back.
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
                "verify": httpx.create_ssl_context(),  # once: reading all certificates takes a while
            },
        )

    async def send_there(self, request: Request) -> Response:
        """The answer that leads the browser to the provider.

        Raises:
            NotSignedInError: the provider does not answer.
        """
        try:
            # On a machine that several people use, the provider asks which of them it is.
            answer: Response = await self._client.authorize_redirect(
                request, self._callback, prompt="select_account"
            )
        except Exception as error:
            raise self._no_answer(error) from error
        return answer

    async def take_back(self, request: Request) -> Claims:
        """The claims of the person with whom the provider sent the browser back.

        Raises:
            NotSignedInError: it sent nobody, or what it says cannot be trusted.
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
            _log.info("A sign-in came to nothing: %.200r", error.error)
            is_foreign = error.error == "mismatching_state"
            raise NotSignedInError(_BEGUN_ELSEWHERE if is_foreign else _NOT_DONE) from None
        except Exception as error:
            raise self._no_answer(error) from error

    async def address_of_end(self) -> str | None:
        """Where a browser signs out at the provider too; None where the provider has no such place, or says nothing."""
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
        """Whatever a provider may answer ends here: its sentence is for the host, in the log."""
        _log.warning("%s could not be asked who a person is: %.500r", self._settings.name, error)
        return NotSignedInError(_NO_ANSWER.format(name=self._settings.name), 502)


def _claims(said: dict[str, Any]) -> Claims:
    email = str(said.get("email") or "")
    name = next((str(said[key]) for key in ("name", "preferred_username", "email") if said.get(key)), "")
    is_verified = said.get("email_verified") in (True, "true")  # some send a text
    return Claims(str(said["iss"]), str(said["sub"]), name, email, is_verified)
