"""The corpus: every file with what a person would expect of it.

    python -m tests.datasets.files.corpus FOLDER

writes the files into a folder, to be looked at or read by another program.
"""

import sys
from pathlib import Path

from tests.datasets.files import delimiters, encodings, formats, headers, lines, numbers, programs

CASES = [
    *delimiters.CASES,
    *encodings.CASES,
    *formats.CASES,
    *headers.CASES,
    *lines.CASES,
    *numbers.CASES,
    *programs.CASES,
]


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        (folder / case.name).write_bytes(case.data)


if __name__ == "__main__":
    main()
