"""Reading many variables in one operation of TensorFlow, as its own graphs do it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from numpy.typing import NDArray

from playground.network.backend import context, execute, tf


def reader(variables: Sequence[Any]) -> Callable[[], list[NDArray[Any]]]:
    """A function that copies float32 variables of Keras, in a third of the time that `numpy` of each takes.

    TensorFlow keeps the operation for itself: where it is gone each variable is read alone.
    """
    handles = [variable.value.handle for variable in variables]
    kind = tf.float32.as_datatype_enum
    attributes = ("N", len(handles), "dtypes", [kind] * len(handles))

    def together() -> list[NDArray[Any]]:
        tensors = execute(b"_ReadVariablesOp", len(handles), handles, attributes, context())
        return [tensor.numpy() for tensor in tensors]

    try:
        together()
    except (tf.errors.OpError, TypeError, ValueError, RuntimeError):
        return partial(_one_by_one, handles)
    return together


def _one_by_one(handles: Sequence[Any]) -> list[NDArray[Any]]:
    read = tf.raw_ops.ReadVariableOp
    return [read(resource=handle, dtype=tf.float32).numpy() for handle in handles]
