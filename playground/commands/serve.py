"""`serve`: the app in a browser."""

import argparse
import os
import signal

from playground.commands import Commands
from playground.paths import ROOT


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("serve", help="the app, at http://localhost:8501")
    parser.add_argument("--port", type=int, default=8501, help="another port")
    parser.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl+C, with the app's folder as working directory, so that Streamlit finds its settings."""
    os.chdir(ROOT)
    # Uvicorn would trust a forwarded address from any process on this machine; PLAYGROUND_PROXIES decides instead.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    # Ctrl+C ends the process without a traceback at any moment, also between two steps of a start. While the server
    # runs, Uvicorn hears it, ends the server in order, and then has the signal act.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from streamlit.web import cli

    cli.main(["run", "app.py", f"--server.port={arguments.port}"], standalone_mode=False)
    return 0
