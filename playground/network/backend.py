"""TensorFlow and Keras, loaded quietly: the one door through which this project reaches them."""

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

# What Keras loads where it is installed, for its wrappers and plots alone. Without it, and without the collector, which
# finds nothing in what is only being loaded, TensorFlow and Keras are here in two thirds of the time.
_UNUSED = ("sklearn", "matplotlib")


class _Absent(MetaPathFinder):
    """Tells the thread that makes it that the packages of `_UNUSED` are not installed."""

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
        gc.freeze()  # half a million objects that stay: each full collection would look at all of them
        if collects:
            gc.enable()


@contextlib.contextmanager
def _standard_error_closed() -> Iterator[None]:
    """Whatever its log level, TensorFlow's C++ part greets there, and a learner takes it for errors."""
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
