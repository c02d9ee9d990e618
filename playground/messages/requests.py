"""Requests of the browser to the page's script, for which the settings on the page are needed.

Each has a random id, so the script meets it once, however often it comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from playground.ids import Id
from playground.messages.edits import LayerEdit

MAX_REQUESTS = 50  # in one message


class Request(BaseModel):
    """One request.

    Kinds: "train" starts a run; "hold" one that is held before its first batch; "reset" and "new_weights" the same in
    the place of the run that goes on; "branch" one from `epoch` of the run `of`. "twin" begins or ends a twin, "seeds"
    and "sweep" lead on to other pages. "edit" changes the layers by `edit`.

    Args:
        of: the run that the browser showed; None for the one that the script shows when it meets the request.
        replaces: the run to stop first, or the request that started it.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False, strict=True)

    id: Id
    kind: Literal["train", "hold", "reset", "new_weights", "branch", "twin", "seeds", "sweep", "edit"]
    of: Id | None = None
    replaces: Id | None = None
    epoch: int = Field(0, ge=0, le=1_000_000)
    edit: LayerEdit | None = None

    @property
    def held(self) -> bool:
        """Whether the new run holds before its first batch."""
        return self.kind in ("hold", "reset", "new_weights")


@dataclass(frozen=True)
class Outcome:
    """What became of a request: the id of the run that it started, or the sentence that refuses it."""

    run: str | None = None
    error: str = ""


_ALL: TypeAdapter[list[Request]] = TypeAdapter(Annotated[list[Request], Field(max_length=MAX_REQUESTS)])


def decode_all(content: Any) -> Sequence[Request]:
    """The requests in a browser's message; none where it holds anything else."""
    try:
        return _ALL.validate_python(content)
    except ValidationError:
        return []
