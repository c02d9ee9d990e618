"""Uploaded lessons: a zip is checked before it is written, and everybody with the link can open its lesson.

A file in the folder of a lesson names the persons who uploaded it. Each can take it back; the lesson is removed when
the last of them does.
"""

import hashlib
import io
import os
import re
import stat
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from playground.lessons.error import LessonError, LessonProblem
from playground.lessons.reading import FILE, read_lesson
from playground.paths import VAR

SETTING = "PLAYGROUND_UPLOADED_LESSONS"
PREFIX = "upload-"
MOST_BYTES = 1_000_000  # of a zip
MOST_UNPACKED = 10_000_000  # bytes of all of its files together
MOST_FILES = 60
MOST_LESSONS = 500  # on one server
ENDINGS = (".toml", ".md", ".json", ".jsonl", ".csv", ".tsv", ".xlsx", ".parquet")

_OWNERS = ".owners"  # the file with the persons who uploaded a lesson; no file of a zip can have this name
_lock = threading.Lock()

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
_NEW, _OLD = ".new-", ".old-"  # the beginnings of the names of folders that are being written or removed
_NAME = re.compile(rf"{PREFIX}[0-9a-f]{{20}}")
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")


def uploads_folder() -> Path:
    """The folder of uploaded lessons: PLAYGROUND_UPLOADED_LESSONS, or `var/lessons`."""
    return Path(os.environ.get(SETTING) or VAR / "lessons")


def folder_of(name: str) -> Path | None:
    """The folder of the uploaded lesson of this name; None if there is none or the name is impossible."""
    folder = uploads_folder() / name
    return folder if _NAME.fullmatch(name) and (folder / FILE).is_file() else None


def keep(content: bytes, by: str) -> str:
    """Checks a zip and stores its lesson; returns the lesson's name, which depends on its files and not on the zip.

    Args:
        content: the zip.
        by: the id of the person who uploads it.

    Raises:
        LessonError: the zip has no lesson or is too large, or there is no room for one more.
    """
    files = _files_in(content)
    name = _name_of(files)
    try:
        if (known := folder_of(name)) is None:
            _write(files, name)
        else:
            os.utime(known)  # marks it as used, for tidying
        with _lock:
            if by not in (owners := _owners(name)):  # a lesson with a changed file is read again
                _write_owners(name, [*owners, by])
    except OSError as error:
        if folder_of(name) is None:  # else another upload of the same lesson was quicker
            why = (error.strerror or "unknown").lower()
            raise _refusal(f"The files cannot be kept here: {why}.") from None
    return name


@dataclass(frozen=True)
class LessonFolder:
    """An uploaded lesson, or the rest of an interrupted upload.

    Attributes:
        size: bytes of its files.
        used_at: when it was uploaded last, in seconds since 1970.
    """

    name: str
    size: int
    used_at: float

    @property
    def is_whole(self) -> bool:
        """Whether it is a lesson and not the rest of an upload."""
        return _NAME.fullmatch(self.name) is not None


def lesson_folders() -> list[LessonFolder]:
    """All uploaded lessons, and the rests of interrupted uploads."""
    found: list[LessonFolder] = []
    with suppress(FileNotFoundError):
        for folder in sorted(uploads_folder().iterdir()):
            if _NAME.fullmatch(folder.name) or folder.name.startswith((_NEW, _OLD)):
                size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
                found.append(LessonFolder(folder.name, size, folder.stat().st_mtime))
    return found


def remove(folder: LessonFolder) -> bool:
    """Removes an uploaded lesson, unless it was uploaded again since it was read; returns whether it did."""
    path = uploads_folder() / folder.name
    with _lock, suppress(OSError):
        if path.stat().st_mtime <= folder.used_at:
            _take_away(path)
            return True
    return False


def uploaded_by(person: str) -> list[str]:
    """The names of the lessons that a person has uploaded."""
    names = sorted(file.parent.name for file in uploads_folder().glob(f"{PREFIX}*/{_OWNERS}"))
    return [name for name in names if person in _owners(name)]


def take_back(name: str, by: str) -> None:
    """Takes back a lesson that a person has uploaded; removes it if nobody else has uploaded the same one.

    Raises:
        LessonError: the person has uploaded no lesson of this name, or it cannot be removed.
    """
    with _lock:
        folder, owners = folder_of(name), _owners(name)
        if folder is None or by not in owners:
            raise _refusal("Only the person who uploaded this lesson can remove it.")
        others = [owner for owner in owners if owner != by]
        try:
            if others:
                _write_owners(name, others)
            else:
                _take_away(folder)
        except OSError as error:
            raise _refusal(
                f"The lesson cannot be removed: {(error.strerror or 'unknown').lower()}."
            ) from None


