"""The app in containers of its image, each with the limits of compose.yaml."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any, Self

import yaml

from tests.support.server import complaints_in, free_port, healthy
from tests.support.waiting import until
from tools.podman import as_options, podman, run, with_defaults

ROOT = Path(__file__).resolve().parents[2]
PORT = 8501  # of the app, inside


def service(name: str) -> dict[str, Any]:
    """The service's entry in compose.yaml."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"][name]
    return found


def as_environment(described: Mapping[str, Any], **other: str) -> list[str]:
    """Podman's options for the environment that compose.yaml gives a service, with some variables changed."""
    given = {**described["environment"], **other}
    return [f"--env={name}={with_defaults(value)}" for name, value in given.items()]


class Container:
    """A container of an image, with its root read-only and without capabilities. It is gone after `with`."""

    def __init__(self, image: str, *command: str, name: str = "app", options: Sequence[str] = ()) -> None:
        """Starts it as a service of compose.yaml is started.

        Args:
            image: the name of the image.
            command: replaces the image's own command.
            name: the service whose limits it has.
            options: more options of `podman run`.
        """
        self.id = run(image, *command, options=["--detach", *as_options(service(name)), *options])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        podman("rm", "--force", "--ignore", "--volumes", self.id)

    def execute(self, *command: str) -> str:
        """Runs a command in it, and returns what that prints."""
        return podman("exec", self.id, *command)

    def is_well(self, check: Sequence[str] | None = None) -> bool:
        """Whether a check succeeds inside: by default the image's HEALTHCHECK."""
        command = ["healthcheck", "run", self.id] if check is None else ["exec", self.id, *check]
        return subprocess.run(["podman", *command], capture_output=True, check=False).returncode == 0

    def wait_until_well(self, check: Sequence[str] | None = None) -> None:
        """Waits until `is_well`."""
        until(lambda: self.is_well(check) or not self.is_running())
        assert self.is_running(), self.log()

    def log(self) -> str:
        """The container's output."""
        done = subprocess.run(["podman", "logs", self.id], capture_output=True, check=True)
        return (done.stdout + done.stderr).decode(errors="replace")

    def is_running(self) -> bool:
        """Whether it is running."""
        return podman("inspect", "--format={{.State.Running}}", self.id) == "true"

    def end(self) -> list[str]:
        """Ends it with SIGTERM, as Docker does; returns sentences on errors."""
        faults = [] if self.is_running() else ["It ended before it was told to."]
        podman("stop", "--time=120", self.id)
        if podman("inspect", "--format={{.State.ExitCode}}", self.id) == "137":
            faults.append("It had to be killed.")
        return faults + [f"The log complains: {line}" for line in complaints_in(self.log())]


class App(Container):
    """The app in a container, with workers of its own, at `url` once it answers; it stores its data in a volume."""

    def __init__(self, image: str, volume: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        super().__init__(
            image, options=[f"--publish=127.0.0.1:{self.port}:{PORT}", f"--volume={volume}:/app/var"]
        )

    def wait_until_it_answers(self) -> None:
        """Waits until the app answers from outside."""
        until(lambda: healthy(self.port) or not self.is_running())
        assert self.is_running(), self.log()


@contextmanager
def volume() -> Iterator[str]:
    """The name of an empty volume, which is gone afterwards."""
    name = f"playground-test-{token_hex(6)}"
    podman("volume", "create", name)
    try:
        yield name
    finally:
        podman("volume", "rm", "--force", name)
