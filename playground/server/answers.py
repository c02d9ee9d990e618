"""Common parts of the routes: the person of a request, the run of a path, and answers in JSON."""

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from playground import services
from playground.experiment import Experiment
from playground.experiment.uploads import digests_in
from playground.persons import VISITOR, Person, person_of
from playground.pictures.format import is_compressed
from playground.runs import NotAllowedError, Run, RunsError
from playground.runs.own_tables import UnseenError
from playground.store import StoreError

OF_VISIT = "x-visitor"  # a header, because no page of another site can send it
UNKNOWN = "This run is not known here: its address is incomplete, or it was deleted."
UNSEEN = str(UnseenError())
UNKNOWN_GROUP = "This group of runs is not known here."


def person(request: Request) -> Person | None:
    """The person of a request, by the cookie; a browser without cookies sends its visit's number in a header."""
    return person_of(request.cookies.get(VISITOR)) or person_of(request.headers.get(OF_VISIT))


Endpoint = Callable[[Request], Awaitable[Response]]


class RefusedError(Exception):
    """A request is refused.

    Args:
        status: the HTTP status of the answer.
        sentence: the answer's value of `error`.
        more: further items of the answer.
    """

    def __init__(self, status: int, sentence: str, more: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.content = status, {"error": sentence, **(more or {})}


def or_sentence(endpoint: Endpoint) -> Endpoint:
    """Returns the endpoint with its errors turned into answers, whose `error` is the sentence.

    The status is 403 if the person may not do this, and 503 while the store cannot be used: 404 would mean that the run
    does not exist.
    """

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except RefusedError as refused:
            return json_answer(refused.content, refused.status)
        except NotAllowedError as error:
            return json_answer({"error": str(error)}, 403)
        except (StoreError, RunsError) as error:
            return json_answer({"error": str(error)}, 503)

    return answer


async def may_see_data(request: Request, experiment: Experiment) -> bool:
    """Whether the person of a request may see an experiment's data: another person's table only if it is shared."""
    if not digests_in(experiment):
        return True
    own = services.runs().own_tables
    return await to_thread.run_sync(own.may_see_data, person(request), experiment)


async def find_run(request: Request) -> Run:
    """The run of the path. Another thread reads it from the store if it is not in memory.

    Raises:
        RefusedError: there is no such run.
        StoreError: the run is not in memory, and the store cannot be used.
    """
    runs, name = services.runs(), request.path_params["run_id"]
    run = runs.in_memory(name) or await to_thread.run_sync(runs.get, name)
    if run is None:
        raise RefusedError(404, UNKNOWN)
    return run


def number_in(request: Request, name: str, what: str) -> int:
    """The whole number with a name in the path or the query; 0 if the name is missing.

    Raises:
        RefusedError: the value is not a whole number of 0 or more; the sentence says that it must be `what`.
    """
    text = str(request.path_params.get(name, request.query_params.get(name, "0")))
    if not text.isdecimal() or len(text) > 9:
        raise RefusedError(400, f"{name}: this must be {what}, 0 or more.")
    return int(text)


def bytes_answer(content: bytes) -> Response:
    """Answers with the bytes of a picture, which browsers unpack if they are gzip, and must not cache.

    The picture of the same moment changes when the columns of its axes change.
    """
    headers = {"Cache-Control": "no-store"} | ({"Content-Encoding": "gzip"} if is_compressed(content) else {})
    return Response(content, headers=headers, media_type="application/octet-stream")


def json_answer(content: Any, status: int = 200) -> Response:
    """Plain data as JSON, which the browser must not cache."""
    body = json.dumps(content, allow_nan=False, separators=(",", ":"), ensure_ascii=False)
    return Response(body, status, {"Cache-Control": "no-store"}, "application/json")
