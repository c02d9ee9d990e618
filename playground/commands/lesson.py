"""`lesson check`: runs a lesson's solutions and typical wrong answers, and reports what a class would see."""

import argparse
import json
import statistics
import tomllib
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from playground.commands import Commands
from playground.experiment import Complete
from playground.lessons.checking import AnswerCheck, check
from playground.lessons.error import LessonError
from playground.lessons.last_check import keep
from playground.lessons.lesson import Lesson
from playground.lessons.measuring import LEAST, MOST_BY_CHANCE, ConditionValues, may_be_chance, measure
from playground.lessons.reading import FILE, read_lesson
from playground.lessons.toml_lines import TomlLines

if TYPE_CHECKING:
    from playground.lessons.attempt import TrainedRun


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("lesson", help="check a lesson's folder: docs/lessons.md")
    ways = parser.add_subparsers(required=True, metavar="WHAT")
    checking = ways.add_parser(
        "check", help="run its solutions and wrong answers, and say what a class would see"
    )
    checking.add_argument("folder", type=Path, metavar="FOLDER", help="the folder with lesson.toml")
    checking.add_argument("--quick", action="store_true", help="read and check the files, and train nothing")
    checking.add_argument(
        "--runs",
        type=int,
        metavar="N",
        help="also train each answer with N seeds, and say how far it lies from the threshold; kept in measured.json",
    )
    checking.add_argument(
        "--keep", action="store_true", help="keep what came out in checked.json, in the folder"
    )
    checking.add_argument("--json", action="store_true", help="print one JSON object")
    checking.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    try:
        lesson = read_lesson(arguments.folder)
    except LessonError as error:
        if arguments.json:
            print(
                json.dumps(
                    {"lesson": arguments.folder.name, "problems": [vars(each) for each in error.problems]}
                )
            )
        else:
            print(error)
        return 1
    lines = _Lines(arguments.folder)
    found = []
    if not arguments.json:
        print(f"{lesson.title}: {len(lesson.steps)} steps, {len(lesson.goals)} with a goal.")
    for each in [] if arguments.quick else check(lesson, train_here):
        found.append(each)
        if not arguments.json:
            print(_in_words(lesson, each, lines.line_of(each)), flush=True)
    unsure = _measure(lesson, arguments.folder, arguments.runs, quiet=arguments.json) if arguments.runs else 0
    if arguments.keep and not arguments.quick:
        keep(arguments.folder, found)
    wrong = [each for each in found if not each.is_right]
    if arguments.json:
        print(_as_json(lesson, found, lines))
    elif wrong:
        print(f"{len(wrong)} of {len(found)} came out otherwise than the lesson says.")
    elif found:
        print(f"All {len(found)} came out as the lesson says.")
    return 1 if wrong or unsure else 0


def _measure(lesson: Lesson, folder: Path, runs: int, *, quiet: bool) -> int:
    """Trains each answer `runs` times, writes `measured.json`, returns how many answers chance may decide."""
    found, unsure = [], 0
    for _, group in groupby(measure(lesson, train_here, runs), lambda each: (each.step, each.answer)):
        of_answer = list(group)
        is_unsure = may_be_chance(of_answer)
        unsure += is_unsure
        for each in of_answer:
            values = [None if v is None else float(f"{v:.6g}") for v in each.values]
            found.append({**vars(each), "values": values})
            if not quiet:
                print(f"{'✗' if is_unsure else '✓'} {_measured_in_words(lesson, each)}", flush=True)
    lines = ",\n".join(json.dumps(each) for each in found)
    (folder / "measured.json").write_text(f"[{lines}]\n", "utf-8")
    if unsure and not quiet:
        print(
            f"Chance may decide about {unsure} of the answers. Move the threshold, or take another answer: a solution "
            f"lies {LEAST:g} standard deviations from it in every run, and at most {MOST_BY_CHANCE:.0%} of a wrong "
            "answer's runs fulfil it."
        )
    return unsure


def _measured_in_words(lesson: Lesson, each: ConditionValues) -> str:
    sentence = (
        f"step “{lesson.step(each.step).title}”, {each.answer}: {each.share:.0%} of {len(each.values)} single runs "
        f"have {each.condition}"
    )
    values = [value for value in each.values if value is not None]
    if not values:
        return f"{sentence}; none has a number."
    sentence += f"; their median is {statistics.median(values):.4g}"
    return sentence + (
        "." if each.deviations is None else f", {each.deviations:.1f} standard deviations away."
    )


class _Lines:
    """The lines of a lesson's file."""

    def __init__(self, folder: Path) -> None:
        text = (folder / FILE).read_text("utf-8-sig")
        self._lines, self._content = TomlLines(text), tomllib.loads(text)

    def line_of(self, each: AnswerCheck) -> int:
        """The line on which an answer or a claim begins."""
        return self._lines.line_of(each.where, self._content)


def _in_words(lesson: Lesson, each: AnswerCheck, line: int) -> str:
    where = f"step “{lesson.step(each.step).title}”, {each.what}" if each.step else each.what
    if not each.is_right:
        return f"✗ {FILE}, line {line}: {where}: {each.sentence}"
    outcome = {"solution": "reached", "wrong answer": "not reached", "claim": "holds"}[each.what]
    return f"✓ {where}: {outcome}. {each.sentence}"


def _as_json(lesson: Lesson, found: Sequence[AnswerCheck], lines: _Lines) -> str:
    checked = [
        {
            "step": each.step or None,
            "what": each.what,
            "right": each.is_right,
            "sentence": each.sentence,
            "line": lines.line_of(each),
        }
        for each in found
    ]
    content = {"lesson": lesson.name, "title": lesson.title, "problems": [], "checked": checked}
    return json.dumps(content, ensure_ascii=False)


def train_here(experiments: Sequence[Complete]) -> "Sequence[TrainedRun]":
    """Trains experiments one after the other in this process; stores nothing."""
    from playground.engine.in_process import InProcess
    from playground.lessons.attempt import trained_of
    from playground.persons import CONSOLE
    from playground.runs import Runs

    engine = InProcess()
    runs = Runs(engine)
    found = []
    for experiment in experiments:
        run = runs.start(experiment, CONSOLE)
        run.wait()
        found.append(trained_of(run))
    engine.close()
    return found
