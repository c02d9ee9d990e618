"""Find a Chromium for the browser tests, or install one: Playwright's, else the system's package.

`python tools/chromium.py` prints the path of a browser that starts, and installs one if none does.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "No Chromium was found, and none could be installed. Install one (on Debian: sudo apt install chromium), "
    "or name one: CHROMIUM=/path/to/chrome make test"
)


def _candidates() -> Iterator[str]:
    """Where a browser may be: the one CHROMIUM names, those on the PATH, Playwright's newest first."""
    named = os.environ.get("CHROMIUM")
    if named:
        yield named
    yield from filter(None, map(shutil.which, NAMES))
    default = Path.home() / ".cache" / "ms-playwright"
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    yield from map(str, sorted(downloads.glob("chromium-*/chrome-linux*/chrome"), reverse=True))


def _starts(path: str) -> bool:
    """Whether the browser runs at all; one that lacks a library of the system does not."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def find() -> str | None:
    """The path of a browser that starts, None when there is none."""
    return next(filter(_starts, _candidates()), None)


def _attempt(*command: str, seconds: float) -> None:
    """Run one step of an installation; say why it failed, if it did. Whether it helped, `find` tells."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
        return
    if done.returncode:
        lines = done.stdout.splitlines() or ["no message"]
        reason = next((line for line in lines if line.startswith(("E:", "Error", "sudo:"))), lines[-1])
        print(f"{' '.join(command)} did not work: {reason}", file=sys.stderr)


def install() -> str | None:
    """Install a browser and return its path; None when neither Playwright nor apt could."""
    print("No Chromium is here; asking Playwright for its own …", file=sys.stderr)
    _attempt(sys.executable, "-m", "playwright", "install", "chromium", seconds=600)
    found = find()
    if found or not shutil.which("apt-get"):
        return found
    print("Asking the system's packages for Chromium …", file=sys.stderr)
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*root, "apt-get", "-q", "-y", "--no-install-recommends"]
    _attempt(*apt, "update", seconds=300)
    _attempt(*apt, "install", "chromium", "fonts-dejavu-core", seconds=900)
    return find()


if __name__ == "__main__":
    browser = find() or install()
    if browser is None:
        sys.exit(MISSING)
    print(browser)
