"""A pytest plugin that replaces `keras.Model.fit` by `playground.training.fit` for arguments that the latter accepts.

`python -m pytest -p tests.support.keras_fit_replaced FILE…` runs Keras' own tests, which are in its wheel, with it.
"""

from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest

from playground.network.backend import keras, tf
from playground.training import fit, graphs, xla

_original = keras.Model.fit
_NAMES = (
    "x",
    "y",
    "batch_size",
    "epochs",
    "verbose",
    "callbacks",
    "validation_split",
    "validation_data",
    "shuffle",
)
_counts = {"playground": 0, "keras": 0}


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) or (tf.is_tensor(value) and type(value).__name__ == "EagerTensor")


def _is_for_ours(model: Any, asked: dict[str, Any]) -> bool:
    validation = asked.get("validation_data") or ()
    return (
        asked.keys() <= set(_NAMES)
        and all(map(_is_array, (asked.get("x"), asked.get("y"), *validation)))
        and not model.run_eagerly
    )


def _fit(model: Any, *positional: Any, **named: Any) -> Any:
    asked = dict(zip(_NAMES, positional, strict=False)) | named
    if len(positional) > len(_NAMES) or not _is_for_ours(model, asked):
        _counts["keras"] += 1
        return _original(model, *positional, **named)
    _counts["playground"] += 1
    x, y, validation = asked["x"], asked["y"], asked.get("validation_data")
    if share := asked.get("validation_split"):
        rows = int(len(x) * (1 - share))
        x, y, validation = x[:rows], y[:rows], (x[rows:], y[rows:])
    callbacks = asked.get("callbacks") or []
    return fit(
        model,
        x,
        y,
        validation_data=validation,
        batch_size=asked.get("batch_size") or 32,
        epochs=asked.get("epochs", 1),
        callbacks=callbacks if isinstance(callbacks, list | tuple) else [callbacks],
        shuffle=bool(asked.get("shuffle", True)),
        seed=0,
    )


keras.Model.fit = _fit
# These tests are not about compilation, and without XLA the epochs are ready sooner.
xla.pays = lambda *_: False
graphs._fused_updates = lambda *_: nullcontext()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints how often each of the two trained, which shows whether the project's `fit` was tested at all."""
    terminalreporter.write_line(f"fits: {_counts['playground']} by playground, {_counts['keras']} by Keras")
