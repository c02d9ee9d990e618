"""The routes of people's own tables: upload a file, preview its first part, and read a table with other settings."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from anyio import CapacityLimiter, to_thread
from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground import services
from playground.attempts import Attempts
from playground.datasets import DataError
from playground.datasets.own.contents import content_of
from playground.datasets.own.table import bounds, choices_of, keep_read
from playground.datasets.reading import Reading, ReadingError, read
from playground.datasets.reading.as_json import as_json, first_cells
from playground.experiment import FileReading
from playground.experiment.uploads import digest_in, name_of
from playground.limits import limits
from playground.persons import Person
from playground.runs.own_tables import NoRoomError
from playground.server.addresses import address_of
from playground.server.answers import RefusedError, json_answer, or_sentence, person
from playground.server.bodies import TooLargeError, body_of

FIRST_ROWS = 20  # most rows of an answer
FIRST_BYTES = 200_000  # most bytes of the first part of a file
CELL = 200  # most characters of a cell in an answer
MOST_DOUBTS = 100  # most doubts that an answer lists; `doubts_in_all` is their total number
AT_ONCE = 4  # as many files of the largest size may be sent at the same time; each person sends one at a time
# Seconds, and bytes a second, after which a slower file is refused, because it keeps others from sending.
SILENCE, SLOWEST = 30.0, 50_000
# Most files of one address that are sent at the same time, with at most half of all bytes. It is also the most first
# parts and stored tables of one address that wait to be read.
OF_ADDRESS = 8
NEW_OF_ADDRESS, NEW_SECONDS = 300, 3600.0  # most files of one address within an hour
READINGS = 2  # most files that are read at the same time, which limits the memory

_NOBODY = "This browser sends no cookie, so nobody could say whose table this is. Allow cookies and reload the page."
_ANNOUNCE = "A file must be sent with its length (Content-Length)."
_MANY = f"{NEW_OF_ADDRESS} files came from your address within an hour. Try again later."
_BUSY = "Another file is being read at this moment. This one comes when that is done."
_CUT = "The file did not arrive whole. Send it again."
_SLOW = "The file came too slowly. Send it again over a better connection."
_UNKNOWN = "There is no such table, or it is another person's who does not share it."
_NO_READING = "The setting “{}” for reading the file has a value that is not known here."

_reading: CapacityLimiter | None = None
# Only the event loop uses these.
_sending: dict[str, tuple[str, int]] = {}  # address and bytes of the file that a person sends, by person
_new = Attempts(NEW_SECONDS)
_unread: Counter[str] = Counter()  # first parts and stored tables that wait to be read, by address


def table_routes(prefix: str) -> list[BaseRoute]:
    """Beneath `prefix`: POST /tables, POST /tables/first, GET /tables/DIGEST."""
    return [
        Route(f"{prefix}/tables", upload, methods=["POST"]),
        Route(f"{prefix}/tables/first", first_part, methods=["POST"]),
        Route(f"{prefix}/tables/{{digest}}", reading, methods=["GET"]),
    ]


@or_sentence
async def upload(request: Request) -> Response:
    """Reads and stores the file in the body, with the name `?name=`; the query may have the fields of `FileReading`.

    The answer is that of `reading`. A file that cannot be read is not stored: the answer has the status 422, with
    `status` "refused" and the sentence.
    """
    who = _owner(request)
    own = services.runs().own_tables
    settings = _file_reading(request)
    size = _announced_size(request)
    try:
        await to_thread.run_sync(own.check_room, size, who)
        with _sending_of(who, address_of(request), size):
            content = await _body(request, size)
            found = await _read(lambda: content, settings)
            digest = await to_thread.run_sync(own.keep, content, request.query_params.get("name", ""), who)
            await to_thread.run_sync(keep_read, digest, settings, found, limiter=_reading)
    except NoRoomError as error:
        raise RefusedError(413, str(error)) from None
    return json_answer(_answer(digest, found))


@or_sentence
async def first_part(request: Request) -> Response:
    """Reads the first part of a file, to show its first rows during the upload; nothing is stored."""
    settings, size = _file_reading(request), _announced_size(request)
    if size > FIRST_BYTES:
        raise RefusedError(413, f"The first part of a file may have {FIRST_BYTES:,} bytes.")
    content = await _body(request, size)
    with _unread_of(address_of(request)):
        found = await _read(lambda: content, settings)
    return json_answer({**as_json(found, 0), "first": _first(found)})


@or_sentence
async def reading(request: Request) -> Response:
    """A stored table, read with the query's `FileReading`: status, dialect, columns, doubts and first rows."""
    digest = await _visible(request)
    try:
        with _unread_of(address_of(request)):
            found = await _read(partial(content_of, digest), _file_reading(request))
    except DataError as error:
        raise RefusedError(404, str(error)) from None
    return json_answer(_answer(digest, found))


