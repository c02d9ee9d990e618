"""Questions: what a network that a run kept can be asked. The answer to each is an archive of arrays."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Arrays: TypeAlias = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class PutThrough:
    """What does it put out for these inputs? The answer is `outputs`, (rows, outputs).

    Attributes:
        x: float32 (rows, inputs), scaled.
    """

    x: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Follow:
    """What does each layer make of this row? The answer is `layer_0`, `layer_1` …, float32 (values put out,) each.

    Attributes:
        x: float32 (inputs,), scaled.
    """

    x: NDArray[np.float32]


@dataclass(frozen=True)
class Shuffle:
    """How much worse is it when a column is shuffled?

    The answer is `drops`, as `playground.evaluation.importance` says.

    Attributes:
        columns: of the table.
    """

    columns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Explain:
    """What does each column add to the answer for this row?

    The answer is `mean`, `added` and `errors`, as `playground.evaluation.contributions` says.

    Attributes:
        x: float32 (inputs,), scaled.
    """

    x: NDArray[np.float32]


Question: TypeAlias = PutThrough | Follow | Shuffle | Explain


def pack(arrays: Arrays) -> bytes:
    """As bytes, for `unpack`."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # no array is called allow_pickle
    return buffer.getvalue()


def unpack(content: bytes) -> Arrays:
    """What `pack` was given."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}
