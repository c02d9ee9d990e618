"""Rule: when something is said, what, and what helps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from playground.messages.events import Finding

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Rule(Generic[Seen]):
    """One row of a table of rules; `Seen` is what the rules of the table look at.

    Attributes:
        kind: its name.
        when: whether it applies.
        sentence: what it says.
        remedy: what helps; every remedy is tried in a test.
        warns: whether something is wrong.
    """

    kind: str
    when: Callable[[Seen], bool]
    sentence: Callable[[Seen], str]
    remedy: Callable[[Seen], str] = lambda _: ""
    warns: bool = True

    def finding(self, seen: Seen, layer: str = "") -> Finding:
        """What the rule says."""
        return Finding(self.kind, self.sentence(seen), self.remedy(seen), self.warns, layer)


def any_of(choices: list[str]) -> str:
    """A remedy as a sentence: `Try a, b or c.`"""
    listed = ", ".join(choices[:-1])
    return f"Try {listed} or {choices[-1]}." if listed else f"Try {choices[0]}."