@contextmanager
def _sending_of(who: Person, address: str, size: int) -> Iterator[None]:
    """Counts a file while it is sent and read, which limits the memory of all such files together.

    One address may use only a part of the limit, so a browser that invents persons keeps nobody else from sending.

    Raises:
        RefusedError: the person, the address or the server is at its limit.
    """
    most = AT_ONCE * limits().upload_bytes
    theirs = [bytes_ for sender, bytes_ in _sending.values() if sender == address]
    if (
        who.id in _sending
        or sum(bytes_ for _, bytes_ in _sending.values()) + size > most
        or len(theirs) >= OF_ADDRESS
        or sum(theirs) + size > most / 2
    ):
        raise RefusedError(429, _BUSY)
    if not _new.take(address, NEW_OF_ADDRESS):
        raise RefusedError(403, _MANY)
    _sending[who.id] = (address, size)
    try:
        yield
    finally:
        del _sending[who.id]


@contextmanager
def _unread_of(address: str) -> Iterator[None]:
    """Counts a first part or stored table of an address while it waits to be read.

    Raises:
        RefusedError: the address is at its limit.
    """
    if _unread[address] >= OF_ADDRESS:
        raise RefusedError(429, _BUSY)
    _unread[address] += 1
    try:
        yield
    finally:
        _unread[address] -= 1
        if not _unread[address]:
            del _unread[address]


def _owner(request: Request) -> Person:
    who = person(request)
    if who is None:
        raise RefusedError(403, _NOBODY)
    return who


async def _visible(request: Request) -> str:
    digest = digest_in(name_of(request.path_params["digest"]))
    may_see = services.runs().own_tables.may_see
    if digest is None or not await to_thread.run_sync(may_see, person(request), [digest]):
        raise RefusedError(404, _UNKNOWN)
    return digest


def _announced_size(request: Request) -> int:
    length = request.headers.get("content-length", "")
    if not length.isascii() or not length.isdecimal() or len(length) > 15:
        raise RefusedError(411, _ANNOUNCE)
    return int(length)


async def _body(request: Request, size: int) -> bytes:
    try:
        body = await body_of(request, size, SILENCE + size / SLOWEST)
    except (TooLargeError, ClientDisconnect):
        raise RefusedError(400, _CUT) from None
    except TimeoutError:
        raise RefusedError(400, _SLOW) from None
    if len(body) < size:
        raise RefusedError(400, _CUT)
    return body


def _file_reading(request: Request) -> FileReading:
    settings: dict[str, object] = {
        name: text for name, text in request.query_params.items() if name in FileReading.model_fields
    }
    if "header" in settings:
        settings["header"] = {"yes": True, "no": False}.get(str(settings["header"]), settings["header"])
    try:
        return FileReading.model_validate(settings)
    except ValidationError as error:
        raise RefusedError(400, _NO_READING.format(error.errors()[0]["loc"][0])) from None


async def _read(content: Callable[[], bytes], settings: FileReading) -> Reading:
    """The table in a file. At most `READINGS` files are read at the same time.

    Args:
        content: returns the file's bytes; called when its turn comes.
        settings: the known settings of the file; the others are guessed.

    Raises:
        RefusedError: the file cannot be read.
    """
    global _reading
    _reading = _reading or CapacityLimiter(READINGS)
    try:
        return await to_thread.run_sync(
            lambda: read(content(), choices_of(settings), bounds()), limiter=_reading
        )
    except ReadingError as error:
        raise RefusedError(422, str(error), {"status": "refused", "sentence": str(error)}) from None


def _answer(digest: str, found: Reading) -> dict[str, Any]:
    return {
        "digest": digest,
        "dataset": name_of(digest),
        **as_json(found, MOST_DOUBTS),
        "doubts_in_all": len(found.doubts),
        "left_out_in_all": len(found.left_out),
        "sheets": list(found.sheets),
        # An experiment with all these settings does not guess again, and the table is read only once.
        "reading": vars(found.dialect),
        "first": _first(found),
    }


def _first(found: Reading) -> list[list[str]]:
    return [[cell[:CELL] for cell in row] for row in first_cells(found, FIRST_ROWS)]
