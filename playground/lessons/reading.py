"""Reading a lesson's folder: its `lesson.toml`, texts, experiments and tables, and all problems in them."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from playground.datasets.own.contents import bring, call
from playground.errors import ExperimentError
from playground.experiment import Experiment
from playground.experiment.parse import from_content, problems_of, put
from playground.experiment.presets import presets
from playground.experiment.uploads import name_of
from playground.lessons.changes import flat, put_all, way_to
from playground.lessons.error import LessonError, LessonProblem
from playground.lessons.fitting import Slip, did_you_mean, slips
from playground.lessons.lesson import Lesson
from playground.lessons.model import KEYS, ExperimentOfLesson, LessonFile, Step
from playground.lessons.toml_lines import TomlLines

FILE = "lesson.toml"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_MOST_BYTES = 1_000_000  # of one file of text
_MOST_TOML = 200_000  # bytes of a lesson.toml
_MOST_LINES = 4_000
_MOST_DOTS = 200  # of a line: `tomllib` needs very long for a key with very many parts


def read_lesson(folder: Path) -> Lesson:
    """Reads the lesson in a folder, and makes its own tables known to `playground.datasets`.

    Raises:
        LessonError: with a sentence for each problem.
    """
    try:
        return _Reader(folder).read()
    except RecursionError:
        raise LessonError(LessonProblem(FILE, None, "this is nested too deeply.")) from None


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[str, bytes] = {}

    def read(self) -> Lesson:
        name = self._folder.resolve().name
        if not _NAME.fullmatch(name):
            raise LessonError(
                LessonProblem(
                    self._folder.name,
                    None,
                    "a lesson's folder is named by small letters, digits and hyphens: 1-single-neuron.",
                )
            )
        text = self._text(FILE, _MOST_TOML)
        if text.count("\n") > _MOST_LINES:
            raise LessonError(
                LessonProblem(FILE, _MOST_LINES, f"a lesson has at most {_MOST_LINES:,} lines.")
            )
        for number, each in enumerate(text.split("\n"), 1):
            if each.count(".") > _MOST_DOTS:
                raise LessonError(LessonProblem(FILE, number, f"a line has at most {_MOST_DOTS} dots."))
        try:
            plain = tomllib.loads(text)
        except ValueError as error:  # a number with very many digits raises a plain ValueError
            found = re.search(r"\(at line (\d+)", str(error))
            line = int(found[1]) if found else len(text.splitlines())
            why = str(error).partition(" (at ")[0]
            raise LessonError(LessonProblem(FILE, line, f"this cannot be read as TOML: {why}.")) from None
        lines = TomlLines(text)
        try:
            content = LessonFile.model_validate(plain)
        except ValidationError as error:
            raise LessonError(*_problems(error, lines, plain)) from None
        lesson, wrong = self._with_files(name, content)
        wrong += slips(lesson) if not wrong else []
        if wrong:
            raise LessonError(
                *(
                    LessonProblem(
                        slip.file or FILE, slip.line or lines.line_of(slip.path, plain), slip.sentence
                    )
                    for slip in wrong
                )
            )
        return lesson

    def _with_files(self, name: str, content: LessonFile) -> tuple[Lesson, list[Slip]]:
        wrong: list[Slip] = []
        texts: dict[str, str] = {}
        experiments: dict[str, Experiment] = {}
        for number, step in enumerate(content.steps):
            try:
                texts[step.name] = self._text(step.text)
            except LessonError as error:
                wrong += [Slip(("steps", number, "text"), problem.sentence) for problem in error.problems]
        for key, entry in content.experiments.items():
            found, problems = self._experiment(entry)
            wrong += [
                Slip(("experiments", key, *slip.path), slip.sentence, slip.file, slip.line)
                for slip in problems
            ]
            if found is not None:
                experiments[key] = found
        return Lesson(name, content, texts, experiments, self._tables), wrong

    def _experiment(self, entry: ExperimentOfLesson) -> tuple[Experiment | None, list[Slip]]:
        base: dict[str, Any] = {}
        text = ""
        if entry.preset is not None:
            if (preset := presets().get(entry.preset)) is None:
                return None, [
                    Slip(
                        ("preset",), f"there is no preset “{entry.preset}”; there are {', '.join(presets())}."
                    )
                ]
            base = preset.model_dump(mode="json")
        elif entry.file is not None:
            try:
                text = self._text(entry.file)
                base = json.loads(text)
                assert isinstance(base, dict)
            except LessonError as error:
                return None, [Slip(("file",), problem.sentence) for problem in error.problems]
            except json.JSONDecodeError as error:
                return None, [
                    Slip(("file",), f"this cannot be read as JSON: {error.msg}.", entry.file, error.lineno)
                ]
            except (AssertionError, ValueError, RecursionError):
                return None, [Slip(("file",), "this file holds no experiment.", entry.file, 1)]
        try:
            if entry.table is not None:
                put(base, "data.dataset", self._table(entry.table))
            put_all(base, entry.set, entry.unset)
            found = from_content(base)
        except LessonError as error:
            return None, [Slip(("table",), problem.sentence) for problem in error.problems]
        except ExperimentError as error:
            return None, [
                self._slip(problem.field, problem.sentence, entry, text) for problem in error.problems
            ]

        if entry.table is not None and found.data.target is None:
            return None, [
                Slip(("table",), f"say in `set` which column of {entry.table} is predicted: data.target.")
            ]
        return found, []

    def _slip(self, field: str, sentence: str, entry: ExperimentOfLesson, text: str) -> Slip:
        """A problem with a setting, located in the lesson if that sets it, else in the experiment's own file."""
        path = re.sub(r"\[(\d+)\]", r".\1", field)
        for key in [*(path for path, _ in flat(entry.set)), *entry.unset]:
            if path == key or path.startswith(f"{key}.") or key.startswith(f"{path}."):
                return Slip(("set", *way_to(entry.set, key)), f"{field}: {sentence}")
        whole = f"{field}: {sentence}" if field else sentence
        if text and entry.file is not None:
            return Slip(("file",), whole, entry.file, _line_in_json(text, path.split(".")))
        return Slip((), whole)

    def _table(self, file: str) -> str:
        content = self._bytes(file)
        digest = hashlib.sha256(content).hexdigest()
        bring({digest: content})
        call(digest, Path(file).name)
        self._tables[digest] = content
        return name_of(digest)

    def _text(self, file: str, most: int = _MOST_BYTES) -> str:
        content = self._bytes(file, most)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise LessonError(LessonProblem(file, line, f"“{file}” is no text in UTF-8.")) from None

    def _bytes(self, file: str, most: int = 100_000_000) -> bytes:
        path = self._folder / file
        try:
            if not path.resolve().is_relative_to(self._folder.resolve()):
                raise LessonError(LessonProblem(file, None, f"“{file}” lies outside the lesson's folder."))
            if path.stat().st_size > most:
                raise LessonError(LessonProblem(file, None, f"“{file}” is larger than {most / 1e6:g} MB."))
            return path.read_bytes()
        except OSError as error:
            raise LessonError(
                LessonProblem(
                    file, None, f"the file “{file}” cannot be read: {(error.strerror or 'unknown').lower()}."
                )
            ) from None


