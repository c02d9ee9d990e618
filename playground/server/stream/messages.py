"""What a page says on its stream: JSON such as `{"kind": "follow", "topic": 1, "run": "…", "first": 12}`.

The server answers `{"number": 7, "news": [{"topic": 1, "set": {…}, "from": 12, "curves": {…}, "elapsed": […]}]}`: of
each topic what has changed since the last message on this connection. `set` are the fields that differ, `own` those
that only this page has so. Of a group `runs` has the place of each run that differs, with its fields. `anew`: the
epochs told before are no more. A topic that cannot be followed has `status` and `error`, as the routes answer.

`pictures` are {number, epochs, all, error}, as the route of pictures lists them, and `size`: that of the newest picture
in bytes, 0 where the page has it. Such a picture makes a message binary: the length of its text (4 bytes,
little-endian), the text, the pictures.

A page says what it has seen after 5 messages or 16 KB, whichever comes first.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

_Id = Annotated[str, Field(max_length=64)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Follow(_Message):
    """Tell of a run or of a group, under the number `topic` that the page gives it.

    Args:
        run, group: the id of one of them.
        first: the first epoch wanted.
        client: the number of the page, as its wishes have it.
        visitor: who is at the page, in a browser without cookies.
        pictures: how many had come when the page listed them last; None for a page that wants none.
    """

    kind: Literal["follow"] = "follow"
    topic: int = Field(ge=0, le=1_000_000_000)
    run: _Id | None = None
    group: _Id | None = None
    first: int = Field(0, ge=0, le=1_000_000_000)
    client: _Id = ""
    visitor: _Id | None = None
    pictures: int | None = Field(None, ge=0)


class Leave(_Message):
    """Tell no more of a topic."""

    kind: Literal["leave"] = "leave"
    topic: int


class Seen(_Message):
    """The page has taken in the messages up to `number`."""

    kind: Literal["seen"] = "seen"
    number: int


class Hidden(_Message):
    """Whether the page's tab is hidden: then little is told, and without pictures."""

    kind: Literal["hidden"] = "hidden"
    hidden: bool


Said: TypeAlias = Follow | Leave | Seen | Hidden

_ONE: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Field(discriminator="kind")])


def decode(text: str) -> Said:
    """What a page said.

    Raises:
        ValueError: it is none of these.
    """
    return _ONE.validate_json(text)
