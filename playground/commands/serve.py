"""`serve`: the app in a browser."""

import argparse
import os
import sys

from playground.commands import Commands
from playground.places import ROOT


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("serve", help="the app, at http://localhost:8501")
    parser.add_argument("--port", type=int, default=8501, help="another port")
    parser.set_defaults(run=_serve)


def _serve(asked: argparse.Namespace) -> int:
    """Becomes the server, which reads its settings from the folder that it starts in."""
    os.chdir(ROOT)
    # Uvicorn would believe whoever on this machine names an address; PLAYGROUND_PROXIES says whom to believe.
    environment = {**os.environ, "FORWARDED_ALLOW_IPS": ""}
    program = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={asked.port}"]
    os.execve(sys.executable, program, environment)  # noqa: S606 - no shell is wanted
