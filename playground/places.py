"""Places: where the app's own files lie, in a checkout and as an installed package, and where it keeps things."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_INSTALLED = PACKAGE / "checkout"  # pages, data and settings, as `setup.py` lays them beside the modules
IS_INSTALLED = _INSTALLED.is_dir()

ROOT = _INSTALLED if IS_INSTALLED else PACKAGE.parent  # has app.py, pages, data and .streamlit
DATA = ROOT / "data"
# Database, files and compiled code, unless the environment names other places.
VAR = Path.home() / ".playground" if IS_INSTALLED else ROOT / "var"
