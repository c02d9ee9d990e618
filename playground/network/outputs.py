"""Outputs: the outputs of a network, or of each of its layers, for rows in a prediction."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.network.backend import tf
from playground.network.evaluate import ROWS_AT_ONCE


def outputs(model: Any, x: NDArray[np.float32]) -> NDArray[np.float32]:
    """The outputs, (n_rows, n_outputs), for inputs (n_rows, n_inputs)."""
    rows = [x[begin : begin + ROWS_AT_ONCE] for begin in range(0, len(x), ROWS_AT_ONCE)]
    return np.concatenate([np.asarray(model(tf.convert_to_tensor(each), training=False)) for each in rows])


def layer_outputs(model: Any, row: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """The output of each layer, (n_values,), first to last, for the inputs of one row, (n_inputs,)."""
    found, value = [], tf.convert_to_tensor(row[None])
    for layer in model.layers:
        value = layer(value, training=False)
        found.append(np.asarray(value)[0])
    return found
