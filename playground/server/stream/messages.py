"""The messages of a page on its stream: JSON such as `{"kind": "follow", "topic": 1, "run": "…", "first": 12}`.

The server sends `{"number": 7, "news": [{"topic": 1, "set": {…}, "from": 12, "curves": {…}, "elapsed": […]}]}`: the
changes of each topic since the last message on this connection. `set` has the changed fields, `own` the changed fields
whose values are only for this page. For a group, `runs` has [index, changed fields] of each changed run. `anew` means
that the page must drop the epochs of earlier messages. A topic that cannot be followed has `status` and `error`, like
an answer of the routes.

`pictures` is {number, epochs, all, error}, like the answer of the route of pictures, and `size`: the bytes of the
newest picture, 0 if the message does not contain it. A message with pictures is binary: the length of its text
(4 bytes, little-endian), the text, the pictures.

A page confirms messages with `seen` after 5 messages or 16 KB, whichever comes first.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

_Id = Annotated[str, Field(max_length=64)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Follow(_Message):
    """The page follows a run or a group from now on, as the topic with the number `topic`.

    Args:
        topic: the number of the topic; the page chooses it.
        run, group: the id of the run or of the group; the other one is None.
        first: the first epoch that the page needs.
        client: the id of the page, the same as in its wishes.
        visitor: the visitor's number, from a browser without cookies.
        pictures: the number of pictures that the page already has in its list; None for a page without pictures.
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
    """The page no longer follows a topic."""

    kind: Literal["leave"] = "leave"
    topic: int


class Seen(_Message):
    """The page has processed the messages up to `number`."""

    kind: Literal["seen"] = "seen"
    number: int


class Hidden(_Message):
    """Whether the page's tab is hidden: then the server sends fewer messages, and no pictures."""

    kind: Literal["hidden"] = "hidden"
    hidden: bool


PageMessage: TypeAlias = Follow | Leave | Seen | Hidden

_ONE: TypeAdapter[PageMessage] = TypeAdapter(Annotated[PageMessage, Field(discriminator="kind")])


def decode(text: str) -> PageMessage:
    """The message of a page, from its JSON.

    Raises:
        ValueError: the text is not such a message.
    """
    return _ONE.validate_json(text)
