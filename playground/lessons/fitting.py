"""Fitting: whether the parts of a lesson fit each other, and whether its experiments fit their data."""

import math
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from playground.errors import ExperimentError
from playground.experiment import Experiment
from playground.experiment.settings import SETTINGS
from playground.experiment.uploads import digests_in
from playground.lessons.changes import is_within, way_to, with_answer
from playground.lessons.condition import Condition
from playground.lessons.lesson import Lesson
from playground.lessons.links import anchors, texts_within, unknown_anchors
from playground.lessons.model import Answer, Step
from playground.lessons.quantities import ANSWER, BY_HAND, is_curve, is_of_runs, is_setting, why_unknown
from playground.plan import Plan, history_names, plan
from playground.words import Task

# Whole parts of an experiment that a step may give.
PARTS = ("data", "network", "network.layers", "training", "training.optimizer")
# Parts of the page that a step may light up.
LIGHTS = (
    "train",
    "pause",
    "step",
    "reset",
    "curves",
    "picture",
    "figures",
    "check",
    "predict",
    "by_hand",
    "code",
)

Path = tuple[str | int, ...]

# Settings that have no control by themselves.
_WITHOUT_CONTROL = ("branch", "data.split", "data.test", "data.options.derived")
_NOT_ITS_OWN = "a lesson's own table lies in its folder; name it by “table”."


class Slip(NamedTuple):
    """A problem at a path of `lesson.toml`, or at a line of another file."""

    path: Path
    sentence: str
    file: str = ""
    line: int | None = None


def slips(lesson: Lesson) -> list[Slip]:
    """All parts of a lesson that do not fit."""
    plans: dict[str, Plan] = {}
    wrong: list[Slip] = []
    for name, experiment in lesson.experiments.items():
        if not _is_on_its_tables(lesson, experiment):
            wrong.append(Slip(("experiments", name), f"data.dataset: {_NOT_ITS_OWN}"))
            continue
        try:
            plans[name] = plan(experiment)
        except ExperimentError as error:
            wrong += [Slip(("experiments", name), str(problem)) for problem in error.problems]
    if wrong:
        return wrong
    for number, step in enumerate(lesson.steps):
        for slip in (*_of_links(lesson, step), *_of_step(lesson, step, plans)):
            wrong.append(slip._replace(path=("steps", number, *slip.path)))
    for number, claim in enumerate(lesson.content.claims):
        for index, condition in enumerate(claim.holds):
            path = ("claims", number, "holds", index)
            wrong += [Slip(path, why) for why in _of_condition(condition, None, plans)]
            if any(not each.of for each in condition.quantities):
                wrong.append(
                    Slip(path, f"“{condition.text}” does not say of which experiment; add “of” and its name.")
                )
    return wrong


def _of_step(lesson: Lesson, step: Step, plans: dict[str, Plan]) -> Iterator[Slip]:
    if step.experiment is not None and step.experiment not in lesson.experiments:
        known = ", ".join(lesson.experiments) or "none"
        yield Slip(
            ("experiment",), f"there is no experiment “{step.experiment}” in this lesson; there are {known}."
        )
        return
    if step.experiment is None:
        for key in ("gives", "locked", "by_hand", "predict"):
            if getattr(step, key):
                yield Slip((key,), f"“{key}” needs an experiment; name one by “experiment”.")
        if step.goal is None or step.goal.ask is None:
            if step.goal is not None:
                yield Slip(
                    ("goal",), "without an experiment a goal can only ask; add “ask”, or an “experiment”."
                )
            return
    own = None if step.experiment is None else plans[step.experiment]
    yield from _of_controls(step, own)
    yield from _of_by_hand(step, own)
    if step.predict is not None and step.predict.draw is not None and own is not None:
        names = history_names(own.experiment)
        if step.predict.draw not in names:
            yield Slip(
                ("predict", "draw"),
                f"“{step.predict.draw}” is not recorded here; there are {', '.join(names)}.",
            )
    if step.goal is not None:
        yield from _of_goal(lesson, step, own, plans)


