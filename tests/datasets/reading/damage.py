"""Sound files in many dialects, and files with one thing damaged, each with the rows that a person would read.

    python -m tests.datasets.reading.damage [--each N] [--show WORD] [--keep FOLDER]

reads N damaged files of each table, dialect and kind of damage, and prints how many were read wrongly without a word, and
how many sound ones were doubted.
"""

import argparse
import csv
import io
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playground.datasets.reading import Reading, ReadingError, Status, read

DATA = Path(__file__).resolve().parents[3] / "data"
Rows = list[list[str]]


@dataclass(frozen=True)
class Writing:
    """How a table is written."""

    delimiter: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    line_end: str = "\n"
    encoding: str = "utf-8"
    comma: bool = False  # decimal commas
    header: bool = True
    quote: str = '"'
    escape: str | None = None


@dataclass
class File:
    """A file and what stands in it: text of each line, and the rows by the line on which they begin."""

    lines: list[str]
    rows: dict[int, list[str]]
    writing: Writing
    damaged: set[int] = field(default_factory=set)  # lines of which any reading is right if it is doubted
    exact: bool = False  # nothing is damaged: every row must be read

    def data(self) -> bytes:
        return self.writing.line_end.join(self.lines).encode(self.writing.encoding, "replace")


WRITINGS = (
    Writing(),
    Writing(quoting=csv.QUOTE_ALL),
    Writing(";"),
    Writing(";", comma=True),
    Writing("\t"),
    Writing("|", quoting=csv.QUOTE_NONNUMERIC),
    Writing(line_end="\r\n", encoding="utf-8-sig"),
    Writing(";", comma=True, encoding="cp1252", line_end="\r\n"),
    Writing(encoding="utf-16"),
    Writing(header=False),
    Writing(quoting=csv.QUOTE_ALL, quote="'"),
    Writing(quoting=csv.QUOTE_ALL, escape="\\"),
    Writing("^"),
    Writing("\t", comma=True, line_end="\r"),
)


def written(rows: Rows, writing: Writing, number: bool = True) -> File:
    """A table as a file in memory, each row's line known."""
    if writing.comma:
        rows = [[_comma(cell) if place else cell for cell in row] for place, row in enumerate(rows)]
    if not writing.header:
        rows = rows[1:]
    rows = [[cell.replace("\n", writing.line_end) for cell in row] for row in rows]
    lines: list[str] = []
    found: dict[int, list[str]] = {}
    for row in rows:
        found[len(lines) + 1] = row
        text = io.StringIO()
        values: list[object] = [float(cell) if _is_number(cell) else cell for cell in row]
        csv.writer(
            text,
            delimiter=writing.delimiter,
            quoting=writing.quoting,
            lineterminator=writing.line_end,
            quotechar=writing.quote,
            escapechar=writing.escape,
            doublequote=writing.escape is None,
        ).writerow(row if writing.quoting != csv.QUOTE_NONNUMERIC else values)
        if writing.quoting == csv.QUOTE_NONNUMERIC:
            found[len(lines) + 1] = [str(value) for value in values]
        lines += text.getvalue().removesuffix(writing.line_end).split(writing.line_end)
    return File([*lines, ""], found, writing, exact=True)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _comma(cell: str) -> str:
    return cell.replace(".", ",") if _is_number(cell) else cell


# --- tables ---


