"""Console: the command `playground`, which says what to install if the app is not installed."""

import sys
from importlib import import_module


def main() -> int:
    """Runs the command line of `playground.__main__`."""
    try:
        run = import_module("playground.__main__").main
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "playground":
            raise
        print(
            f"The app needs more than `playground.live` does, and {error.name} is not installed. "
            'Install all of it: pip install "neural-network-playground[app]"',
            file=sys.stderr,
        )
        return 1
    return int(run())
