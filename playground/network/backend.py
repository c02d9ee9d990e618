"""TensorFlow and Keras, loaded quietly: the one door through which this project reaches them."""

import contextlib
import os
from collections.abc import Iterator

# Both have to be set before TensorFlow is loaded for the first time in a process.
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@contextlib.contextmanager
def _standard_error_closed() -> Iterator[None]:
    """Whatever its log level, TensorFlow's C++ part greets there, and a learner takes it for errors."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)


with _standard_error_closed():
    import keras
    import tensorflow as tf
    from tensorflow.python.eager.context import context
    from tensorflow.python.eager.execute import execute
    from tensorflow.python.ops.resource_variable_ops import UninitializedVariable

__all__ = ["UninitializedVariable", "context", "execute", "keras", "tf"]
