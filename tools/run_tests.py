"""Run every test: those without the app's server, three at a time, then those of the whole app in a browser, two.

Prints pytest's own report of both parts, then one closing line for all; exits 1 when anything failed.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.installation import KINDS, Installation, Kind, start
from tests.support.server import Server

APP = "The whole app in a real browser"
# By folder, not by mark: the processes of the app's tests read no other test, hence import no TensorFlow.
FOLDER = "tests/browser"
MINUTES = ("tests/chaos", "tests/image")  # `make chaos` and `make image-test` run them
# A file's tests go to one process, which starts their cluster or window and traces their networks once. Files are
# handed out in the order of tests/conftest.py, and those that it names go together. (pytest-xdist 3.8 ignores its own
# groups with pytest 9.2, without a word.)
BY_FILE = ["--dist", "loadfile", "--no-loadscope-reorder"]
# Three on two cores: tests of processes that die and connections that break wait for a third of their time. Four took
# a sixth more of the processor, for what each process imports and starts, and were no sooner done.
REST = ["-n", "3", *BY_FILE, f"--ignore={FOLDER}", *(f"--ignore={folder}" for folder in MINUTES)]
PARTS = {"Tests without the app's server": REST, APP: ["-n", "2", *BY_FILE, FOLDER]}
QUICK = {"Quick tests": [*REST, "-m", "not slow"]}


def _counts(report: Path) -> Counter[str]:
    """How many tests passed, failed, were skipped or broke in a fixture, by pytest's JUnit report."""
    counts: Counter[str] = Counter()
    if not report.exists():  # pytest itself broke
        counts["errors"] += 1
        return counts
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        found = {child.tag for child in case} & {"failure", "error", "skipped"}
        word = {"failure": "failed", "error": "errors", "skipped": "skipped"}
        counts.update([word[tag] for tag in found] or ["passed"])
    return counts


def _run(options: list[str], report: Path) -> int:
    """Run pytest and return its exit code."""
    command = [sys.executable, "-m", "pytest", "--durations=12", *options, f"--junit-xml={report}"]
    code = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
    if code < 0:
        print(f"\npytest was ended by signal {-code} before it could report.", flush=True)
    return code


@contextmanager
def _shared_servers(folder: Path) -> Iterator[list[str]]:
    """A server of each kind for all processes of a part; yields what should not have happened, known at the end."""
    faults: list[str] = []
    servers: list[Server] = []

    def begin(kind: Kind) -> None:
        path = folder / kind.variable
        server = start(kind, path)
        servers.append(server)
        environment.setenv(kind.variable, Installation(server.url, path).as_variable())

    with pytest.MonkeyPatch.context() as environment:
        try:
            with ThreadPoolExecutor() as threads:
                list(threads.map(begin, KINDS))
            yield faults
        finally:
            with ThreadPoolExecutor() as threads:
                for found in threads.map(Server.end, servers):
                    faults += found


@contextmanager
def _no_servers() -> Iterator[list[str]]:
    yield []


def main(arguments: list[str]) -> int:
    """Run the parts, hand `arguments` on to pytest, and return the exit code for all.

    With "--quick" as the first argument: only the tests of every day.
    """
    start = time.monotonic()
    # What is compiled of the sources is kept, whatever the environment says: dozens of processes import them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    parts = PARTS
    if arguments[:1] == ["--quick"]:
        parts, arguments = QUICK, arguments[1:]
    total: Counter[str] = Counter()
    codes = []
    with tempfile.TemporaryDirectory(prefix="playground-tests-") as name:
        folder = Path(name)
        for number, (title, options) in enumerate(parts.items()):
            print(f"\n{title}\n", flush=True)
            report = folder / f"{number}.xml"
            with _shared_servers(folder) if title == APP else _no_servers() as faults:
                codes.append(_run([*options, *arguments], report))
            total += _counts(report)
            for fault in faults:
                print(f"ERROR {fault}", flush=True)
            total["errors"] += len(faults)
            codes.append(len(faults))
    said = [f"{total[word]} {word}" for word in ("failed", "passed", "skipped", "errors") if total[word]]
    line = f" {', '.join(said) or 'no tests ran'} in {time.monotonic() - start:.2f}s "
    print(f"\nAll tests together\n{line:=^100}", flush=True)
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
