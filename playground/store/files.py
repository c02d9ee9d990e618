"""Files named by their content: weights, data and last pictures, in a folder or an object store."""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

import fsspec

from playground.store.error import LostError, StoreError, files_in_words
from playground.store.modes import make_private_folder

RENEW_SECONDS = 600.0  # the age after which the same content is written to an object store again

_NAME = re.compile("[0-9a-f]{64}")
_PART = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{8}\.part")
_SIGNS = "databases"  # the folder with a file for each database that uses this file store
_WRITTEN = ("mtime", "LastModified", "last_modified", "updated", "created")  # the keys of fsspec's drivers


@dataclass(frozen=True)
class StoredFile:
    """A stored file.

    Attributes:
        size: bytes.
        written_at: when it was written, in seconds since 1970; the time of the call if the driver does not say.
    """

    size: int
    written_at: float


class Files:
    """Bytes under their SHA-256, so that equal contents are stored once.

    Args:
        url: an address for fsspec: a folder, `s3://bucket/path`, `memory://` and others. Drivers and credentials
            are set as fsspec's documentation says.

    Raises:
        StoreError: the file store cannot be used.
    """

    def __init__(self, url: str) -> None:
        with files_in_words():
            self._system, self._root = fsspec.core.url_to_fs(url, auto_mkdir=True)
            self._is_local = "file" in self._system.protocol
            if self._is_local:
                make_private_folder(Path(self._root))

    def put(self, content: bytes) -> str:
        """Stores `content` and returns its name, 64 hexadecimal digits.

        Raises:
            StoreError: there is no room, or the file store cannot be reached.
        """
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        with files_in_words():
            if not self._renew(path):
                # Written under another name first, so that a file with its final name is always complete.
                part = f"{path}.{secrets.token_hex(4)}.part"
                try:
                    self._system.pipe_file(part, content)
                    if self._is_local:
                        Path(part).chmod(0o600)
                    self._system.mv(part, path)
                except BaseException:
                    if self._system.exists(part):
                        self._system.rm_file(part)
                    raise
        return name

    def has(self, name: str) -> bool:
        """Whether there is a content called `name`.

        Raises:
            StoreError: the file store cannot be reached.
        """
        with files_in_words():
            return bool(self._system.exists(self._path(name)))

    def get(self, name: str) -> bytes:
        """Returns the content called `name`.

        Raises:
            LostError: the content is missing or was changed.
            StoreError: the file store cannot be reached.
        """
        with files_in_words():
            try:
                content: bytes = self._system.cat_file(self._path(name))
            except (
                FileNotFoundError
            ):  # not an error of the file store: somebody asks for a content that was removed
                raise LostError("This file is not kept here any more.") from None
        if hashlib.sha256(content).hexdigest() != name:
            raise LostError("A file of this run was changed or damaged where it is kept.")
        return content

    def remove(self, name: str) -> None:
        """Removes the content called `name`, if it exists.

        Raises:
            StoreError: the file store cannot be reached.
        """
        with files_in_words():
            if self._system.exists(path := self._path(name)):
                self._system.rm_file(path)

    def remove_unchanged(self, name: str, written_at: float) -> bool:
        """Removes the content called `name`, unless it was written again after the time that `listing` gave.

        Returns whether it was removed. Times are by the clock of the file store.

        Raises:
            StoreError: the file store cannot be reached.
        """
        path = self._path(name)
        with files_in_words():
            if not self._system.exists(path) or _written_at(self._system.info(path)) > written_at:
                return False
            self._system.rm_file(path)
        return True

    def listing(self) -> tuple[dict[str, StoredFile], dict[str, StoredFile]]:
        """The stored contents by name, and the parts of contents that were never completed by path.

        Raises:
            StoreError: the file store cannot be reached.
        """
        whole: dict[str, StoredFile] = {}
        parts: dict[str, StoredFile] = {}
        with files_in_words():
            for path, about in self._system.find(self._root, detail=True).items():
                name = PurePosixPath(path).name
                stored = StoredFile(int(about.get("size") or 0), _written_at(about))
                if path == self._path_if_name(name):
                    whole[name] = stored
                elif _PART.fullmatch(name):
                    parts[path] = stored
        return whole, parts

    def remove_part(self, path: str) -> None:
        """Removes a part of a content, by its path in the listing.

        Raises:
            StoreError: the file store cannot be reached.
        """
        with files_in_words():
            if _PART.fullmatch(PurePosixPath(path).name) and self._system.exists(path):
                self._system.rm_file(path)

    def sign(self, database: str) -> None:
        """Records that a database, by a name of 64 hexadecimal digits, has its files here.

        Raises:
            StoreError: the file store cannot be written.
        """
        with files_in_words():
            path = str(PurePosixPath(self._root, _SIGNS, database))
            self._system.pipe_file(path, b"See docs/hosting.md.")
            if self._is_local:
                Path(path).chmod(0o600)

    def signs(self) -> dict[str, float]:
        """The databases that have their files here, and when each last recorded that, in seconds since 1970.

        Raises:
            StoreError: the file store cannot be reached.
        """
        with files_in_words():
            found = self._system.find(str(PurePosixPath(self._root, _SIGNS)), detail=True)
            return {PurePosixPath(path).name: _written_at(about) for path, about in found.items()}

    def _renew(self, path: str) -> bool:
        """Whether a content exists; marks it as written now, so that tidying does not take it for an unused one."""
        if not self._system.exists(path):
            return False
        if self._is_local:
            with suppress(OSError):
                os.utime(path)
            return True
        return (
            time.time() - _written_at(self._system.info(path)) < RENEW_SECONDS
        )  # an older content of an object store is written again

    def _path_if_name(self, name: str) -> str | None:
        return self._path(name) if _NAME.fullmatch(name) else None

    def _path(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise StoreError("The name of a file is 64 hexadecimal digits.")
        return str(PurePosixPath(self._root, name[:2], name))


def _written_at(about: Mapping[str, object]) -> float:
    for key in _WRITTEN:
        found = about.get(key)
        if isinstance(found, str):
            with suppress(ValueError):
                found = datetime.fromisoformat(found)
        if isinstance(found, datetime):
            return found.timestamp()
        if isinstance(found, int | float):
            return float(found)
    return time.time()
