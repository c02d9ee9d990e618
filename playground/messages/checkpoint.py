"""Checkpoint: the whole state of a held run as plain data, NumPy arrays and JSON, so that it can go on elsewhere."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, TypedDict

import numpy as np
from numpy.typing import NDArray

Span: TypeAlias = Literal["epoch", "batch"]  # what a step goes over


class ControlState(TypedDict):
    """The state that a person's wishes have led to; `taken` has the number of the last wish of each sender."""

    paused: bool
    steps: list[Span]
    learning_rate: float | None
    stopped: bool
    taken: dict[str, int]


class BestState(TypedDict):
    """The best epoch so far, and the value of the curve that decides."""

    epoch: int
    monitor: str
    value: float


# What a callback carries from epoch to epoch, by the names of its attributes, and that of each by its class.
CallbackState: TypeAlias = Mapping[str, float | list[NDArray[Any]] | BestState | None]
CallbackStates: TypeAlias = Mapping[str, CallbackState]

_ARRAY = "$array"  # in the JSON, in the place of an array: its name in the archive
_FACTS = "facts"


@dataclass(frozen=True)
class Checkpoint:
    """A run after `epoch` epochs and `batch` batches of the next.

    Attributes:
        spent: seconds of training that count for the limit.
        began: the part of these seconds before the first epoch; None where no epoch has begun.
        control: the state that the person's wishes have led to.
        variables: lists of arrays by name: "weights", "others" (of the layers), "optimizer", "metrics"; empty where the
            run begins anew.
        callbacks: the state of each callback, by the name of its class.
    """

    epoch: int
    batch: int
    spent: float
    began: float | None
    control: ControlState
    variables: Mapping[str, list[NDArray[Any]]]
    callbacks: CallbackStates = field(default_factory=dict)

    def held(self) -> "Held":
        """The checkpoint as a worker returns it to the engine."""
        steps = bool(self.control["steps"])
        goes_on = steps or self.control["stopped"] or not self.control["paused"]
        return Held(self.encode(), self.epoch, self.batch, self.control["taken"], goes_on)

    def encode(self) -> bytes:
        """As NumPy's npz: the arrays, and the rest as JSON in one more."""
        arrays: dict[str, NDArray[Any]] = {}
        facts = json.dumps(_without_arrays(vars(self), arrays))
        arrays[_FACTS] = np.frombuffer(facts.encode(), np.uint8)
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]  # no array is called allow_pickle
        return buffer.getvalue()

    @classmethod
    def decode(cls, content: bytes) -> "Checkpoint":
        """The checkpoint that was encoded.

        Raises:
            ValueError: the content is not a checkpoint.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as archive:
                facts = json.loads(archive[_FACTS].tobytes())
                return cls(**_with_arrays(facts, archive))
        except (KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise ValueError("The state of this held run cannot be read.") from error

    @property
    def end_weights(self) -> list[NDArray[Any]]:
        """The weights that the run would end with here: the best ones where early stopping restores them."""
        best = self.callbacks.get("EarlyStopping", {}).get("best_weights")
        return best if isinstance(best, list) else self.variables["weights"]


@dataclass(frozen=True)
class Held:
    """A run that gives up its worker: its encoded `Checkpoint`, and the facts in it that the engine needs.

    Attributes:
        content: the encoded checkpoint; empty where it is kept on a shelf.
        epoch, batch: where the run is held: epochs that are over, and batches of the next.
        taken: the number of the last wish taken of each sender.
        goes_on: whether the run has more to do at once: steps are left, it is to stop, or it is not paused.
    """

    content: bytes
    epoch: int
    batch: int
    taken: Mapping[str, int]
    goes_on: bool


def as_npz(weights: list[NDArray[Any]]) -> bytes:
    """Weights in their order, as NumPy's npz."""
    buffer = io.BytesIO()
    np.savez(buffer, *weights)
    return buffer.getvalue()


def from_npz(content: bytes) -> list[NDArray[Any]]:
    """Weights as `as_npz` made them."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return [archive[name] for name in archive.files]


def _without_arrays(value: Any, arrays: dict[str, NDArray[Any]]) -> Any:
    match value:
        case np.ndarray():
            name = f"a{len(arrays)}"
            arrays[name] = value
            return {_ARRAY: name}
        case np.generic():
            return value.item()
        case dict():
            return {key: _without_arrays(item, arrays) for key, item in value.items()}
        case list() | tuple():
            return [_without_arrays(item, arrays) for item in value]
    return value


def _with_arrays(value: Any, archive: Mapping[str, NDArray[Any]]) -> Any:
    match value:
        case {"$array": name}:
            return archive[name]
        case dict():
            return {key: _with_arrays(item, archive) for key, item in value.items()}
        case list():
            return [_with_arrays(item, archive) for item in value]
    return value
