"""Requests of the browser to the page's script, for which the settings on the page are needed.

Each has a random id, so the script meets it once, however often it comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from playground.ids import Id, is_id
from playground.messages.edits import LayerEdit

MAX_REQUESTS = 50  # that are met in one message; a browser repeats those that are not


# Kinds of requests that start a run.
Starts = Literal["train", "hold", "reset", "new_weights", "branch", "remedy"]


class Request(BaseModel):
    """One request.

    Kinds: "train" starts a run; "hold" one that is held before its first batch; "reset" and "new_weights" the same in
    the place of the run that goes on; "branch" one from `epoch` of the run `of`; "remedy" the twin of the run `of` that
    tries what the doctor proposes for its `finding`. "twin" begins or ends a twin, "seeds", "both_by_seeds" (the run
    `of` and its original) and "sweep" lead on to other pages. "edit" changes the layers by `edit`.

    Args:
        of: the run that the browser showed; None for the one that the script shows when it meets the request.
        replaces: the run to stop first, or the request that started it.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False, strict=True)

    id: Id
    kind: Starts | Literal["twin", "seeds", "both_by_seeds", "sweep", "edit"]
    of: Id | None = None
    replaces: Id | None = None
    epoch: int = Field(0, ge=0, le=1_000_000)
    finding: str = Field("", max_length=40)
    edit: LayerEdit | None = None

    @model_validator(mode="after")
    def _edits_alone_have_an_edit(self) -> Self:
        if (self.kind == "edit") != (self.edit is not None):
            raise ValueError("edit: an edit says what is changed, and no other request does")
        return self

    @property
    def held(self) -> bool:
        """Whether the new run holds before its first batch."""
        return self.kind in ("hold", "reset", "new_weights")


@dataclass(frozen=True)
class Outcome:
    """What became of a request: the id of the run that it started, or the sentence that refuses it."""

    run: str | None = None
    error: str = ""


@dataclass(frozen=True)
class Refused:
    """A request that cannot be understood; the browser repeats it until it has this outcome."""

    id: str
    outcome: Outcome


_NO_SUCH_EDIT = Outcome(error="No layer takes such a value.")
_NO_SUCH_REQUEST = Outcome(
    error="The page asked for something that this server does not know. Reload the page."
)


def decode_all(content: Any) -> Sequence[Request | Refused]:
    """The requests in a browser's message, the first `MAX_REQUESTS`; none where it holds anything else."""
    if not isinstance(content, list):
        return []
    return [found for each in content[:MAX_REQUESTS] if (found := _decode(each)) is not None]


def _decode(content: Any) -> Request | Refused | None:
    """A request; None for what has no id, which nobody could give an outcome."""
    try:
        return Request.model_validate(content)
    except ValidationError:
        if not isinstance(content, dict) or not is_id(name := content.get("id")):
            return None
        return Refused(name, _NO_SUCH_EDIT if content.get("kind") == "edit" else _NO_SUCH_REQUEST)