def _of_links(lesson: Lesson, step: Step) -> Iterator[Slip]:
    for anchor, line in unknown_anchors(lesson.texts[step.name]):
        yield Slip(("text",), _no_anchor(anchor), step.text, line)
    for path, text in texts_within(step):
        yield from (Slip(path, _no_anchor(anchor)) for anchor, _ in unknown_anchors(text))


def _no_anchor(anchor: str) -> str:
    return f"the glossary has no “{anchor}”.{did_you_mean(anchor, anchors())}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence with the known word that is most similar to an unknown one; "" if none is similar."""
    near = get_close_matches(word, known, n=1)
    return f" Did you mean “{near[0]}”?" if near else ""


def _of_controls(step: Step, own: Plan | None) -> Iterator[Slip]:
    count = len(own.experiment.network.layers) if own is not None else 0
    for key in ("gives", "locked"):
        for number, path in enumerate(getattr(step, key)):
            if path in PARTS or path in SETTINGS:
                continue
            layer = re.fullmatch(r"network\.layers\.(\d+)(?:\.(\w+))?", path)
            if layer is None or own is None:
                yield Slip(
                    (key, number),
                    f"there is no setting “{path}”; write it as training.epochs or network.layers.0.units."
                    + did_you_mean(path, SETTINGS),
                )
            elif int(layer[1]) >= count:
                yield Slip(
                    (key, number),
                    f"the experiment has {count} hidden layers, counted from 0; there is no “{path}”.",
                )
            elif layer[2] and layer[2] not in type(own.experiment.network.layers[int(layer[1])]).model_fields:
                yield Slip((key, number), f"this layer has no setting “{layer[2]}”.")
    for number, path in enumerate(step.gives):
        if any(is_within(path, other) or is_within(other, path) for other in step.gives[:number]):
            yield Slip(("gives", number), f"“{path}” is given twice: two widgets would set the same.")
        if path in _WITHOUT_CONTROL:
            yield Slip(
                ("gives", number), f"“{path}” has no control by itself; give “data”, or a setting in it."
            )
    for number, path in enumerate(step.locked):
        if any(is_within(path, given) for given in step.gives):
            yield Slip(("locked", number), f"“{path}” is given to the reader too; it cannot be both.")
    for number, name in enumerate(step.lights):
        if name not in LIGHTS and not any(
            is_within(path, name) or is_within(name, path) for path in (*step.gives, *step.locked)
        ):
            yield Slip(
                ("lights", number),
                f"“{name}” is not on the page; there are {', '.join(LIGHTS)}, and the step's own controls.",
            )


def _of_by_hand(step: Step, own: Plan | None) -> Iterator[Slip]:
    if step.by_hand is not None and own is not None:
        if len(own.prepared.inputs) != 1 or own.prepared.task is not Task.REGRESSION:
            yield Slip(
                ("by_hand",), "a line by hand needs an experiment with one input and a number to predict."
            )
        elif "by_hand" not in step.shows:
            yield Slip(("by_hand",), "the sliders are not shown: add “by_hand” to “shows”.")


