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
    parser.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl+C, with the app's folder as working directory, so that Streamlit finds its settings."""
    os.chdir(ROOT)
    # Uvicorn would trust a forwarded address from any process on this machine; PLAYGROUND_PROXIES decides instead.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    # Ctrl+C while Streamlit loads ends the process without a traceback too.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from click import Abort
    from streamlit.web import cli

    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(Abort):  # Ctrl+C, after the server has ended in order
        cli.main(["run", "app.py", f"--server.port={arguments.port}"], standalone_mode=False)
    return 0
