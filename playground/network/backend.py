"""TensorFlow and Keras, loaded without messages. All other modules import them from here."""

import contextlib
import gc
import os
import sys
import threading
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from typing import Any

# Both have to be set before TensorFlow is loaded for the first time in a process.
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# Optional packages that Keras loads only for its wrappers and plots. Without them, and with the garbage collector off,
# which finds nothing during loading, TensorFlow and Keras load in two thirds of the time.
_UNUSED = ("sklearn", "matplotlib")


class _Absent(MetaPathFinder):
    """Makes the packages of `_UNUSED` look not installed to the thread that creates it."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, fullname: str, _path: Any, _target: Any = None) -> None:
        """Finds nothing.

        Raises:
            ModuleNotFoundError: the thread asks for one of the packages.
        """
        if fullname in _UNUSED and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"Keras does without {fullname} here", name=fullname)


@contextlib.contextmanager
def _only_what_is_used() -> Iterator[None]:
    absent, collects = _Absent(), gc.isenabled()
    sys.meta_path.insert(0, absent)
    gc.disable()
    try:
        yield
    finally:
        sys.meta_path.remove(absent)
        gc.freeze()  # half a million permanent objects, which each full collection would visit
        if collects:
            gc.enable()


@contextlib.contextmanager
def _standard_error_closed() -> Iterator[None]:
    """Closes standard error: TensorFlow's C++ part prints messages there at any log level, which look like errors."""
    standard_error = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(standard_error, 2)
        os.close(nowhere)
        os.close(standard_error)


with _standard_error_closed(), _only_what_is_used():
    import keras
    import tensorflow as tf
    from tensorflow.python.eager.context import context
    from tensorflow.python.eager.execute import execute
    from tensorflow.python.ops.resource_variable_ops import UninitializedVariable

__all__ = ["UninitializedVariable", "context", "execute", "keras", "tf"]
