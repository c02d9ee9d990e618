"""Keras' own tests of callbacks pass with `fit` in the place of `model.fit`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import playground
from playground.network.backend import keras

_TESTS = Path(keras.__file__).parent / "src" / "callbacks"
# These need packages that the project does without: Orbax, TensorBoard, requests.
_OTHERS = {"orbax_checkpoint_test.py", "tensorboard_test.py", "remote_monitor_test.py"}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_passes_with_keras_own_fit_passes_with_ours(tmp_path: Path) -> None:
    files = sorted(path for path in _TESTS.glob("*_test.py") if path.name not in _OTHERS)
    root = Path(playground.__file__).resolve().parent.parent
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.support.keras_fit_replaced"]
    # On several devices `fit` is Keras' own.
    command += [
        "-k",
        "not tf_distribute",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        "--rootdir",
        str(tmp_path),
        *map(str, files),
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]
    said = re.search(r"fits: (\d+) by playground", done.stdout)
    assert said is not None
    assert int(said[1]) > 30
