"""Run every test, two at a time: the quick ones, then those of the whole app in a browser.

Prints pytest's own report of both parts, then one closing line for all; exits 1 when anything failed.
"""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

PARTS = {
    "Quick tests": ["-n", "2", "--dist", "loadgroup", "-m", "not app"],
    # One by one to whoever is free: some take a minute, and each process has a server of its own.
    "The whole app in a real browser": ["-n", "2", "--maxschedchunk", "1", "-m", "app"],
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


def main(arguments: list[str]) -> int:
    """Run both parts, hand `arguments` on to pytest, and return the exit code for all."""
    start = time.monotonic()
    total: Counter[str] = Counter()
    codes = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (title, options) in enumerate(PARTS.items()):
            print(f"\n{title}\n", flush=True)
            report = Path(folder, f"{number}.xml")
            command = [
                sys.executable,
                "-m",
                "pytest",
                "--durations=12",
                *options,
                f"--junit-xml={report}",
                *arguments,
            ]
            code = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
            if code < 0:
                print(f"\npytest was ended by signal {-code} before it could report.", flush=True)
            codes.append(code)
            total += _counts(report)
    said = [f"{total[word]} {word}" for word in ("failed", "passed", "skipped", "errors") if total[word]]
    line = f" {', '.join(said) or 'no tests ran'} in {time.monotonic() - start:.2f}s "
    print(f"\nAll tests together\n{line:=^100}", flush=True)
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
