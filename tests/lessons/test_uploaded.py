"""A zip with a lesson: kept once, opened by its name, and refused before anything of it is written."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from playground.lessons import uploaded
from playground.lessons.catalogue import BUNDLED, lesson_named
from playground.lessons.error import LessonError

ME, OTHER = "me", "somebody-else"
FILES = {path.name: path.read_bytes() for path in (BUNDLED / "1-single-neuron").iterdir()}


@pytest.fixture(autouse=True)
def uploads_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(uploaded.SETTING, str(tmp_path / "kept"))
    return tmp_path / "kept"


def zipped(files: Mapping[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def stamped(name: str, year: int) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0))


@pytest.mark.parametrize("top", ["", "my lesson/"])
def test_a_lesson_is_kept_under_one_name_however_it_is_zipped(top: str, uploads_folder: Path) -> None:
    name = uploaded.keep(zipped({stamped(f"{top}{name}", 1998): FILES[name] for name in FILES}), ME)
    again = zipped({stamped(name, 2026): FILES[name] for name in sorted(FILES, reverse=True)})
    assert uploaded.keep(again, ME) == name
    assert [path.name for path in uploads_folder.iterdir()] == [name]
    found = lesson_named(name)
    assert found is not None
    assert found.lesson is not None
    assert found.lesson.title == "A single neuron"


def test_what_systems_put_into_a_zip_by_themselves_is_left_out(uploads_folder: Path) -> None:
    name = uploaded.keep(zipped(FILES), ME)
    litter = ("__MACOSX/lesson/._lesson.toml", "lesson/.DS_Store", "lesson/Thumbs.db", "lesson/desktop.ini")
    whole = {**{f"lesson/{each}": FILES[each] for each in FILES}, **dict.fromkeys(litter, b"x")}
    assert uploaded.keep(zipped(whole), ME) == name
    assert not list(uploads_folder.rglob("*Store"))


def link(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


def spoiled() -> bytes:
    """A zip whose compressed bytes make no sense."""
    content = bytearray(zipped({"lesson.toml": bytes(range(256)) * 9}))
    begin = 30 + struct.unpack_from("<H", content, 26)[0]
    content[begin : begin + 20] = b"\xff" * 20
    return bytes(content)


def packed(how: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        archive.writestr("lesson.toml", b"")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (spoiled(), "no zip that can be read"),
        (packed(zipfile.ZIP_LZMA), "compressed in a way that is not read here"),
        (zipped({**FILES, "x.md": b"", "x.md/y.md": b""}), "cannot be kept here"),
        (b"no zip", "no zip that can be read"),
        (b"x" * 1_000_001, "at most 1 MB"),
        (zipped({"../lesson.toml": b""}), "no name that a lesson's file may have"),
        (zipped({"/etc/lesson.toml": b""}), "no name that a lesson's file may have"),
        (zipped({"a/b/c/d/lesson.toml": b""}), "no name that a lesson's file may have"),
        (zipped({**FILES, "run.py": b""}), "no file of a lesson"),
        (zipped({**FILES, link("more.md"): b"/etc/passwd"}), "is a link"),
        (zipped({f"{n}.md": b"" for n in range(61)}), "at most 60 files"),
        (zipped({**FILES, "large.csv": b"0" * 10_000_001}), "at most 10 MB together"),
        (zipped({"text.md": b""}), "no lesson.toml"),
        (zipped({**FILES, "lesson.toml": b"format = 2"}), "line 1"),
    ],
)
def test_what_is_no_lesson_leaves_nothing_behind(content: bytes, says: str, uploads_folder: Path) -> None:
    with pytest.raises(LessonError, match=says):
        uploaded.keep(content, ME)
    assert not uploads_folder.exists() or not list(uploads_folder.iterdir())


@pytest.mark.parametrize("name", ["upload-", "upload-../../etc", "..", "upload-" + "g" * 20])
def test_no_other_name_leads_to_a_folder(name: str) -> None:
    assert uploaded.folder_of(name) is None


def test_a_lesson_is_removed_by_whoever_uploaded_it_and_by_nobody_else() -> None:
    name = uploaded.keep(zipped(FILES), ME)
    assert (uploaded.uploaded_by(ME), uploaded.uploaded_by(OTHER)) == ([name], [])
    with pytest.raises(LessonError, match="Only the person who uploaded"):
        uploaded.take_back(name, OTHER)
    uploaded.take_back(name, ME)
    assert uploaded.folder_of(name) is None
    assert uploaded.uploaded_by(ME) == []
    assert list(uploaded.uploads_folder().iterdir()) == []


def test_a_lesson_that_two_have_uploaded_stays_until_both_have_removed_it() -> None:
    name = uploaded.keep(zipped(FILES), ME)
    assert uploaded.keep(zipped(FILES), OTHER) == name
    uploaded.take_back(name, ME)
    assert uploaded.folder_of(name) is not None
    uploaded.take_back(name, OTHER)
    assert uploaded.folder_of(name) is None


def test_a_lesson_that_is_uploaded_again_while_others_tidy_stays(uploads_folder: Path) -> None:
    name = uploaded.keep(zipped(FILES), ME)
    os.utime(uploads_folder / name, (1.0, 1.0))
    (before,) = uploaded.lesson_folders()
    assert uploaded.keep(zipped(FILES), OTHER) == name
    assert not uploaded.remove(before)
    assert uploaded.folder_of(name) is not None
    (now,) = uploaded.lesson_folders()
    assert uploaded.remove(now)
    assert list(uploads_folder.iterdir()) == []


def test_a_removed_lesson_makes_room_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploaded, "MOST_LESSONS", 1)
    first = uploaded.keep(zipped(FILES), ME)
    changed = zipped(FILES | {"more.md": b"More."})
    with pytest.raises(LessonError, match="no room for one more"):
        uploaded.keep(changed, ME)
    uploaded.take_back(first, ME)
    assert uploaded.folder_of(uploaded.keep(changed, ME)) is not None
