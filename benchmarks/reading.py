"""Reading a large own file, compared with DuckDB's `read_csv` alone.

    python -m benchmarks.reading [--rows 200000] [--columns 50] [--rounds 3]

writes a file of numbers, and the same with decimal commas and quotes. For each it prints the seconds and the memory for
reading, checking and summarising it: medians of rounds in turns, each in a process of its own.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

AT_MOST = 5.0  # the limit as a multiple of DuckDB's time
MEMORY = 10.0  # the limit as a multiple of the file's size


def write(folder: Path, rows: int, columns: int) -> dict[str, Path]:
    """The files to read, by their content."""
    numbers = np.random.default_rng(0).normal(size=(rows, columns)).round(3)
    names = [f"column {index}" for index in range(columns)]
    text = [pa.array(numbers[:, index]).cast(pa.string()) for index in range(columns)]
    commas = [pa.compute.replace_substring(column, ".", ",") for column in text]
    words = [
        pa.array([f"word {int(value * 3)}" for value in numbers[:, index]]) for index in range(columns // 5)
    ]
    found = {}
    for title, data, delimiter, quoting in (
        ("numbers", text, ",", "none"),
        ("decimal commas", commas, ";", "none"),
        ("quotes and words", words + text[len(words) :], ",", "all_valid"),
    ):
        path = folder / f"{title}.csv"
        options = csv.WriteOptions(delimiter=delimiter, quoting_style=quoting, quoting_header="none")
        csv.write_csv(pa.table(data, names=names), path, options)
        found[title] = path
    return found


def once(program: str, path: Path) -> None:
    """One process: reads the file and prints seconds, seconds of the processor, and bytes above those of the start."""
    if program == "duckdb":
        import duckdb

        database = duckdb.connect()
        start, processor, memory = time.perf_counter(), time.process_time(), _peak()
        database.execute("create table t as select * from read_csv(?)", [str(path)])
    else:
        from playground.datasets.reading import read_file

        small = path.with_name("small.csv")
        small.write_text("a,b\n1,2\n3,4\n")
        read_file(small)  # imports the modules that are imported late
        start, processor, memory = time.perf_counter(), time.process_time(), _peak()
        reading = read_file(path)
        assert reading.status == "read", reading.doubts[:3]
    found = [time.perf_counter() - start, time.process_time() - processor, _peak() - memory]
    print(json.dumps(found))


def _peak() -> int:
    """The peak memory of this process in bytes; only Linux tells."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def measured(program: str, path: Path) -> list[float]:
    """The output of `once` in a separate process."""
    command = [sys.executable, "-m", "benchmarks.reading", "--once", program, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(value) for value in json.loads(done.stdout)]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="reading a large file")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--columns", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        once(asked.once[0], Path(asked.once[1]))
        return
    print("| file | MB | DuckDB, s | ours, s | times | processor, times | memory, times the file |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for title, path in write(Path(folder), asked.rows, asked.columns).items():
            rounds = [(measured("duckdb", path), measured("ours", path)) for _ in range(asked.rounds)]
            theirs, ours = (
                [statistics.median(each[which][value] for each in rounds) for value in range(3)]
                for which in range(2)
            )
            size = path.stat().st_size
            print(
                f"| {title} | {size / 1e6:.0f} | {theirs[0]:.2f} | {ours[0]:.2f} | {ours[0] / theirs[0]:.1f} "
                f"| {ours[1] / theirs[1]:.1f} | {ours[2] / size:.1f} |",
                flush=True,
            )
    print(f"At most {AT_MOST:g} times DuckDB's seconds and {MEMORY:g} times the file are wanted.")


if __name__ == "__main__":
    main()
