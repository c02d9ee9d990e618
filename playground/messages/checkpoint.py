"""Checkpoint: the whole state of a held run as NumPy arrays and JSON, so that it can continue on any worker."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, TypedDict

import numpy as np
from numpy.typing import NDArray

Span: TypeAlias = Literal["epoch", "batch"]  # the length of a step


class ControlState(TypedDict):
    """The state after a person's wishes so far; `taken` has the number of the last wish of each sender."""

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


# The state of a callback by attribute name, and the states of callbacks by class name.
CallbackState: TypeAlias = Mapping[str, float | list[NDArray[Any]] | BestState | None]
CallbackStates: TypeAlias = Mapping[str, CallbackState]

_ARRAY = "$array"  # stands for an array in the JSON, with the array's name in the archive
_FACTS = "facts"


@dataclass(frozen=True)
class Checkpoint:
    """A run after `epoch` epochs and `batch` batches of the next epoch.

    Attributes:
        spent: seconds of training that count for the limit.
        began: the part of these seconds before the first epoch; None if no epoch has begun.
        control: the state after the person's wishes so far.
        variables: lists of arrays by name: "weights", "others" (of the layers), "optimizer", "metrics"; empty if the
            run starts from its beginning.

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
        """Encodes the checkpoint as NumPy's npz: the arrays, and one more array with the rest as JSON."""
        arrays: dict[str, NDArray[Any]] = {}
        facts = json.dumps(_without_arrays(vars(self), arrays))
        arrays[_FACTS] = np.frombuffer(facts.encode(), np.uint8)
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]  # no array is called allow_pickle
        return buffer.getvalue()

    @classmethod
    def decode(cls, content: bytes) -> "Checkpoint":
        """Decodes a checkpoint.

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
        """The weights if the run ended here: the best ones if early stopping restores them."""
        best = self.callbacks.get("EarlyStopping", {}).get("best_weights")
        return best if isinstance(best, list) else self.variables["weights"]


@dataclass(frozen=True)
class Held:
    """A run that leaves its worker: its encoded `Checkpoint`, and the facts in it that the engine needs.

    Attributes:
        content: the encoded checkpoint; empty if it is stored on a shelf.
        epoch, batch: the position of the run: finished epochs, and finished batches of the next epoch.
        taken: the number of the last wish taken of each sender.
        goes_on: whether the run has more to do at once: it has steps left, must stop, or is not paused.
    """

    content: bytes
    epoch: int
    batch: int
    taken: Mapping[str, int]
    goes_on: bool


def as_npz(weights: list[NDArray[Any]]) -> bytes:
    """Encodes weights, in order, as NumPy's npz."""
    buffer = io.BytesIO()
    np.savez(buffer, *weights)
    return buffer.getvalue()


def from_npz(content: bytes) -> list[NDArray[Any]]:
    """Decodes the weights that `as_npz` encoded."""
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
