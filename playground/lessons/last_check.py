"""The last whole check of a lesson, kept in its folder with a digest of the files that were checked."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.lessons.checking import Checked

FILE = "checked.json"
_TEXTS = {".md"}  # nothing of them is trained
_KEPT = {FILE, "measured.json"}


@dataclass(frozen=True)
class LastCheck:
    """What came out of a check.

    Attributes:
        digest: `digest_of` the folder when it was checked.
        right: what was tried and came out as the lesson says, a sentence each.
        wrong: what came out otherwise.
    """

    digest: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def digest_of(folder: Path) -> str:
    """SHA-256 of all that a check trains: `lesson.toml`, experiments and tables, with their names."""
    found = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.suffix not in _TEXTS and file.name not in _KEPT:
            found.update(f"{file.name}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def keep(folder: Path, checked: Sequence[Checked]) -> None:
    """Writes the outcome into the folder."""
    sentences = [(each.is_right, f"{each.step or 'claim'}, {each.what}: {each.sentence}") for each in checked]
    content = {
        "digest": digest_of(folder),
        "right": [sentence for is_right, sentence in sentences if is_right],
        "wrong": [sentence for is_right, sentence in sentences if not is_right],
    }
    (folder / FILE).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def last_check(folder: Path) -> LastCheck | None:
    """The last check that was kept; None where there was none."""
    try:
        content = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return LastCheck(content["digest"], tuple(content["right"]), tuple(content["wrong"]))
