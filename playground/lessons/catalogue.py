"""The lessons of an installation: those of the app, and those in a teacher's folder."""

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from cachetools import LRUCache

from playground.datasets.own.contents import bring
from playground.lessons import uploaded
from playground.lessons.error import LessonError
from playground.lessons.lesson import Lesson
from playground.lessons.reading import FILE, read_lesson
from playground.paths import ROOT

BUNDLED = ROOT / "lessons"
SETTING = "PLAYGROUND_LESSONS"
KEPT_BYTES = 200_000_000  # of the lessons that were opened last, in memory


@dataclass(frozen=True)
class ListedLesson:
    """A lesson's folder: the lesson, or what is wrong with it."""

    name: str
    lesson: Lesson | None
    error: LessonError | None = None


_lock = threading.Lock()
_read: LRUCache[Path, tuple[tuple[tuple[str, int], ...], ListedLesson]] = LRUCache(
    KEPT_BYTES, getsizeof=lambda entry: _size(entry[1])
)


def lessons() -> Sequence[ListedLesson]:
    """All lessons, the app's own first, then by name within each folder. A changed folder is read again."""
    found: dict[str, ListedLesson] = {}
    for folder in folders():
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if _is_lesson(path):
                found.setdefault(path.name, cached_lesson(path))
    return list(found.values())


def lesson_named(name: str) -> ListedLesson | None:
    """The lesson of this name, also an uploaded one; None if there is none."""
    folder = uploaded.folder_of(name)
    if folder is not None:
        return cached_lesson(folder)
    if name.startswith(".") or PurePath(name).name != name:  # it leads to another folder
        return None
    there = (folder / name for folder in folders())
    return next((cached_lesson(path) for path in there if _is_lesson(path)), None)


def folders() -> Sequence[Path]:
    """The folders of lessons: the app's, and the one that PLAYGROUND_LESSONS names."""
    own = os.environ.get(SETTING)
    return [BUNDLED, Path(own)] if own else [BUNDLED]


def cached_lesson(folder: Path) -> ListedLesson:
    """The lesson in a folder, which is read again only if a file in it has changed."""
    stamp = _stamp(folder)
    with _lock:
        known = _read.get(folder)
        if known is not None and known[0] == stamp:
            if known[1].lesson is not None:
                bring(known[1].lesson.tables)  # other tables may have replaced its own since
            return known[1]
    try:
        found = ListedLesson(folder.name, read_lesson(folder))
    except LessonError as error:
        found = ListedLesson(folder.name, None, error)
    with _lock:
        _read[folder] = (stamp, found)
    return found


def _is_lesson(folder: Path) -> bool:
    try:
        return (folder / FILE).is_file()
    except OSError:  # the name, from an address that anybody may write, is too long for a folder
        return False


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """The files of a folder with the times of their last change."""
    return tuple(
        (str(path.relative_to(folder)), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )


def _size(each: ListedLesson) -> int:
    """About the bytes of a lesson, at most the size of the cache."""
    if each.lesson is None:
        return 10_000
    texts = sum(map(len, each.lesson.texts.values()))
    return min(50_000 + texts + sum(map(len, each.lesson.tables.values())), KEPT_BYTES)


def public_tables() -> Mapping[str, bytes]:
    """The tables of all lessons, which everybody may see, by hash."""
    found: dict[str, bytes] = {}
    for each in lessons():
        found |= each.lesson.tables if each.lesson is not None else {}
    return found
