"""Questions to the network that a run kept. The answer to each is an archive of arrays."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Arrays: TypeAlias = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class PutThrough:
    """What are the outputs for these inputs? The answer is `outputs`, (n_rows, n_outputs).

    Attributes:
        x: (n_rows, n_inputs) float32, scaled.
    """

    x: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Follow:
    """What is the output of each layer for this row? The answer is `layer_0`, `layer_1` …, each (n_outputs,) float32.

    Attributes:
        x: (n_inputs,) float32, scaled.
    """

    x: NDArray[np.float32]


@dataclass(frozen=True)
class Shuffle:
    """How much worse is the network when a column is shuffled?

    The answer is `drops`; `playground.evaluation.importance` describes it.

    Attributes:
        columns: the columns of the table.
    """

    columns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Explain:
    """What does each column add to the answer for this row?

    The answer is `mean`, `added` and `errors`; `playground.evaluation.contributions` describes them.

    Attributes:
        x: (n_inputs,) float32, scaled.
    """

    x: NDArray[np.float32]


Question: TypeAlias = PutThrough | Follow | Shuffle | Explain


def pack(arrays: Arrays) -> bytes:
    """Encodes arrays as bytes."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # no array is called allow_pickle
    return buffer.getvalue()


def unpack(content: bytes) -> Arrays:
    """Decodes what `pack` encoded."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}
