"""Back-up: database, files and uploaded lessons at one moment in one archive, while servers run."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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
from playground.persons import SETTING
from playground.store import Files, Store
from playground.store.dump import Snapshot, snapshot
from playground.store.error import LostError
from playground.store.modes import make_private_folder
from playground.store.store import FILE_KINDS

NAMING = {("uploads", "digest"), *(("runs", kind) for kind in FILE_KINDS)}  # columns with names of files
_COMPRESSION = 3  # of 9; most of a back-up are numbers, which compress little
_IN_MEMORY = (
    50_000_000  # the most bytes of a table in memory; a larger table uses a temporary file beside the archive
)


@dataclass(frozen=True)
class ArchiveContent:
    """The content of a new archive.

    Attributes:
        rows: the number of rows of each table.
        files: the number of files.
        size: bytes of the archive.
        lost: the names of files that rows name but that are damaged or missing.
    """

    rows: dict[str, int]
    files: int
    size: int
    lost: list[str]


def back_up(store: Store, files: Files, target: Path) -> ArchiveContent:
    """Writes an archive, which only the user of this process can read.

    The tables have their state at one moment. Files are written before rows name them, so all files of these rows
    exist; a file that its owner removes during the back-up is missing and reported.

    Raises:
        BackupError: a file with the archive's name exists, or the archive cannot be written.
        StoreError: database or files cannot be used.
    """
    if target.exists():
        raise BackupError(f"There is a file {target} already. Choose another name, or remove it first.")
    part = target.with_name(f"{target.name}.part")
    try:
        make_private_folder(target.absolute().parent)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=_COMPRESSION) as archive:
                rows, count, lost = _Writer(archive, part.absolute().parent).write(store, files)
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BackupError(f"The back-up cannot be written: {error.strerror or error}.") from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return ArchiveContent(rows, count, target.stat().st_size, lost)


class _Writer:
    def __init__(self, archive: tarfile.TarFile, folder: Path) -> None:
        self._archive = archive
        self._folder = folder  # beside the archive, because /tmp may be in memory
        self._members: dict[str, str] = {}
        self._named: set[str] = set()  # names of files in the written rows

    def write(self, store: Store, files: Files) -> tuple[dict[str, int], int, list[str]]:
        """Writes all members; returns the rows of each table, the number of files, and the names of lost files."""
        with snapshot(store) as now:
            has_key = not os.environ.get(SETTING)
            head = Head(version=VERSION, revision=now.revision, made_at=time.time(), has_key=has_key)
            self._add(HEAD, head.model_dump_json().encode())
            rows = {table: self._add_table(now, table) for table in now.tables}
        lost = self._named
        count = 0
        # All files are written, because no column names the checkpoints of held runs.
        for name in files.listing()[0]:
            try:
                self._add(f"{FILES}{name}", files.get(name))
            except LostError:
                lost.add(name)
            else:
                lost.discard(name)
                count += 1
        for name, path in _lesson_files():
            self._add(f"{LESSONS}{name}", path.read_bytes())
        manifest = Manifest(members=self._members, rows=rows)
        self._add(MANIFEST, manifest.model_dump_json().encode())
        return rows, count, sorted(lost)

    def _add_table(self, now: Snapshot, table: str) -> int:
        count, digest = 0, hashlib.sha256()
        columns = now.columns(table)
        named = [index for index, column in enumerate(columns) if (table, column) in NAMING]
        with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self._folder)) as file:
            file.write(_line(columns, digest))
            for row in now.rows(table):
                file.write(_line(row, digest))
                self._named |= {str(row[index]) for index in named if row[index] is not None}
                count += 1
            size = file.tell()
            file.seek(0)
            self._put(f"{TABLES}{table}.jsonl", size, file, digest.hexdigest())
        return count

    def _add(self, name: str, content: bytes) -> None:
        self._put(name, len(content), io.BytesIO(content), hashlib.sha256(content).hexdigest())

    def _put(self, name: str, size: int, file: IO[bytes], digest: str) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(time.time())
        self._archive.addfile(entry, file)
        self._members[name] = digest


def _lesson_files() -> Iterator[tuple[str, Path]]:
    for folder in lesson_folders():
        if folder.is_whole:
            for path in sorted((uploads_folder() / folder.name).rglob("*")):
                if path.is_file():
                    yield path.relative_to(uploads_folder()).as_posix(), path


def _line(row: object, digest: "hashlib._Hash") -> bytes:
    line = json.dumps(row, separators=(",", ":")).encode() + b"\n"
    digest.update(line)
    return line