def _problems(error: ValidationError, lines: TomlLines, plain: Mapping[str, Any]) -> Iterator[LessonProblem]:
    every = error.errors()
    for found, problem in zip(every, problems_of(error), strict=True):
        path = [step for step in found["loc"] if step != "[key]"]
        if found["type"] == "too_short" and found["input"]:
            continue  # the problems of its entries are reported separately
        if found["type"] == "value_error":
            inner, colon, _ = str(found["ctx"]["error"]).partition(": ")
            path += (
                [inner] if colon and inner.isidentifier() else []
            )  # the check of a whole part names the key
        where = _show(path)
        sentence = problem.sentence
        if found["type"] == "extra_forbidden":
            sentence += _suggestion(path)
        if found["type"] == "string_pattern_mismatch":
            sentence = f"“{found['input']}” is no such name: small letters, digits, hyphens; no way upwards."
        yield LessonProblem(FILE, lines.line_of(path, plain), f"{where}: {sentence}" if where else sentence)


def _suggestion(path: Sequence[str | int]) -> str:
    """A sentence with the probable key for an unknown key at a path; "" if none is similar."""
    key = str(path[-1])
    if key in Step.model_fields and path[0] == "steps" and len(path) > 3:
        return f" It belongs to the step: write it before [steps.{path[2]}]."
    return did_you_mean(key, KEYS)


def _show(path: Sequence[str | int]) -> str:
    """A path as text for people, counted from 1: `steps[2].goal.reach[1]`."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _line_in_json(text: str, names: Sequence[str]) -> int:
    at = 0
    for name in names:
        found = text.find(f'"{name}"', at)
        at = found if found >= 0 else at
    return text.count("\n", 0, at) + 1
