"""Edits of the stack of layers by a browser; layers are named by the numbers that the page gave them.

Each edit describes the layers after it, so a repeated edit changes nothing more. This module limits the values; the
experiment's own checks say what is wrong with them.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

_Number = Annotated[
    int, Field(ge=1, le=2**53)
]  # of a layer; a browser represents no larger whole number exactly

_Index = Annotated[int, Field(ge=0, le=10_000)]  # from 0
_Word = Annotated[str, Field(max_length=64)]
_Value = Annotated[int | float, Field(ge=-1e15, le=1e15)]


class _Edit(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


class SetSetting(_Edit):
    """Gives a setting of a layer a value."""

    do: Literal["set"]
    layer: _Number
    name: _Word
    value: _Value | _Word


class AddLayer(_Edit):
    """Inserts a layer of a kind before the one at `index`."""

    do: Literal["add"]
    type: _Word
    index: _Index


class RemoveLayer(_Edit):
    """Removes a layer."""

    do: Literal["remove"]
    layer: _Number


class MoveLayer(_Edit):
    """Moves a layer to `index` among the others."""

    do: Literal["move"]
    layer: _Number
    index: _Index


class ChangeKind(_Edit):
    """Replaces a layer by one of another kind."""

    do: Literal["kind"]
    layer: _Number
    type: _Word


LayerEdit = Annotated[SetSetting | AddLayer | RemoveLayer | MoveLayer | ChangeKind, Field(discriminator="do")]
