"""The folders of the app's own files, in a checkout and as an installed package, and of stored files."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_INSTALLED = PACKAGE / "checkout"  # pages, data and settings, which `setup.py` puts beside the modules
IS_INSTALLED = _INSTALLED.is_dir()

ROOT = _INSTALLED if IS_INSTALLED else PACKAGE.parent  # the folder with app.py, pages, data and .streamlit

DATA = ROOT / "data"
# Database, files and compiled code, unless the environment names other folders.
VAR = Path.home() / ".playground" if IS_INSTALLED else ROOT / "var"
