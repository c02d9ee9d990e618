"""Runs exported scripts in one clean process, and compares their curves with those of runs."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas

from playground.export.comparing import DIVERGED, EPOCHS, compare
from playground.export.script import Script
from playground.messages.events import Event
from playground.plan import Plan
from playground.runs import Run
from playground.worker.control import Control
from playground.worker.job import train

# Each script runs in its own folder, as if it were alone; nothing of the project can be imported. The garbage collector
# runs seldom, because it finds nothing while Keras is loaded.
_DRIVER = """
import contextlib, gc, io, os, runpy, sys, traceback

gc.set_threshold(100_000)

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("playground", "tests", "streamlit", "dask", "jinja2", "pydantic"):
            raise ImportError(f"an exported script imports {name}")

sys.meta_path.insert(0, Refused())
for folder in sys.argv[1:]:
    os.chdir(folder)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            runpy.run_path("script.py", run_name="__main__")
    except BaseException:
        with open("error.txt", "w") as file:
            file.write(said.getvalue()[-2000:] + traceback.format_exc())
    if drawn := sys.modules.get("matplotlib.pyplot"):
        drawn.close("all")  # or the next script would draw its curves among those of this one
"""


def run_scripts(scripts: Mapping[str, Script], folder: Path) -> dict[str, pandas.DataFrame]:
    """Runs scripts in one fresh process; returns the history that each wrote.

    Raises:
        AssertionError: a script failed.
    """
    folders = {}
    for name, each in scripts.items():
        folders[name] = folder / name
        folders[name].mkdir()
        (folders[name] / "script.py").write_text(each.code, "utf-8")
        for file, content in each.files.items():
            (folders[name] / file).write_bytes(content)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-I", "-c", _DRIVER, *map(str, folders.values())],
        cwd=folder,
        env={**environment, "TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for name, path in folders.items():
        error = path / "error.txt"
        assert not error.exists(), f"{name}: {error.read_text()}"
        assert (path / "curves.png").read_bytes().startswith(b"\x89PNG")
    return {name: pandas.read_csv(path / "history.csv") for name, path in folders.items()}


def curves_of(planned: Plan) -> dict[str, list[float]]:
    """The curves of a run of the experiment, from the first epoch that it trains itself."""
    heard: list[Event] = []
    train(planned.experiment, heard.extend, Control())
    run = Run("0" * 32, "nobody", planned.experiment)
    run.hear(heard)
    branch = planned.experiment.branch
    before = branch.epoch if branch is not None else 0
    return {name: values[before + 1 :] for name, values in run.curves.items()}


def difference(curves: Mapping[str, list[float]], history: pandas.DataFrame) -> float:
    """The largest relative difference of a script's losses from a run's over the first epochs.

    It is infinite if one of them trains fewer epochs, unless the run diverges.
    """
    found = compare(curves, history)
    ends = len(curves["loss"]), len(history)
    diverged = not np.isfinite(curves["loss"]).all() or abs(curves["loss"][-1]) > DIVERGED * abs(
        curves["loss"][0]
    )
    return found.largest if diverged or min(*ends, EPOCHS) == min(max(ends), EPOCHS) else float("inf")
