"""Reading many variables in one operation of TensorFlow, like its own graphs."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from numpy.typing import NDArray

from playground.network.backend import context, execute, tf


def reader(variables: Sequence[Any]) -> Callable[[], list[NDArray[Any]]]:
    """Returns a function that copies float32 variables of Keras in a third of the time of single `numpy` calls.

    The operation is private to TensorFlow. If a version lacks it, the function reads each variable by itself.

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
