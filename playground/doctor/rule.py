"""Rule: a condition, a sentence and a remedy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from playground.messages.events import Finding

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Rule(Generic[Seen]):
    """One row of a table of rules; `Seen` is the type of the rules' subject.

    Attributes:
        kind: its name.
        when: whether it applies.
        sentence: makes the sentence.
        remedy: makes the remedy; a test tries every remedy.
        warns: whether something is wrong.
    """

    kind: str
    when: Callable[[Seen], bool]
    sentence: Callable[[Seen], str]
    remedy: Callable[[Seen], str] = lambda _: ""
    warns: bool = True

    def finding(self, seen: Seen, layer: str = "") -> Finding:
        """The finding of the rule."""
        return Finding(self.kind, self.sentence(seen), self.remedy(seen), self.warns, layer)


def any_of(choices: list[str]) -> str:
    """A remedy as a sentence: `Try a, b or c.`"""
    listed = ", ".join(choices[:-1])
    return f"Try {listed} or {choices[-1]}." if listed else f"Try {choices[0]}."
