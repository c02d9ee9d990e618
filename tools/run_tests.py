"""Run every test: those in a browser and those without one at the same time, two processes each.

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
from typing import TextIO
from xml.etree import ElementTree

import pytest

from tests.support.installation import KINDS, Installation, Kind, start
from tests.support.server import Server

BROWSER, WITHOUT = "Tests in a browser", "Tests without a browser"
# By folder, not by mark: the processes of a part read no test of the other.
APP = "tests/browser"  # the whole app
IN_BROWSER = (APP, "tests/components")
MINUTES = ("tests/chaos", "tests/image")  # `make chaos` and `make image-test` run them
# A file's tests go to one process, which starts their cluster or window and traces their networks once. Files are
# handed out in the order of tests/conftest.py, and those that it names go together. (pytest-xdist 3.8 ignores its own
# groups with pytest 9.2, without a word.)
BY_FILE = ["--dist", "loadfile", "--no-loadscope-reorder"]
# Both parts at once: tests in a browser wait for half of their time, the others compute.
PARTS = {
    WITHOUT: ["-n", "2", *BY_FILE, *(f"--ignore={folder}" for folder in (*IN_BROWSER, *MINUTES))],
    BROWSER: ["-n", "2", *BY_FILE, *IN_BROWSER],
}
QUICK = {
    "Quick tests": [
        "-n",
        "3",
        *BY_FILE,
        *(f"--ignore={folder}" for folder in (APP, *MINUTES)),
        "-m",
        "not slow",
    ]
}


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


def _run(options: list[str], report: Path, output: TextIO | None) -> int:
    """Run pytest and return its exit code; what it prints goes to `output`, without one to the terminal."""
    command = [sys.executable, "-m", "pytest", "--durations=12", *options, f"--junit-xml={report}"]
    code = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        check=False,
    ).returncode
    if code < 0:
        print(f"\npytest was ended by signal {-code} before it could report.", flush=True, file=output)
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


def _run_parts(parts: dict[str, list[str]], folder: Path) -> tuple[int, Counter[str]]:
    """Run all `parts` at once; the exit code, 0 where nothing failed, and the counts of all."""
    reports = {title: folder / f"{number}.xml" for number, title in enumerate(parts)}
    outputs = {title: folder / f"{number}.txt" for number, title in enumerate(parts)}
    shown = next(iter(parts))  # the first is printed as it goes, the others when all have ended

    def run(title: str) -> int:
        if title == shown:
            print(f"\n{title}\n", flush=True)
            return _run(parts[title], reports[title], None)
        with outputs[title].open("w") as output:
            return _run(parts[title], reports[title], output)

    with _shared_servers(folder) if BROWSER in parts else _no_servers() as faults:
        with ThreadPoolExecutor(len(parts)) as threads:
            codes = list(threads.map(run, parts))
        for title in parts:
            if title != shown:
                print(f"\n{title}\n\n{outputs[title].read_text()}", flush=True)
    for fault in faults:
        print(f"ERROR {fault}", flush=True)
    total = sum((_counts(report) for report in reports.values()), Counter(errors=len(faults)))
    return int(any(codes) or bool(faults)), total


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
    with tempfile.TemporaryDirectory(prefix="playground-tests-") as folder:
        code, total = _run_parts({title: [*part, *arguments] for title, part in parts.items()}, Path(folder))
    said = [f"{total[word]} {word}" for word in ("failed", "passed", "skipped", "errors") if total[word]]
    line = f" {', '.join(said) or 'no tests ran'} in {time.monotonic() - start:.2f}s "
    print(f"\nAll tests together\n{line:=^100}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
