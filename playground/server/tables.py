"""The routes of people's own tables: upload one, read it in another way, see what there is, share and remove it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from anyio import CapacityLimiter, to_thread
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground import services
from playground.datasets import DataError
from playground.datasets.own.contents import content_of
from playground.datasets.own.table import bounds, choices_of
from playground.datasets.reading import Reading, ReadingError, read
from playground.datasets.reading.as_json import as_json, first_cells
from playground.experiment import FileReading
from playground.experiment.uploads import name_of
from playground.limits import limits
from playground.persons import Person
from playground.runs import NotAllowedError
from playground.runs.own_tables import NoRoomError, OwnTable
from playground.server.answers import is_of_this_server, json_answer, or_unavailable, person

FIRST_ROWS = 20  # that an answer shows
FIRST_BYTES = 200_000  # of the first part of a file
CELL = 200  # letters of a cell that it shows, at most
MOST_DOUBTS = 100  # that it lists; `doubts_in_all` counts them
AT_ONCE = 4  # files of the largest size that may be on the way together; a person sends one at a time
READINGS = 2  # files that are read at the same time, so that their memory has a bound

_FOREIGN = "Only a page of this app can change tables."
_NOBODY = "This browser sends no cookie, so nobody could say whose table this is. Allow cookies and reload the page."
_ANNOUNCE = "A file must be sent with its length (Content-Length)."
_BUSY = "Another file is being sent at this moment. Send this one when that is done."
_CUT = "The file did not arrive whole. Send it again."
_UNKNOWN = "There is no such table, or it is another person's who does not share it."
_NO_READING = "This is no way to read a file: {}."

_reading: CapacityLimiter | None = None
_sending: dict[str, int] = {}  # bytes on the way, by the person's id; belongs to the event loop


class _Change(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    shared: bool


class _RefusedError(Exception):
    def __init__(self, status: int, sentence: str, more: Mapping[str, str] | None = None) -> None:
        self.status, self.content = status, {"error": sentence, **(more or {})}


def table_routes(prefix: str) -> list[BaseRoute]:
    """Beneath `prefix`/tables: GET, POST; POST /first; GET, POST and DELETE /DIGEST; GET /DIGEST/runs."""
    one = f"{prefix}/tables/{{digest}}"
    return [
        Route(f"{prefix}/tables", listing, methods=["GET"]),
        Route(f"{prefix}/tables", upload, methods=["POST"]),
        Route(f"{prefix}/tables/first", first_part, methods=["POST"]),
        Route(one, reading, methods=["GET"]),
        Route(one, change, methods=["POST"]),
        Route(one, removal, methods=["DELETE"]),
        Route(f"{one}/runs", runs_on, methods=["GET"]),
    ]


@or_unavailable
async def upload(request: Request) -> Response:
    """Reads and keeps the file that is the body, called `?name=`; the query may say how it is written.

    The answer is `reading`'s. A file that cannot be read is not kept: 422, with `status` "refused" and the sentence.
    """
    try:
        who = _owner(request)
        own = services.runs().own_tables
        said = _file_reading(request)
        size = _announced(request)
        with _on_the_way(who, size):
            await to_thread.run_sync(own.check_room, size, who)
            content = await _body(request, size)
            found = await _read(content, said)
            digest = await to_thread.run_sync(own.keep, content, request.query_params.get("name", ""), who)
    except _RefusedError as refused:
        return json_answer(refused.content, refused.status)
    except NoRoomError as error:
        return json_answer({"error": str(error)}, 413)
    return json_answer(_answer(digest, found))


@or_unavailable
async def first_part(request: Request) -> Response:
    """Reads the first part of a file, so that its first rows show while the whole of it comes; nothing is kept."""
    try:
        if not is_of_this_server(request):
            raise _RefusedError(403, _FOREIGN)
        said, size = _file_reading(request), _announced(request)
        if size > FIRST_BYTES:
            raise _RefusedError(413, f"The first part of a file may have {FIRST_BYTES:,} bytes.")
        found = await _read(await _body(request, size), said)
    except _RefusedError as refused:
        return json_answer(refused.content, refused.status)
    return json_answer({**as_json(found, 0), "first": _first(found)})


@or_unavailable
async def reading(request: Request) -> Response:
    """A table as it is read in the way that the query says: status, dialect, columns, doubts and first rows."""
    try:
        digest = await _visible(request)
        try:
            content = await to_thread.run_sync(content_of, digest)
        except DataError as error:
            raise _RefusedError(404, str(error)) from None
        return json_answer(_answer(digest, await _read(content, _file_reading(request))))
    except _RefusedError as refused:
        return json_answer(refused.content, refused.status)


@or_unavailable
async def listing(request: Request) -> Response:
    """The tables of the person who asks, the newest first."""
    who = person(request)
    tables = await to_thread.run_sync(services.runs().own_tables.of, who) if who is not None else []
    return json_answer({"tables": [_in_short(table) for table in tables]})


@or_unavailable
async def change(request: Request) -> Response:
    """Shares a table of one's own, or no more: `{"shared": true}`."""
    try:
        who = _owner(request)
        try:
            said = _Change.model_validate_json(await request.body())
        except ValidationError:
            raise _RefusedError(400, "Say whether the table is shared.") from None
        own = services.runs().own_tables
        await to_thread.run_sync(own.share, request.path_params["digest"], who, said.shared)
    except _RefusedError as refused:
        return json_answer(refused.content, refused.status)
    except NotAllowedError as error:
        return json_answer({"error": str(error)}, 404)
    return json_answer({"shared": said.shared})


