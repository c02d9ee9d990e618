"""Start: the start of a run without fresh weights, a twin or a branch."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.messages.checkpoint import CallbackStates


@dataclass(frozen=True, eq=False)
class Start:
    """The state with which training begins.

    Attributes:
        weights: the layers' weights in the order of Keras' `get_weights`.
        epoch: the number of finished epochs; 0 for a twin, which has only first weights.
        optimizer: the optimizer's variables.
        seeds: the layers' other variables, the states of their random generators.
        callbacks: the state of each callback, by the name of its class.

    """

    weights: Sequence[NDArray[Any]]
    epoch: int = 0
    optimizer: Sequence[NDArray[Any]] = ()
    seeds: Sequence[NDArray[Any]] = ()
    callbacks: CallbackStates = field(default_factory=dict)

    def as_npz(self) -> bytes:
        """All arrays as NumPy's npz: `weight_0`, …, `optimizer_0`, …, `seed_0`, …, `best_0`, …"""
        parts: Mapping[str, Sequence[NDArray[Any]]] = {
            "weight": self.weights,
            "optimizer": self.optimizer,
            "seed": self.seeds,
            "best": self.best_weights,
        }
        arrays = {
            f"{part}_{number}": array for part, every in parts.items() for number, array in enumerate(every)
        }
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]  # no array is called allow_pickle
        return buffer.getvalue()

    @property
    def best_weights(self) -> Sequence[NDArray[Any]]:
        """The weights that early stopping would restore."""
        best = self.callbacks.get("EarlyStopping", {}).get("best_weights")
        return best if isinstance(best, list) else ()