def tables() -> dict[str, Rows]:
    """The bundled tables, their first rows, and some with what real ones have besides."""
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
    found["pair"] = [["x", "y"], *([f"{number / 7:.3f}", f"{number * number / 9:.2f}"] for number in range(1, 21))]
    found["words"] = [
        ["colour", "shape", "size", "taste"],
        *(
            [["red", "green", "blue"][n % 3], ["round", "flat"][n % 2], ["S", "M", "L"][n * 7 % 3], ["good", "bad"][n // 3 % 2]]
            for n in range(30)
        ),
    ]
    found["codes"] = [
        ["zip", "area code", "count", "share"],
        *([f"{number * 397 % 99999:05}", f"0{number}", f"{number * 13}", f"{number % 9}.5"] for number in range(10, 40)),
    ]
    return found


# --- damages: each takes a sound file and a source of chance, and returns the damaged one or None ---

Damage = Callable[[File, random.Random], File | None]


def _line(file: File, chance: random.Random, header: bool = False) -> int | None:
    """A line that is a whole row."""
    starts = sorted(file.rows)
    whole = [
        line
        for line, after in zip(starts, [*starts[1:], len(file.lines)], strict=True)
        if after == line + 1 and (header or line > 1) and line < len(file.lines)
    ]
    return chance.choice(whole) if whole else None


def _changed(file: File, line: int, text: str) -> File | None:
    if text == file.lines[line - 1]:
        return None
    lines = list(file.lines)
    lines[line - 1] = text
    return File(lines, dict(file.rows), file.writing, {line})


def _shifted(file: File, at: int, by: int) -> dict[int, list[str]]:
    return {line + by if line >= at else line: row for line, row in file.rows.items()}


def _places(text: str, word: str) -> list[int]:
    return [place for place in range(len(text)) if text.startswith(word, place)]


def in_line(change: Callable[[str, Writing, random.Random], str | None], header: bool = False) -> Damage:
    def damage(file: File, chance: random.Random) -> File | None:
        line = 1 if header else _line(file, chance)
        if line is None or line not in file.rows:
            return None
        text = change(file.lines[line - 1], file.writing, chance)
        return None if text is None else _changed(file, line, text)

    return damage


def separator_more(text: str, writing: Writing, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + writing.delimiter + text[place:]


def separator_doubled(text: str, writing: Writing, chance: random.Random) -> str | None:
    places = _places(text, writing.delimiter)
    place = chance.choice(places) if places else None
    return None if place is None else text[:place] + writing.delimiter + text[place:]


def separator_less(text: str, writing: Writing, chance: random.Random) -> str | None:
    places = _places(text, writing.delimiter)
    place = chance.choice(places) if places else None
    return None if place is None else text[:place] + text[place + 1 :]


def separator_other(text: str, writing: Writing, chance: random.Random) -> str | None:
    places = _places(text, writing.delimiter)
    place = chance.choice(places) if places else None
    other = chance.choice([sign for sign in ",;\t|: " if sign != writing.delimiter])
    return None if place is None else text[:place] + other + text[place + 1 :]


def separator_spaced(text: str, writing: Writing, chance: random.Random) -> str | None:
    return text.replace(writing.delimiter, writing.delimiter + " ") if writing.quoting == csv.QUOTE_MINIMAL else None


def separators_other(text: str, writing: Writing, chance: random.Random) -> str:
    return text.replace(writing.delimiter, chance.choice([sign for sign in ",;\t|" if sign != writing.delimiter]))


def quote_more(text: str, writing: Writing, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + writing.quote + text[place:]


def quote_at_edge(text: str, writing: Writing, chance: random.Random) -> str:
    places = [0, len(text)]
    for place in _places(text, writing.delimiter):
        places += [place, place + 1]
    place = chance.choice(places)
    return text[:place] + writing.quote + text[place:]


def quote_less(text: str, writing: Writing, chance: random.Random) -> str | None:
    places = _places(text, writing.quote)
    place = chance.choice(places) if places else None
    return None if place is None else text[:place] + text[place + 1 :]


def quotes_none(text: str, writing: Writing, chance: random.Random) -> str | None:
    """Without any quotes the row reads the same, or has more fields."""
    return text.replace(writing.quote, "") if writing.quote in text and writing.quote * 2 not in text else None


def quotes_other(text: str, writing: Writing, chance: random.Random) -> str | None:
    other = "'" if writing.quote == '"' else '"'
    return text.replace(writing.quote, other) if writing.quote in text else None


def row_quoted(text: str, writing: Writing, chance: random.Random) -> str:
    return writing.quote + text.replace(writing.quote, writing.quote * 2) + writing.quote


def cell_lost(text: str, writing: Writing, chance: random.Random) -> str | None:
    parts = text.split(writing.delimiter)
    if len(parts) < 2:
        return None
    del parts[chance.randrange(len(parts))]
    return writing.delimiter.join(parts)


def decimal_swapped(text: str, writing: Writing, chance: random.Random) -> str | None:
    sign, other = (",", ".") if writing.comma else (".", ",")
    places = [place for place in _places(text, sign) if text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()]
    if not places or other == writing.delimiter:
        return None
    place = chance.choice(places)
    return text[:place] + other + text[place + 1 :]


def thousands_more(text: str, writing: Writing, chance: random.Random) -> str | None:
    """A number such as 1.234,5 amid 1234.5: the decimal sign of the file in the place of a thousands sign."""
    parts = text.split(writing.delimiter)
    sign = "," if writing.comma else "."
    whole = [place for place, cell in enumerate(parts) if cell.isdecimal() and len(cell) == 4 and cell[0] != "0"]
    if not whole:
        return None
    place = chance.choice(whole)
    parts[place] = parts[place][0] + sign + parts[place][1:]
    return writing.delimiter.join(parts)


def control(text: str, writing: Writing, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    signs = "\x00\x01\x0c\x1b" if writing.encoding == "cp1252" else "\x00\x01\x0c\x1b\ufeff\ufffd"
    return text[:place] + chance.choice(signs) + text[place:]


def return_more(text: str, writing: Writing, chance: random.Random) -> str | None:
    place = chance.randrange(1, len(text) + 1)
    return None if "\r" in writing.line_end else text[:place] + "\r" + text[place:]


def twice_encoded(text: str, writing: Writing, chance: random.Random) -> str | None:
    twice = text.encode().decode("cp1252", "replace")
    return None if twice == text or writing.encoding == "cp1252" else twice


def word_for_number(text: str, writing: Writing, chance: random.Random) -> str | None:
    parts = text.split(writing.delimiter)
    numbers = [place for place, cell in enumerate(parts) if _is_number(cell.replace(",", "."))]
    if not numbers:
        return None
    place = chance.choice(numbers)
    parts[place] = chance.choice(["abc", "error", "12x", "3..4", "ten"])
    return writing.delimiter.join(parts)


def line_broken(file: File, chance: random.Random) -> File | None:
    line = _line(file, chance, header=True)
    if line is None or len(file.lines[line - 1]) < 2:
        return None
    text = file.lines[line - 1]
    place = chance.randrange(1, len(text))
    lines = [*file.lines[: line - 1], text[:place], text[place:], *file.lines[line:]]
    return File(lines, _shifted(file, line + 1, 1), file.writing, {line, line + 1})


def lines_joined(file: File, chance: random.Random) -> File | None:
    line = _line(file, chance)
    if line is None or line + 1 not in file.rows:
        return None
    lines = [*file.lines[: line - 1], file.lines[line - 1] + file.lines[line], *file.lines[line + 1 :]]
    rows = {number: row for number, row in file.rows.items() if number not in (line, line + 1)}
    return File(
        lines, {number - (number > line): row for number, row in rows.items()}, file.writing, {line, line + 1}
    )


def empty_line(file: File, chance: random.Random) -> File | None:
    line = _line(file, chance)
    if line is None:
        return None
    lines = [*file.lines[: line - 1], "", *file.lines[line - 1 :]]
    return File(lines, _shifted(file, line, 1), file.writing, {line})


def cut(file: File, chance: random.Random) -> File | None:
    """Cut off anywhere in the last two thirds."""
    text = "\n".join(file.lines)
    place = chance.randrange(len(text) // 3, len(text))
    lines = text[:place].split("\n")
    rows = {line: row for line, row in file.rows.items() if line < len(lines)}
    last = max(rows, default=0)
    damaged = {len(lines), last} if text[place : place + 1] != "\n" else {len(lines)}
    # A last row that the cut left whole may be read as it is.
    whole = file.rows.get(len(lines))
    if whole is not None and text[place : place + 1] == "\n":
        rows[len(lines)] = whole
    return File(lines, rows, file.writing, damaged)


def before(*texts: str) -> Damage:
    def damage(file: File, chance: random.Random) -> File | None:
        lines = [text.replace(",", file.writing.delimiter) if chance.random() < 0.5 else text for text in texts]
        shifted = {line + len(lines): row for line, row in file.rows.items()}
        return File([*lines, *file.lines], shifted, file.writing, set(range(1, len(lines) + 1)))

    return damage


def after(*texts: str) -> Damage:
    def damage(file: File, chance: random.Random) -> File | None:
        end = len(file.lines)
        return File(
            [*file.lines[:-1], *texts, ""], dict(file.rows), file.writing, set(range(end, end + len(texts)))
        )

    return damage


def second_table(gap: int, other: Rows) -> Damage:
    def damage(file: File, chance: random.Random) -> File | None:
        added = written(other, file.writing)
        end = len(file.lines)
        lines = [*file.lines[:-1], *[""] * gap, *added.lines]
        return File(lines, dict(file.rows), file.writing, set(range(end, len(lines) + 1)))

    return damage


def header_twice(file: File, chance: random.Random) -> File | None:
    line = _line(file, chance)
    if line is None or not file.writing.header or 2 not in file.rows:
        return None
    lines = [*file.lines[: line - 1], file.lines[0], *file.lines[line - 1 :]]
    return File(lines, _shifted(file, line, 1), file.writing, {line})


def header_lost(file: File, chance: random.Random) -> File | None:
    if not file.writing.header or 2 not in file.rows:
        return None
    rows = {line - 1: row for line, row in file.rows.items() if line > 1}
    return File(file.lines[1:], rows, file.writing)


def units_row(file: File, chance: random.Random) -> File | None:
    """A second row of the header, with units."""
    if not file.writing.header or 2 not in file.rows:
        return None
    width = len(file.rows[1])
    row = file.writing.delimiter.join(chance.choice(["kg", "m", "s", "(%)"]) for _ in range(width))
    return File([file.lines[0], row, *file.lines[1:]], _shifted(file, 2, 1), file.writing, {1, 2})


LINE_DAMAGES: dict[str, Damage] = {
    change.__name__: in_line(change)
    for change in (
        separator_more, separator_doubled, separator_less, separator_other, separator_spaced, separators_other,
        quote_more, quote_at_edge, quote_less, quotes_none, quotes_other, row_quoted, cell_lost, decimal_swapped,
        thousands_more, control, return_more, twice_encoded, word_for_number,
    )
}  # fmt: skip
HEADER_DAMAGES: dict[str, Damage] = {
    f"header_{change.__name__}": in_line(change, header=True)
    for change in (separator_more, separator_less, separator_other, quote_more, quote_less, row_quoted, cell_lost)
}
FILE_DAMAGES: dict[str, Damage] = {
    "line_broken": line_broken,
    "lines_joined": lines_joined,
    "empty_line": empty_line,
    "cut": cut,
    "title": before("Results of the survey, 2024"),
    "title_and_gap": before("Survey", "made in May 2024, by hand", ""),
    "keys_before": before("Station: 17", "Operator: Smith, J.", "Date: 2024-03-01", ""),
    "comment_before": before("# made by a program, version 2", "# units: kg, m"),
    "filled_title": before("Report,,,,", ",,,,"),
    "note_after": after("Source: own survey"),
    "note_and_gap_after": after("", "Source: own survey, 2024", "All rights reserved"),
    "total_after": after("Total: 12345"),
    "same_table_again": second_table(0, [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    "second_after_gap": second_table(1, [["name", "size", "weight"], ["Ann", "1.5", "2"], ["Bob", "2.5", "3"], ["Eve", "3", "4"]]),
    "second_two_gaps": second_table(2, [["k", "v"], ["a", "1.5"], ["b", "2.5"]]),
    "header_twice": header_twice,
    "header_lost": header_lost,
    "units_row": units_row,
}
DAMAGES = {**LINE_DAMAGES, **HEADER_DAMAGES, **FILE_DAMAGES}


def bytes_damages(file: File, chance: random.Random) -> Iterator[tuple[str, bytes, File]]:
    """Files of two encodings, and bytes lost or turned."""
    line = _line(file, chance)
    if line is None or file.writing.encoding not in ("utf-8", "cp1252", "utf-8-sig"):
        return
    sound = file.data()
    end = file.writing.line_end.encode()
    parts = sound.split(end)
    text = file.lines[line - 1]
    letters = [place for place, letter in enumerate(text) if letter.isalpha() and letter.isascii()]
    if letters:
        place = chance.choice(letters)
        mixed = text[:place] + chance.choice("äéñøß") + text[place + 1 :]
        other = "cp1252" if file.writing.encoding != "cp1252" else "utf-8"
        if any(ord(letter) > 127 for letter in "".join(file.lines)):
            parts[line - 1] = mixed.encode(other)
            yield "other_encoding", end.join(parts), File(file.lines, dict(file.rows), file.writing, {line})
    place = chance.randrange(len(sound))
    turned = bytearray(sound)
    turned[place] ^= 0x80
    damaged = sound[:place].count(end) + 1
    if sound[place] not in end:
        yield "bit_turned", bytes(turned), File(file.lines, dict(file.rows), file.writing, {damaged, damaged - 1, damaged + 1})


# --- judging ---


def verdict(data: bytes, file: File) -> tuple[str, str]:
    """"right", "doubted", "refused" or "wrong" (silently), and why."""
    try:
        reading = read(data)
    except ReadingError as error:
        return "refused", str(error)
    return judge(reading, file)


def judge(reading: Reading, file: File) -> tuple[str, str]:
    """Compares a reading with the rows that the file has."""
    doubted = {doubt.row for doubt in reading.doubts} | set(reading.left_out)
    rows = dict(zip(reading.lines.tolist(), zip(*(column.to_pylist() for column in reading.cells.columns), strict=True), strict=True)) if reading.rows else {}
    if reading.names is not None:
        rows[reading.header_line or 0] = reading.names
    if None in doubted:
        return "doubted", next(doubt.sentence for doubt in reading.doubts if doubt.row is None)
    for line, row in file.rows.items():
        if line in doubted or line in file.damaged:
            continue
        if line not in rows:
            return "wrong", f"line {line} is lost: {row}"
        if list(rows[line]) != row:
            return "wrong", f"line {line}: {list(rows[line])} for {row}"
    for line, row in rows.items():
        if line not in file.rows and line not in doubted and line not in file.damaged:
            return "wrong", f"line {line} is no row: {row}"
    # A damaged row is right if it is doubted, left out, or read as it was.
    for line in file.damaged:
        if line in rows and line not in doubted and list(rows[line]) != file.rows.get(line):
            literal = list(rows[line]) == _literally(file).get(line)
            return ("literal" if literal else "wrong"), f"damaged line {line}: {list(rows[line])} for {file.rows.get(line)}"
    if reading.status is Status.DOUBTFUL:
        return "doubted", reading.doubts[0].sentence if reading.doubts else "rows left out"
    return "right", ""


def _literally(file: File) -> dict[int, list[str]]:
    """The rows as the file has them now, by line: a delimiter or a line end that got within quotes is part of a cell."""
    writing = file.writing
    rows, begin = {}, 1
    while begin < len(file.lines):
        for end in range(begin, min(begin + 5, len(file.lines))):
            text = writing.line_end.join(file.lines[begin - 1 : end])
            quoted = dict(delimiter=writing.delimiter, quotechar=writing.quote, escapechar=writing.escape, doublequote=writing.escape is None)
            try:
                found = list(csv.reader(io.StringIO(text, newline=""), strict=True, **quoted))
            except csv.Error:
                continue
            if len(found) == 1 and len(found[0]) == len(next(iter(file.rows.values()))) and writing.quote in text:
                rows[begin] = found[0]
                begin = end
                break
        begin += 1
    return rows


def damaged_files(each: int = 1, seed: int = 0) -> Iterator[tuple[str, bytes, File]]:
    """Files with one thing damaged: name, bytes, and what is right."""
    for table, rows in tables().items():
        for number, writing in enumerate(WRITINGS):
            try:
                sound = written(rows, writing)
                sound.data()
            except UnicodeEncodeError:
                continue
            for kind, damage in DAMAGES.items():
                for turn in range(each):
                    chance = random.Random(f"{table} {number} {kind} {turn} {seed}")
                    file = damage(sound, chance)
                    if file is not None:
                        yield f"{kind} {table} {number} {turn}", file.data(), file
            for turn in range(each):
                for kind, data, file in bytes_damages(sound, random.Random(f"{table} {number} {turn} {seed}")):
                    yield f"{kind} {table} {number} {turn}", data, file


def sound_files() -> Iterator[tuple[str, bytes, File]]:
    """Files without damage."""
    for table, rows in tables().items():
        for number, writing in enumerate(WRITINGS):
            file = written(rows, writing)
            yield f"sound {table} {number}", file.data(), file


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", default="wrong")
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--most", type=int, default=40)
    asked = parser.parse_args()
    shown = 0
    for title, files in (("sound", sound_files()), ("damaged", damaged_files(asked.each, asked.seed))):
        totals: Counter[str] = Counter()
        kinds: Counter[tuple[str, str]] = Counter()
        for name, data, file in files:
            if asked.only not in name:
                continue
            found, why = verdict(data, file)
            totals[found] += 1
            kinds[name.split()[0], found] += 1
            wanted = found == asked.show or (title == "sound" and found != "right")
            if wanted and shown < asked.most:
                shown += 1
                print(f"{name}: {found}: {why[:250]}")
                if asked.keep:
                    asked.keep.mkdir(exist_ok=True)
                    (asked.keep / (name.replace(" ", "_") + ".csv")).write_bytes(data)
        print(title, dict(totals))
        for kind in sorted({kind for kind, _ in kinds}):
            print("   ", kind, {found: count for (one, found), count in kinds.items() if one == kind})


if __name__ == "__main__":
    main()