def join(before: str, to: str) -> None:
    """Moves the uploaded lessons of the person `before` to the person `to`."""
    for name in uploaded_by(before):
        with _lock, suppress(OSError):
            owners = [owner for owner in _owners(name) if owner not in (before, to)]
            _write_owners(name, [*owners, to])


def _take_away(folder: Path) -> None:
    # Renamed first, so that a lesson never exists in part.
    with tempfile.TemporaryDirectory(dir=uploads_folder(), prefix=_OLD) as old:
        folder.rename(Path(old) / folder.name)


def _owners(name: str) -> list[str]:
    """The ids of the persons who uploaded a lesson; none for a lesson from before they were recorded."""
    try:
        return (uploads_folder() / name / _OWNERS).read_text("utf-8").split()
    except FileNotFoundError:
        return []


def _write_owners(name: str, owners: Sequence[str]) -> None:
    (uploads_folder() / name / _OWNERS).write_text("\n".join(owners), "utf-8")


def _write(files: Mapping[str, bytes], name: str) -> None:
    root = uploads_folder()
    root.mkdir(parents=True, exist_ok=True)
    if sum(1 for _ in root.iterdir()) >= MOST_LESSONS:
        raise _refusal("This server has no room for one more lesson. Remove one of yours first.")
    with tempfile.TemporaryDirectory(dir=root, prefix=_NEW) as made:
        folder = Path(made) / name
        for path, inside in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(inside)
        read_lesson(folder)
        folder.rename(root / name)  # never into an existing folder


def _name_of(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for path, inside in sorted(files.items()):
        whole.update(f"{len(inside)} {path}\n".encode() + inside)
    return f"{PREFIX}{whole.hexdigest()[:20]}"


def _files_in(content: bytes) -> Mapping[str, bytes]:
    """The files of a zip by path, without a single folder around all of them."""
    if len(content) > MOST_BYTES:
        raise _refusal(f"A zip may have at most {MOST_BYTES / 1e6:g} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [
                each for each in archive.infolist() if not (each.is_dir() or _is_litter(each.filename))
            ]
            if len(entries) > MOST_FILES:
                raise _refusal(f"A lesson may have at most {MOST_FILES} files; this zip has {len(entries)}.")
            for each in entries:
                _check_name(each)
            found, left = {}, MOST_UNPACKED
            for each in entries:
                with archive.open(each) as file:
                    inside = file.read(left + 1)  # independently of the size that the zip announces
                left -= len(inside)
                if left < 0:
                    raise _refusal(
                        f"The files of a lesson may have at most {MOST_UNPACKED / 1e6:g} MB together."
                    )
                found[each.filename] = inside
    except _UNREADABLE as error:
        if isinstance(error, LessonError):
            raise
        raise _refusal("This is no zip that can be read.") from None
    tops = {PurePosixPath(path).parts[0] for path in found}
    if FILE not in found and len(tops) == 1:
        found = {str(PurePosixPath(*PurePosixPath(path).parts[1:])): inside for path, inside in found.items()}
    if FILE not in found:
        raise _refusal(f"There is no {FILE} in this zip, nor in its one folder.")
    return found


def _is_litter(path: str) -> bool:
    """Whether the operating system puts such a file into a folder or a zip by itself."""
    parts = path.split("/")
    return parts[0] == "__MACOSX" or parts[-1] in _LITTER


def _check_name(entry: zipfile.ZipInfo) -> None:
    path = entry.filename
    parts = path.split("/")
    if len(parts) > 4 or not all(_PART.fullmatch(part) for part in parts):
        raise _refusal(f"“{path[:100]}” is no name that a lesson's file may have.")
    if not path.lower().endswith(ENDINGS):
        raise _refusal(f"“{path[:100]}” is no file of a lesson; there are {', '.join(ENDINGS)}.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refusal(f"“{path[:100]}” is compressed in a way that is not read here; make an ordinary zip.")
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 0x1:
        raise _refusal(f"“{path[:100]}” is a link, or locked by a password.")


def _refusal(sentence: str) -> LessonError:
    return LessonError(LessonProblem("zip", None, sentence))