@or_unavailable
async def removal(request: Request) -> Response:
    """Removes a table of one's own."""
    try:
        who = _owner(request)
        await to_thread.run_sync(services.runs().own_tables.remove, request.path_params["digest"], who)
    except _RefusedError as refused:
        return json_answer(refused.content, refused.status)
    except NotAllowedError as error:
        return json_answer({"error": str(error)}, 404)
    return json_answer({"removed": True})


@or_unavailable
async def runs_on(request: Request) -> Response:
    """The runs that lose their data if the person who asks removes a table."""
    try:
        who = _owner(request)
        found = await to_thread.run_sync(
            services.runs().own_tables.runs_on, request.path_params["digest"], who
        )
    except _RefusedError as refused:
        return json_answer(refused.content, refused.status)
    except NotAllowedError as error:
        return json_answer({"error": str(error)}, 404)
    return json_answer({"runs": [{"id": row.id, "name": row.name or row.title} for row in found]})


@contextmanager
def _on_the_way(who: Person, size: int) -> Iterator[None]:
    """Counts a file that is being sent and read, so that the memory of all of them together has a bound."""
    most = AT_ONCE * limits().upload_bytes
    if who.id in _sending or sum(_sending.values()) + size > most:
        raise _RefusedError(429, _BUSY)
    _sending[who.id] = size
    try:
        yield
    finally:
        del _sending[who.id]


def _owner(request: Request) -> Person:
    if not is_of_this_server(request):
        raise _RefusedError(403, _FOREIGN)
    who = person(request)
    if who is None:
        raise _RefusedError(403, _NOBODY)
    return who


async def _visible(request: Request) -> str:
    digest = str(request.path_params["digest"])
    if not await to_thread.run_sync(services.runs().own_tables.may_see, person(request), [digest]):
        raise _RefusedError(404, _UNKNOWN)
    return digest


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    if not length.isascii() or not length.isdecimal() or len(length) > 15:
        raise _RefusedError(411, _ANNOUNCE)
    return int(length)


async def _body(request: Request, size: int) -> bytes:
    parts, come = [], 0
    try:
        async for part in request.stream():
            come += len(part)
            if come > size:
                raise _RefusedError(400, _CUT)
            parts.append(part)
    except ClientDisconnect:
        raise _RefusedError(400, _CUT) from None
    if come < size:
        raise _RefusedError(400, _CUT)
    return b"".join(parts)


def _file_reading(request: Request) -> FileReading:
    said: dict[str, object] = {
        name: text for name, text in request.query_params.items() if name in FileReading.model_fields
    }
    if "header" in said:
        said["header"] = {"yes": True, "no": False}.get(str(said["header"]), said["header"])
    try:
        return FileReading.model_validate(said)
    except ValidationError as error:
        raise _RefusedError(400, _NO_READING.format(error.errors()[0]["loc"][0])) from None


async def _read(content: bytes, said: FileReading) -> Reading:
    global _reading
    _reading = _reading or CapacityLimiter(READINGS)
    try:
        return await to_thread.run_sync(read, content, choices_of(said), bounds(), limiter=_reading)
    except ReadingError as error:
        raise _RefusedError(422, str(error), {"status": "refused", "sentence": str(error)}) from None


def _answer(digest: str, found: Reading) -> dict[str, Any]:
    return {
        "digest": digest,
        "dataset": name_of(digest),
        **as_json(found, MOST_DOUBTS),
        "doubts_in_all": len(found.doubts),
        "left_out_in_all": len(found.left_out),
        "sheets": list(found.sheets),
        # With all of it said, an experiment need not guess again, and the table is read once.
        "reading": vars(found.dialect),
        "first": _first(found),
    }


def _first(found: Reading) -> list[list[str]]:
    return [[cell[:CELL] for cell in row] for row in first_cells(found, FIRST_ROWS)]


def _in_short(table: OwnTable) -> dict[str, Any]:
    return {
        "digest": table.digest,
        "dataset": name_of(table.digest),
        "title": table.title,
        "size": table.size,
        "shared": table.shared,
        "created_at": table.created_at,
    }
