"""Containers without a daemon: Debian's podman, called as root."""

import functools
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from tools import packages

PACKAGES = ("podman", "runc", "iptables")  # podman publishes a port by a rule of iptables
MISSING = "No podman is here, and none could be installed. On Debian: sudo apt install podman runc"
NO_ROOT = "Containers with limits are started as root: sudo make image-test"
_SETTING = re.compile(r"\$\{\w+:-([^}]*)\}")
MOST = 20_000  # open files, and processes, of a container
# Debian's crun refuses a machine with both kinds of control groups; runc does not.
_RUNTIMES: tuple[list[str], ...] = ([], ["--runtime", "runc"])


def set_up() -> None:
    """Installs podman if it is missing.

    Raises:
        SystemExit: with a sentence, if it cannot be installed or this user is not root.
    """
    if os.geteuid():
        raise SystemExit(NO_ROOT)
    if not shutil.which("podman"):
        packages.install(*PACKAGES)
    if not shutil.which("podman"):
        raise SystemExit(MISSING)


def podman(*arguments: str, given: bytes | None = None) -> str:
    """Runs podman; returns its output without white space at the ends.

    Raises:
        AssertionError: with the end of its output, if it fails.
    """
    done = subprocess.run(["podman", *arguments], input=given or b"", capture_output=True, check=False)
    said = done.stderr.decode(errors="replace")
    assert done.returncode == 0, f"podman {' '.join(arguments)} ended with {done.returncode}:\n{said[-4000:]}"
    return done.stdout.decode(errors="replace").strip()


def build(tag: str, folder: str, **arguments: str) -> None:
    """Builds the image of a folder's Dockerfile, with values for its ARG; shows the output.

    Raises:
        SystemExit: with podman's exit code, if the build fails.
    """
    given = [f"--build-arg={name}={value}" for name, value in arguments.items()]
    # Chroot works even inside a container; only Docker's format has HEALTHCHECK.
    command = ["podman", "build", "--isolation=chroot", "--format=docker", f"--tag={tag}", *given, folder]
    code = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
    if code:
        raise SystemExit(code)


def run(image: str, *command: str, options: Sequence[str] = ()) -> str:
    """Runs a command in a new container of an image; returns its output, or the container's id (`--detach`)."""
    return podman(*_runtime(image), "run", *_limits(), *options, image, *command)


@functools.cache
def _runtime(image: str) -> list[str]:
    """The options for a runtime with which podman can start a container on this machine."""
    said = []
    for runtime in _RUNTIMES:
        try:
            podman(*runtime, "run", "--rm", "--network=none", *_limits(), "--entrypoint=true", image)
        except AssertionError as error:
            said.append(str(error))
        else:
            return runtime
    sys.exit("\n".join(["No container starts on this machine.", *said]))


def _limits() -> list[str]:
    """This process' limits for open files and processes, because podman would ask for more, which may be denied."""
    return [
        f"--ulimit={name}={most}:{most}"
        for name, limit in (("nofile", resource.RLIMIT_NOFILE), ("nproc", resource.RLIMIT_NPROC))
        for most in [min(hard for hard in (resource.getrlimit(limit)[1], MOST) if hard >= 0)]
    ]


def as_options(service: Mapping[str, Any]) -> list[str]:
    """Podman's options for a service of compose.yaml: root, capabilities, limits of memory and processes."""
    assert service["read_only"]
    # By default podman makes more folders writable than Docker.
    options = ["--read-only", "--read-only-tmpfs=false"]
    options += [f"--tmpfs={path}" for path in service["tmpfs"]]
    options += [f"--cap-drop={name}" for name in service["cap_drop"]]
    options += [f"--security-opt={option.removesuffix(':true')}" for option in service["security_opt"]]
    return [
        *options,
        f"--pids-limit={service['pids_limit']}",
        f"--memory={with_defaults(service['mem_limit'])}",
    ]


def with_defaults(value: str) -> str:
    """A value of compose.yaml with the defaults of its variables `${NAME:-default}`."""
    return _SETTING.sub(r"\1", value)
