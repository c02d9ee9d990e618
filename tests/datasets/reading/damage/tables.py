"""The tables that are written and damaged."""

import csv
from pathlib import Path

from tests.datasets.reading.damage.writing import Rows

DATA = Path(__file__).resolve().parents[4] / "data"


def tables() -> dict[str, Rows]:
    """The first rows of the bundled tables, and tables with notes, names, numbers, words and codes."""
    found: dict[str, Rows] = {}
    for path in sorted(DATA.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        found[path.stem] = rows[:60]
    found["notes"] = [
        ["id", "Stadt", "Notiz", "Preis", "Datum"],
        *(
            [
                str(number),
                ["München", "Köln", "Düsseldorf", "Berlin"][number % 4],
                ["sagt „ja“, aber", 'er sagte "gut"', "zwei\nZeilen, hier", "", "gut; danke"][number % 5],
                f"{number * 1.37:.2f}",
                f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            ]
            for number in range(1, 31)
        ),
    ]
    found["people"] = [
        ["first_name", "last_name", "email", "age", "member"],
        *(
            [
                ["Ann", "Bob", "Chloé", "Dörte", "Eve"][number % 5],
                ["Smith", "O'Neil", "Müller", "van Dyke, Jr.", "Ray"][number % 5],
                f"person{number}@example.org",
                str(20 + number % 37),
                ["yes", "no"][number % 2],
            ]
            for number in range(1, 26)
        ),
    ]
    found["pair"] = [
        ["x", "y"],
        *([f"{number / 7:.3f}", f"{number * number / 9:.2f}"] for number in range(1, 21)),
    ]
    found["words"] = [
        ["colour", "shape", "size", "taste"],
        *(
            [
                ["red", "green", "blue"][n % 3],
                ["round", "flat"][n % 2],
                ["S", "M", "L"][n * 7 % 3],
                ["good", "bad"][n // 3 % 2],
            ]
            for n in range(30)
        ),
    ]
    found["codes"] = [
        ["zip", "area code", "count", "share"],
        *(
            [f"{number * 397 % 99999:05}", f"0{number}", f"{number * 13}", f"{number % 9}.5"]
            for number in range(10, 40)
        ),
    ]
    return found
