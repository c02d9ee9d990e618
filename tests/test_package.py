"""The package: its wheel brings all files of the app, and `playground.live` needs Keras alone."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BESIDE = ("app.py", "pages", "data", "lessons", ".streamlit")  # the package, in a checkout

_ALONE = """
import sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("streamlit", "pandas", "dask", "distributed", "pydantic", "sqlalchemy", "jinja2"):
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Refused())
import types
keras = types.ModuleType("keras")
keras.callbacks = types.SimpleNamespace(Callback=object)
sys.modules["keras"] = keras
from playground.live import LiveCurves
LiveCurves("http://localhost:1", "token")
from playground.console import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of the checkout, made without a network."""
    folder = tmp_path_factory.mktemp("package")
    for name in ("playground", *BESIDE, "pyproject.toml", "setup.py", "README.md", "requirements.txt"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", ".", "--no-deps", "--no-build-isolation", "-w", "out"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (found,) = (folder / "out").glob("*.whl")
    return found


def files_of_the_app() -> set[str]:
    """All files that the app needs, as they are called once installed."""
    found = {path: path for path in (ROOT / "playground").rglob("*")}
    for name in BESIDE:
        inside = [ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*")
        found |= {path: ROOT / "playground" / "checkout" / path.relative_to(ROOT) for path in inside}
    return {
        str(installed.relative_to(ROOT))
        for path, installed in found.items()
        if path.is_file() and "__pycache__" not in path.parts and path.name != "secrets.toml"
    }


def test_the_wheel_brings_every_file_of_the_app(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (about,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(about).decode()
    assert files_of_the_app() - names == set()
    assert {name.split("/")[0] for name in names if "dist-info" not in name} == {"playground"}
    needed = [line for line in metadata.splitlines() if line.startswith("Requires-Dist:")]
    (alone,) = (line for line in needed if "extra" not in line)
    assert "keras" in alone
    required = {
        line.split(">")[0].split("[")[0]
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if line and not line.startswith("#")
    }
    assert {name for name in required if any(f": {name}" in line for line in needed)} == required


def test_live_curves_need_keras_alone_and_the_command_says_what_it_lacks(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _ALONE], cwd=tmp_path, capture_output=True, text=True, env={"PATH": ""}
    )
    assert done.returncode == 1
    assert "pip install" in done.stderr
