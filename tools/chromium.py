"""Finds a Chromium for the browser tests, or installs one: Playwright's, else the system's package.

Its headless shell, the same browser without a window, comes first, because it needs 10 to 25 % less processor time.
`python -m tools.chromium` prints the path of a browser that starts, and installs one if none does.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import packages

SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "No Chromium was found, and none could be installed. Install one (on Debian: sudo apt install chromium), "
    "or name one: CHROMIUM=/path/to/chrome make test"
)


def _candidates() -> Iterator[str]:
    """Possible browsers: the one that CHROMIUM names, then those on the PATH and Playwright's newest, shells first."""
    named = os.environ.get("CHROMIUM")
    if named:
        yield named
    yield from filter(None, [shutil.which(SHELL)])
    yield from _downloads("chromium_headless_shell-*/chrome-*/*headless*shell")
    yield from filter(None, map(shutil.which, NAMES))
    yield from _downloads("chromium-*/chrome-linux*/chrome")


def _downloads(pattern: str) -> Iterator[str]:
    """Playwright's downloads, the newest first."""
    default = Path.home() / ".cache" / "ms-playwright"
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    return map(str, sorted(downloads.glob(pattern), reverse=True))


def _starts(path: str) -> bool:
    """Whether the browser starts; one that lacks a library of the system does not."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def find() -> str | None:
    """The path of a browser that starts; None if there is none."""
    return next(filter(_starts, _candidates()), None)


def install() -> str | None:
    """Installs a browser and returns its path; None if neither Playwright nor apt can."""
    print("No Chromium is here; asking Playwright for its own …", file=sys.stderr)
    packages.attempt(sys.executable, "-m", "playwright", "install", "--only-shell", "chromium", seconds=600)
    found = find()
    for package in (SHELL, "chromium"):
        if found is None:
            packages.install(package, "fonts-dejavu-core")
            found = find()
    return found


if __name__ == "__main__":
    browser = find() or install()
    if browser is None:
        sys.exit(MISSING)
    print(browser)
