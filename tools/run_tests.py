"""Run every test: those without the app's server, and beside them those of the whole app in a browser.

Either part has two processes. Tests in a browser wait much, and leave the processor to the others meanwhile.

Prints pytest's own report of both parts, then one closing line for all; exits 1 when anything failed.
"""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

import pytest

from tests.support.installation import KINDS, Installation, start
from tests.support.server import Server

REST = "Tests without the app's server"
APP = "The whole app in a real browser"
APP_OUTPUT, APP_REPORT, REST_REPORT = "app.txt", "app.xml", "rest.xml"
# By folder, not by mark: the processes of the app's tests read no other test, hence import no TensorFlow.
FOLDER = "tests/browser"
# A file's tests go to one process, which starts their cluster or window and traces their networks once. Files are
# handed out in the order of tests/conftest.py. (pytest-xdist 3.8 ignores its groups with pytest 9.2, without a word.)
TWO = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
QUICK = ["-m", "not slow"]


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


@contextmanager
def _pytest(
    options: list[str], report: Path, output: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs pytest for as long as the block goes on; what it prints goes to `output`, or to the terminal."""
    command = [sys.executable, "-m", "pytest", "--durations=12", *options, f"--junit-xml={report}"]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=output and subprocess.STDOUT
    )
    try:
        yield process
    finally:
        if process.poll() is None:  # we were interrupted
            process.terminate()
            process.wait()


def _code(process: subprocess.Popen[bytes]) -> int:
    """Waits for the end of pytest, and says so where a signal was its end."""
    code = process.wait()
    if code < 0:
        print(f"\npytest was ended by signal {-code} before it could report.", flush=True)
    return code


@contextmanager
def _shared_servers(folder: Path) -> Iterator[list[str]]:
    """A server of each kind for all processes of a part; yields what should not have happened, known at the end."""
    faults: list[str] = []
    servers: list[Server] = []
    with pytest.MonkeyPatch.context() as environment:
        try:
            for kind in KINDS:
                place = folder / kind.variable
                servers.append(start(kind, place))
                environment.setenv(kind.variable, Installation(servers[-1].url, place).as_variable())
            yield faults
        finally:
            for server in servers:
                faults += server.end()


def _test_app(arguments: list[str], folder: Path) -> tuple[int, list[str]]:
    """Tests the whole app, whose report is left in the folder; pytest's exit code, and what happened to the servers."""
    with (
        (folder / APP_OUTPUT).open("wb") as output,
        _shared_servers(folder) as faults,
        _pytest([*TWO, FOLDER, *arguments], folder / APP_REPORT, output) as app,
    ):
        code = _code(app)
    return code, faults


def main(arguments: list[str]) -> int:
    """Run the parts, hand `arguments` on to pytest, and return the exit code for all.

    With "--quick" as the first argument: only the tests of every day.
    """
    start = time.monotonic()
    is_quick = arguments[:1] == ["--quick"]
    if is_quick:
        arguments = arguments[1:]
    with tempfile.TemporaryDirectory(prefix="playground-tests-") as name:
        folder = Path(name)
        print(f"\n{'Quick tests' if is_quick else REST}\n", flush=True)
        options = [*TWO, f"--ignore={FOLDER}", *(QUICK if is_quick else []), *arguments]
        code, faults = 0, list[str]()
        with _pytest(options, folder / REST_REPORT) as rest:
            if not is_quick:
                code, faults = _test_app(arguments, folder)
            codes = [_code(rest), code, len(faults)]
        total = _counts(folder / REST_REPORT)
        if not is_quick:
            total += _counts(folder / APP_REPORT)
            print(f"\n{APP}\n\n{(folder / APP_OUTPUT).read_text(errors='replace')}", flush=True)
        for fault in faults:
            print(f"ERROR {fault}", flush=True)
        total["errors"] += len(faults)
    said = [f"{total[word]} {word}" for word in ("failed", "passed", "skipped", "errors") if total[word]]
    line = f" {', '.join(said) or 'no tests ran'} in {time.monotonic() - start:.2f}s "
    print(f"\nAll tests together\n{line:=^100}", flush=True)
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
