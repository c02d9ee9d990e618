"""Evaluate: loss and metrics of a network on rows, without training and without compiling anything."""

from typing import Any

from playground.network.backend import tf

# Rows that are put through the network at once where nothing is trained: bounds the memory of wide layers.
ROWS_AT_ONCE = 8192


def evaluate(model: Any, x: Any, y: Any) -> dict[str, float]:
    """Loss and metrics of a network as it is, without training and without compiling anything.

    Args:
        model: a compiled model.
        x: (n_rows, n_inputs) float32.
        y: (n_rows, 1) float32 or (n_rows,) int32.
    """
    model.reset_metrics()
    for begin in range(0, len(x), ROWS_AT_ONCE):
        rows = slice(begin, begin + ROWS_AT_ONCE)
        model.test_step((tf.convert_to_tensor(x[rows]), tf.convert_to_tensor(y[rows])))
    logs = {name: float(value) for name, value in model.get_metrics_result().items()}
    model.reset_metrics()
    return logs
