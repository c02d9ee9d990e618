"""The row of the table of settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from playground.words import Word

Widget = Literal["number", "optional", "whole", "percent", "word", "words", "toggle", "section"]


@dataclass(frozen=True)
class Setting:
    """A row of the table.

    Attributes:
        path: the path of the setting in an experiment file.
        title: its name for people; within a section without the section's title.
        help: its effect.
        widget: the widget that sets it. An "optional" number can be left out. A "section" is a toggle for the settings
            below its path; null means off.
        step: the step of a number's widget.
        words: the possible words, if they are always the same.
        when_none: the meaning of null, in words.
        in_words: turns any other value into words, if the usual form does not fit.
        kinds: the optimizers, or schedules, that have this setting; empty if all do.
        sweep: the values that a sweep proposes; empty if no sweep varies it.
        column: the column of the database that holds it; "" for none.
        keras: Keras' name of the argument, which is shown beside the title; "" if it equals the title.
        short: its part of a summary such as `Adam 0.001 · batch 256 · 500 epochs`, "" for nothing; None without one.
        section: the row of the section that the setting belongs to.
    """

    path: str
    title: str
    help: str = ""
    widget: Widget = "number"
    step: float = 1.0
    words: Mapping[str, Word] | None = None
    when_none: str = "none"
    in_words: Callable[[Any], str] | None = None
    kinds: tuple[str, ...] = ()
    sweep: tuple[Any, ...] = ()
    column: str = ""
    keras: str = ""
    short: Callable[[Any], str] | None = None
    section: "Setting | None" = None

    @property
    def full_title(self) -> str:
        """The title with that of its section: `Early stopping · patience`."""
        if self.section is None:
            return self.title
        return f"{self.section.title} · {self.title[:1].lower()}{self.title[1:]}"

    def belongs_to(self, kind: str) -> bool:
        """Whether an optimizer, or a schedule, has this setting."""
        return not self.kinds or kind in self.kinds

    def belongs_in(self, experiment: Any) -> bool:
        """Whether the optimizer, or the schedule, of an experiment has this setting."""
        return not self.kinds or _value_at(f"{self.path.rpartition('.')[0]}.name", experiment) in self.kinds

    def of(self, part: Any) -> Any:
        """The value in an experiment, or in plain data of its form; None also if its section is off."""
        return _value_at(self.path, part)


def _value_at(path: str, part: Any) -> Any:
    for name in path.split("."):
        if part is None:
            return None
        part = part.get(name) if isinstance(part, Mapping) else getattr(part, name)
    return part


def section(head: Setting, *rows: Setting) -> tuple[Setting, ...]:
    """The row of a section, followed by the rows that belong to it."""
    return (head, *(replace(row, section=head) for row in rows))
