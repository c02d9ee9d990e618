"""`serve`: the app in a browser."""

import argparse
import os
import signal
from contextlib import suppress

from playground.commands import Commands
from playground.places import ROOT


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("serve", help="the app, at http://localhost:8501")
    parser.add_argument("--port", type=int, default=8501, help="another port")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Serves until Ctrl+C. The settings are those of the folder of the app, whatever folder this was started in."""
    os.chdir(ROOT)
    # Uvicorn would believe whoever on this machine names an address; PLAYGROUND_PROXIES says whom to believe.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    from click import Abort
    from streamlit.web import cli

    hear_interrupts()
    with suppress(Abort):  # Ctrl+C, after the server has ended in order
        cli.main(["run", "app.py", f"--server.port={asked.port}"], standalone_mode=False)
    return 0


def hear_interrupts() -> None:
    """Lets Ctrl+C end what goes on in order, where until now it has ended the process at once."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
