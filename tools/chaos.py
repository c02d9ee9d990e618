"""Runs the tests that docs/chaos.md names: once those that take minutes, the others several times.

Everything runs in sequence. Prints pytest's report of every round; exits with 1 if anything failed.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "chaos.md"
MINUTES = "tests/chaos/"
CUTS = "15"  # the cuts of a browser's connection in one round


def names_in(text: str) -> list[tuple[str, str]]:
    """The files and names of tests in a text, in pytest's form."""
    return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)


def main() -> int:
    """Runs them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    named = dict.fromkeys(f"{path}::{name}" for path, name in names_in(TABLE.read_text("utf-8")))
    short = [each for each in named if not each.startswith(MINUTES)]
    plans = [("Those that take minutes", [MINUTES])] + [
        (f"Round {number} of {rounds}", short) for number in range(1, rounds + 1)
    ]
    failed = []
    for title, tests in plans:
        print(f"\n{title}\n", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *tests],
            cwd=ROOT,
            env={**os.environ, "PLAYGROUND_TESTS_CUTS": CUTS},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        failed += [title] * (done.returncode != 0)
    print("\nEverything held." if not failed else f"\nNot everything held: {', '.join(failed)}.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
