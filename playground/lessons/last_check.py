"""The last whole check of a lesson, stored in its folder with a digest of the checked files."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.lessons.checking import AnswerCheck

FILE = "checked.json"
_TEXTS = {".md"}  # the check trains nothing from these
_KEPT = {FILE, "measured.json"}


@dataclass(frozen=True)
class LastCheck:
    """The result of a check.

    Attributes:
        digest: `digest_of` the folder when it was checked.
        right: a sentence for each answer or claim whose result is as the lesson says.
        wrong: a sentence for each other one.
    """

    digest: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def digest_of(folder: Path) -> str:
    """SHA-256 of everything that a check uses: `lesson.toml`, experiments and tables, with their names."""
    found = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.suffix not in _TEXTS and file.name not in _KEPT:
            found.update(f"{file.name}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def keep(folder: Path, checked: Sequence[AnswerCheck]) -> None:
    """Writes the result into the folder."""
    sentences = [(each.is_right, f"{each.step or 'claim'}, {each.what}: {each.sentence}") for each in checked]
    content = {
        "digest": digest_of(folder),
        "right": [sentence for is_right, sentence in sentences if is_right],
        "wrong": [sentence for is_right, sentence in sentences if not is_right],
    }
    (folder / FILE).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def last_check(folder: Path) -> LastCheck | None:
    """The last stored check; None if there is none."""
    try:
        content = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return LastCheck(content["digest"], tuple(content["right"]), tuple(content["wrong"]))