def _of_goal(lesson: Lesson, step: Step, own: Plan | None, plans: dict[str, Plan]) -> Iterator[Slip]:
    goal = step.goal
    assert goal is not None
    conditions: list[tuple[Path, Condition]] = [
        (("goal", "reach", n), each) for n, each in enumerate(goal.reach)
    ]
    for number, hint in enumerate(goal.hints):
        conditions += [(("goal", "hints", number, "when", n), each) for n, each in enumerate(hint.when)]
    for path, condition in conditions:
        yield from (Slip(path, why) for why in _of_condition(condition, own, plans))
        names = {each.name for each in condition.quantities}
        if names & set(BY_HAND) and step.by_hand is None:
            yield Slip(path, f"“{condition.text}” is about a line by hand, and the step has no “by_hand”.")
        if ANSWER in names and goal.ask is None:
            yield Slip(path, f"“{condition.text}” is about an answer, and the goal does not “ask”.")
    names_of_hints = [hint.name for hint in goal.hints if hint.name is not None]
    for number, wrong in enumerate(goal.wrong):
        if wrong.hint is not None and wrong.hint not in names_of_hints:
            yield Slip(
                ("goal", "wrong", number, "hint"),
                f"there is no hint with the name “{wrong.hint}”.{did_you_mean(wrong.hint, names_of_hints)}",
            )
    for key in ("solutions", "wrong"):
        for number, answer in enumerate(getattr(goal, key)):
            path = ("goal", key, number)
            if goal.ask is not None and answer.answer is None:
                yield Slip(path, "the goal asks a question; say the “answer”.")
            numbers = range(1, len(goal.choices or ()) + 1)
            if goal.choices is not None and answer.answer is not None and answer.answer not in numbers:
                yield Slip(
                    (*path, "answer"),
                    f"{answer.answer:g} is none of the choices, which have the numbers 1 to {len(goal.choices)}.",
                )
            if step.by_hand is not None and (answer.w is None or answer.b is None) and _is_by_hand(step):
                yield Slip(path, "the goal is about a line by hand; say “w” and “b”.")
            yield from (Slip((*path, name), why) for name, why in _off_the_sliders(step, answer))
            if own is not None:
                for field, why in _of_answer(lesson, own.experiment, step, answer):
                    way = way_to(answer.set, field)
                    yield Slip((*path, "set", *way) if way else path, why)


def _is_by_hand(step: Step) -> bool:
    assert step.goal is not None
    return any(each.name in BY_HAND for condition in step.goal.reach for each in condition.quantities)


def _off_the_sliders(step: Step, answer: Answer) -> Iterator[tuple[str, str]]:
    for name in ("w", "b") if step.by_hand is not None else ():
        value, slider = getattr(answer, name), getattr(step.by_hand, name)
        if value is None:
            continue
        if not slider.low <= value <= slider.high:
            yield name, f"{name} is {value:g}, and its slider goes from {slider.low:g} to {slider.high:g}."
            continue
        stops = (value - slider.low) / slider.step
        if abs(stops - round(stops)) > 1e-6:
            below = slider.low + math.floor(stops) * slider.step
            yield (
                name,
                f"{name} is {value:g}, and its slider stops at {below:g} and {below + slider.step:g}.",
            )


def _is_on_its_tables(lesson: Lesson, experiment: Experiment) -> bool:
    """Whether an experiment needs only the lesson's own tables, because a hash gives no right to see other tables."""
    return digests_in(experiment) <= lesson.tables.keys()


def _of_answer(
    lesson: Lesson, experiment: Experiment, step: Step, answer: Answer
) -> Iterator[tuple[str, str]]:
    try:
        found = with_answer(experiment, step, answer)
        if not _is_on_its_tables(lesson, found):
            yield "data.dataset", f"data.dataset: {_NOT_ITS_OWN}"
            return
        plan(found)
    except ExperimentError as error:
        yield from ((problem.field, str(problem)) for problem in error.problems)


def _of_condition(condition: Condition, own: Plan | None, plans: dict[str, Plan]) -> Iterator[str]:
    for each in condition.quantities:
        if why := why_unknown(each):
            yield f"{why}."
        elif each.of and each.of not in plans:
            yield f"there is no experiment “{each.of}” in this lesson; there are {', '.join(plans)}."
        elif each.name not in (ANSWER, *BY_HAND) and (at := plans.get(each.of, own)) is None:
            yield f"“{each.name}” needs an experiment; name one by “experiment”."
        elif is_curve(each.name) and at is not None:
            names = history_names(at.experiment)
            if each.name not in names:
                yield (
                    f"“{each.name}” is not recorded in the experiment; there are {', '.join(names)}. "
                    "Metrics are named in training.metrics."
                )
    if isinstance(condition.right, str) and any(
        is_of_runs(each) or not is_setting(each.name) for each in condition.quantities
    ):
        yield f"“{condition.text}” compares {condition.left.name} with a text."
