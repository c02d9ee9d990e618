"""A report on a person's progress in lessons, as a Markdown file to hand in."""

import time
from collections.abc import Iterable

from playground.lessons.lesson import Lesson
from playground.ui.lessons.text import Done


def report(lessons: Iterable[Lesson], done: Done) -> str:
    """The report: a table for each lesson, with a row for each goal. Times are UTC."""
    lines = ["# What I have reached", "", time.strftime("%Y-%m-%d, %H:%M UTC", time.gmtime())]
    for lesson in lessons:
        found = {step.name: done.get((lesson.name, step.name)) for step in lesson.goals}
        reached = sum(each is not None and each.reached_at is not None for each in found.values())
        lines += ["", f"## {lesson.title}", "", f"{reached} of {len(found)} goals reached.", ""]
        lines += ["| goal | reached | checks | solution seen |", "| --- | --- | ---: | --- |"]
        for step in lesson.goals:
            each = found[step.name]
            when = "no" if each is None or each.reached_at is None else _time(each.reached_at)
            tries = 0 if each is None else each.tries
            seen = "yes" if each is not None and each.seen_solution else "no"
            lines.append(f"| {step.title.replace('|', '/')} | {when} | {tries} | {seen} |")
    return "\n".join(lines) + "\n"


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(seconds))
