"""Requests of the browser to the page's script, which need the settings on the page.

Each has a random id, so the script meets a repeated request only once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from playground.ids import Id, is_id
from playground.messages.edits import LayerEdit

MAX_REQUESTS = 50  # the most requests met in one message; a browser repeats the others


# Kinds of requests that start a run.
Starts = Literal["train", "hold", "reset", "new_weights", "branch", "remedy"]


class Request(BaseModel):
    """One request.

    The kinds that start a run: "train"; "hold", held before its first batch; "reset" and "new_weights", held and in
    place of the run that goes on; "branch", from `epoch` of the run `of`; "remedy", the twin of the run `of` with the
    doctor's remedy for its `finding`. "twin" begins or ends a twin. "seeds", "both_by_seeds" (the run `of` and its
    original) and "sweep" lead to other pages. "edit" changes the layers by `edit`.

    Args:
        of: the run that the browser showed; None for the run that the script shows when it meets the request.
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
        """Whether the new run is held before its first batch."""
        return self.kind in ("hold", "reset", "new_weights")


@dataclass(frozen=True)
class Outcome:
    """The outcome of a request: the id of the run that it started, or the sentence that refuses it."""

    run: str | None = None
    error: str = ""


@dataclass(frozen=True)
class Refused:
    """A request that cannot be understood. The browser repeats it until it gets this outcome."""

    id: str
    outcome: Outcome


_NO_SUCH_EDIT = Outcome(error="No layer takes such a value.")
_NO_SUCH_REQUEST = Outcome(
    error="The page asked for something that this server does not know. Reload the page."
)


def decode_all(content: Any) -> Sequence[Request | Refused]:
    """The first `MAX_REQUESTS` requests in a browser's message; none if the message holds anything else."""
    if not isinstance(content, list):
        return []
    return [found for each in content[:MAX_REQUESTS] if (found := _decode(each)) is not None]


def _decode(content: Any) -> Request | Refused | None:
    """A request; None if it has no id, because it could get no outcome."""
    try:
        return Request.model_validate(content)
    except ValidationError:
        if not isinstance(content, dict) or not is_id(name := content.get("id")):
            return None
        return Refused(name, _NO_SUCH_EDIT if content.get("kind") == "edit" else _NO_SUCH_REQUEST)
