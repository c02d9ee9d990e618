"""Uploads: limits on the size, number and lifetime of uploaded files, because Streamlit holds them in memory."""

import logging
import re
import threading
from collections.abc import Callable

import anyio
import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_FILES = 10  # of one session
MOST_BYTES = 4_000_000  # of one session, by the requests' Content-Length
FREE_SECONDS = 5.0  # between two searches for sessions that have ended
_FRAME_BYTES = 64_000  # most bytes of a request in addition to the content of its file

_ADDRESS = re.compile(r".*/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)/?")
_ANNOUNCE = "A file must be sent with its length (Content-Length)."
_TOO_LARGE = "A file may have at most {:,} bytes."
_TOO_MANY = "This page has sent as many files as one page may. Reload it to send more."

_log = logging.getLogger(__name__)


class Ledger:
    """The sizes in bytes of the files that each session has uploaded and not removed. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sizes: dict[str, dict[str, int]] = {}  # bytes by file, by session

    def take(self, session: str, file: str, size: int) -> bool:
        """Adds a file of `size` bytes and returns True if the session may have one more; else returns False."""
        with self._lock:
            files = self._sizes.get(session, {})
            others = [known for name, known in files.items() if name != file]
            if len(others) >= MOST_FILES or sum(others) + size > MOST_BYTES:
                return False
            self._sizes.setdefault(session, {})[file] = size
            return True

    def give_back(self, session: str, file: str) -> None:
        """Removes a file from the ledger, after it was removed from memory or refused."""
        with self._lock:
            files = self._sizes.get(session, {})
            files.pop(file, None)
            if not files:
                self._sizes.pop(session, None)

    def free(self, is_there: Callable[[str], bool], remove: Callable[[str], None]) -> None:
        """Removes the files of sessions that have ended."""
        with self._lock:
            gone = [session for session in self._sizes if not is_there(session)]
            for session in gone:
                del self._sizes[session]
        for session in gone:
            remove(session)


ledger = Ledger()


class Uploads:
    """Refuses an upload that is too large, of unknown length, or one too many, without reading its content."""

    def __init__(self, app: ASGIApp, ledger: Ledger = ledger) -> None:
        self._app = app
        self._ledger = ledger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        found = _ADDRESS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] not in ("PUT", "POST", "DELETE"):
            await self._app(scope, receive, send)
            return
        session, file = found["session"], found["file"]
        if scope["method"] == "DELETE":
            self._ledger.give_back(session, file)
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope), session, file)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        status = 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            if status >= 400:
                self._ledger.give_back(session, file)

    def _refusal(self, headers: Headers, session: str, file: str) -> PlainTextResponse | None:
        length = headers.get("content-length", "")
        if not length.isascii() or not length.isdecimal() or len(length) > 15:
            return PlainTextResponse(_ANNOUNCE, 411)
        most = int(st.get_option("server.maxUploadSize")) * 1024 * 1024
        if int(length) > most + _FRAME_BYTES:
            return PlainTextResponse(_TOO_LARGE.format(most), 413)
        return None if self._ledger.take(session, file, int(length)) else PlainTextResponse(_TOO_MANY, 413)


async def free_regularly() -> None:
    """Removes the files of ended sessions, every `FREE_SECONDS` until it is cancelled."""
    from streamlit.runtime import Runtime

    while True:
        await anyio.sleep(FREE_SECONDS)
        if Runtime.exists():
            runtime = Runtime.instance()
            try:
                ledger.free(runtime.is_active_session, runtime.uploaded_file_mgr.remove_session_files)
            except Exception:
                _log.exception("The files of ended sessions could not be removed.")
