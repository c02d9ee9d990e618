"""The route by which a browser becomes the person whose code is typed in it.

`playground.server.hosts` lets only this app's own pages post, so another site cannot change who somebody is.
"""

from functools import cache
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from pydantic import BaseModel, StringConstraints, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground import services
from playground.runs import RunsError
from playground.server.addresses import address_of
from playground.server.answers import RefusedError, json_answer, or_sentence
from playground.server.bodies import TooLargeError, body_of
from playground.server.login.header import name_in
from playground.server.middleware import visitor_cookie

MAX_BYTES = 1000  # of a request's body
AT_ONCE = 2  # most codes that are stretched at the same time, each in 16 MB: other routes need threads too

_NO_CODE = "Type the ten letters and digits of a code."

_SIGN_IN = "People sign in here: sign in on the other browser, and it is you there."


class _Message(BaseModel):
    code: Annotated[str, StringConstraints(max_length=100)]


def moving_routes(prefix: str) -> list[BaseRoute]:
    """Beneath `prefix`: POST /person."""
    return [Route(f"{prefix}/person", become, methods=["POST"])]


@or_sentence
async def become(request: Request) -> Response:
    """Takes {"code"} and sets the visitor's cookie; the page must then be loaded again."""
    if name_in(request.headers) is not None:
        raise RefusedError(403, _SIGN_IN)
    address = address_of(request)
    code = await _code(request)
    try:
        # In another thread, because stretching a code takes a while.
        number_for = services.runs().moving.number_for
        number = await to_thread.run_sync(number_for, code, address, limiter=_stretching())
    except RunsError as error:
        raise RefusedError(403, str(error)) from None
    answer = json_answer({})
    answer.headers["Set-Cookie"] = visitor_cookie(request.scope, number)
    return answer


@cache
def _stretching() -> CapacityLimiter:
    return CapacityLimiter(AT_ONCE)


async def _code(request: Request) -> str:
    try:
        return _Message.model_validate_json(await body_of(request, MAX_BYTES)).code
    except TooLargeError:
        raise RefusedError(413, _NO_CODE) from None
    except (ValidationError, ClientDisconnect):
        raise RefusedError(400, _NO_CODE) from None
