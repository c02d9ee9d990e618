"""Installs a package of the system, if that needs no confirmation."""

import os
import shutil
import subprocess
import sys


def attempt(*command: str, seconds: float) -> None:
    """Runs one step of an installation; prints why it failed, if it did. The caller checks the result."""
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


def install(*names: str) -> None:
    """Installs packages with apt, if it exists and this user may."""
    if not shutil.which("apt-get"):
        return
    print(f"Asking the system's packages for {names[0]} …", file=sys.stderr)
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*root, "apt-get", "-q", "-y", "--no-install-recommends"]
    attempt(*apt, "update", seconds=300)
    attempt(*apt, "install", *names, seconds=900)
