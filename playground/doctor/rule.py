"""Rule: when something is said, what, and what helps. Finding: what a rule said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Finding:
    """What a rule says of a network or a run.

    Attributes:
        kind: the rule's name.
        sentence: what is seen, with the layer or the measure it is seen in.
        remedy: what to try, as a sentence; "" where nothing has to be done.
        warns: whether something is wrong; False for what only explains.
        layer: the layer's title, "" for the whole network.
    """

    kind: str
    sentence: str
    remedy: str = ""
    warns: bool = True
    layer: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain data, ready for an event, a picture's header or JSON."""
        return {
            "kind": self.kind,
            "sentence": self.sentence,
            "remedy": self.remedy,
            "warns": self.warns,
            "layer": self.layer,
        }


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
