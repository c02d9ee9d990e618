"""Checking: runs an exported script in a clean process and compares its losses with the run's losses."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas

from playground.errors import ExperimentError, Problem
from playground.export.comparing import EPOCHS, Difference, compare
from playground.export.script import Script
from playground.limits import limits

# Runs script.py with a `fit` that ends after the number of epochs in the argument. The option -I keeps the script from
# importing anything from this project: it leaves out its folder and those of the environment. The garbage collector is
# off while Keras is loaded: it finds nothing then (as in `playground.network.backend`).
_DRIVER = """
import gc, os, runpy, sys

os.environ["KERAS_BACKEND"] = "tensorflow"
gc.disable()
import keras
gc.freeze()
gc.enable()

class Enough(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.trained = 0

    def on_epoch_end(self, epoch, logs=None):
        self.trained += 1
        if self.trained == int(sys.argv[1]):
            self.model.stop_training = True

fit = keras.Sequential.fit
keras.Sequential.fit = lambda self, *a, callbacks=(), **k: fit(self, *a, callbacks=[*callbacks, Enough()], **k)
runpy.run_path("script.py", run_name="__main__")
"""


def check(script: Script, curves: Mapping[str, Sequence[float]]) -> Difference:
    """Runs a script for the epochs that are compared.

    Args:
        script: the exported script, with the files that it needs.
        curves: the run's curves from the first epoch that it trained itself.


    Raises:
        ExperimentError: the script does not run to its end, or takes longer than a run may.
    """
    epochs = max(min(EPOCHS, len(curves["loss"])), 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "script.py").write_text(script.code, "utf-8")
        for file, content in script.files.items():
            (folder / file).write_bytes(content)
        _run(folder, epochs)
        return compare(curves, pandas.read_csv(folder / "history.csv"))


def _run(folder: Path, epochs: int) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PLAYGROUND"))}
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _DRIVER, str(epochs)],
            cwd=folder,
            env={**clean, "MPLBACKEND": "Agg", "TF_CPP_MIN_LOG_LEVEL": "3"},
            capture_output=True,
            text=True,
            timeout=limits().max_seconds,
        )
    except subprocess.TimeoutExpired:
        raise ExperimentError(
            Problem("script", f"takes longer than the {limits().max_seconds:g} seconds of one run.")
        ) from None
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["nothing was said"]
        raise ExperimentError(Problem("script", f"ends with an error ({last[0][:300]})."))
