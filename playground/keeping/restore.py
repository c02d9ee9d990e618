"""Restore: checks a whole archive, then restores files, uploaded lessons and database into an empty installation."""

import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import ValidationError

from playground.keeping.archive import (
    FILES,
    HEAD,
    LESSONS,
    MANIFEST,
    TABLES,
    VERSION,
    BackupError,
    Head,
    Manifest,
)
from playground.lessons.uploaded import lesson_folders, uploads_folder
from playground.store import Files, Store
from playground.store.dump import Refill, Row, is_empty, is_known, refill
from playground.store.error import LostError
from playground.store.servers import Servers

_CHUNK = 1_000_000  # bytes
_MOST_SAID = 100_000_000  # the most bytes of head and manifest

_NO_BACKUP = "This file is no back-up of this app."
_CUT = "This back-up is damaged, or was cut off: {}."
_NEWER = "This back-up was made by a newer version of this app. Update the app first."
_IN_USE = "A server uses this database. Stop it before a back-up is brought back."
_NOT_EMPTY = (
    "There are runs, tables or files here already. With --force, the back-up takes the place of all that the database "
    "has; files and lessons that are here stay."
)


@dataclass(frozen=True)
class RestoreReport:
    """What was restored.

    Attributes:
        head: the description of the archive.
        rows: the number of rows of each table.
        files: the number of files.
    """

    head: Head
    rows: dict[str, int]
    files: int


def restore(archive: Path, url: str, files: Files, *, force: bool = False) -> RestoreReport:
    """Restores a back-up into a database and a file store.

    It checks the whole archive before it changes anything. It fills the database last, in one transaction, so that the
    database is unchanged if that fails. It migrates tables of an earlier version.

    Args:
        archive: the back-up.
        url: the database's address.
        files: the file store.
        force: whether to replace the content of the database.

    Raises:
        BackupError: the file is not an archive, damaged or of a newer version, or the target is not empty or in use.
        StoreError: database or files cannot be used.
    """
    head, manifest = check(archive)
    _check_target(url, files, force=force)
    count = 0
    with _open(archive) as tar:
        for name, file in _members(tar):
            if name.startswith(FILES):
                _put_file(files, file.read())
                count += 1
            elif name.startswith(LESSONS):
                _put_lesson(name.removeprefix(LESSONS), file.read())
    _check_target(
        url, files, force=True
    )  # somebody may have started a server during the minutes that files take
    with _open(archive) as tar, refill(url, head.revision) as filled:
        for name, file in _members(tar):
            if name.startswith(TABLES):
                _fill(filled, PurePosixPath(name).stem, file)
    return RestoreReport(head, manifest.rows, count)


def check(archive: Path) -> tuple[Head, Manifest]:
    """Reads a whole archive and compares each member with its digest.

    Raises:
        BackupError: the file is not an archive, damaged or of a newer version.
    """
    found: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    with _open(archive) as tar:
        for name, file in _members(tar):
            digest, content = hashlib.sha256(), bytearray()
            while part := file.read(_CHUNK):
                digest.update(part)
                if name in (HEAD, MANIFEST) and len(content) < _MOST_SAID:
                    content += part
            if name in (HEAD, MANIFEST):
                contents[name] = bytes(content)
            if name != MANIFEST:
                found[name] = digest.hexdigest()
    if HEAD not in contents:
        raise BackupError(_NO_BACKUP)
    if MANIFEST not in contents:
        raise BackupError(_CUT.format("its end is missing"))
    try:
        head, manifest = (
            Head.model_validate_json(contents[HEAD]),
            Manifest.model_validate_json(contents[MANIFEST]),
        )
    except ValidationError:
        raise BackupError(_NO_BACKUP) from None
    if head.version > VERSION or not is_known(head.revision):
        raise BackupError(_NEWER)
    wrong = {name for name, _ in found.items() ^ manifest.members.items()}
    wrong |= {name for name, digest in found.items() if name.startswith(FILES) and name != FILES + digest}
    if wrong:
        raise BackupError(_CUT.format(f"{min(wrong)} is not what it was"))
    return head, manifest


def _check_target(url: str, files: Files, *, force: bool) -> None:
    """Checks that no server uses the database, and, without `force`, that the target is empty."""
    store = Store(url)
    try:
        store.open()
        if Servers(store).are_there():
            raise BackupError(_IN_USE)
        if not force and not (is_empty(store) and not files.listing()[0] and not lesson_folders()):
            raise BackupError(_NOT_EMPTY)
    finally:
        store.close()


@contextmanager
def _open(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        tar = tarfile.open(archive, "r|gz")  # noqa: SIM115 - closed below
    except (tarfile.TarError, zlib.error, EOFError):
        raise BackupError(_NO_BACKUP) from None
    except OSError as error:
        raise BackupError(f"{archive} cannot be read: {error.strerror or error}.") from None
    try:
        with tar:
            yield tar
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise BackupError(_CUT.format(" ".join(str(error).split()) or "its end is missing")) from None


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in tar:
        file = tar.extractfile(entry) if entry.isreg() else None
        if file is not None:
            yield entry.name, file


def _put_file(files: Files, content: bytes) -> None:
    """Stores a file, also in place of a damaged one with its name."""
    name = files.put(content)
    try:
        files.get(name)
    except LostError:
        files.remove(name)
        files.put(content)


def _put_lesson(name: str, content: bytes) -> None:
    root = uploads_folder().resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise BackupError(_CUT.format(f"{name} is no file of a lesson"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _fill(filled: Refill, table: str, file: IO[bytes]) -> None:
    columns: list[str] = json.loads(file.readline())
    rows: Iterator[Row] = (json.loads(line) for line in file)
    filled.fill(table, columns, rows)
