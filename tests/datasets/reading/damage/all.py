"""Every damage by name, and the files that come of them."""

import random
from collections.abc import Iterator

from tests.datasets.reading.damage import lines, one_line
from tests.datasets.reading.damage.one_line import Damage, a_line, in_line
from tests.datasets.reading.damage.tables import tables
from tests.datasets.reading.damage.writing import WRITINGS, File, written

LINE_DAMAGES: dict[str, Damage] = {
    change.__name__: in_line(change)
    for change in (
        one_line.separator_more,
        one_line.separator_doubled,
        one_line.separator_less,
        one_line.separator_other,
        one_line.separator_spaced,
        one_line.separators_other,
        one_line.quote_more,
        one_line.quote_at_edge,
        one_line.quote_less,
        one_line.quotes_none,
        one_line.quotes_other,
        one_line.row_quoted,
        one_line.cell_lost,
        one_line.decimal_swapped,
        one_line.thousands_more,
        one_line.control,
        one_line.return_more,
        one_line.twice_encoded,
        one_line.word_for_number,
    )
}
HEADER_DAMAGES: dict[str, Damage] = {
    f"header_{change.__name__}": in_line(change, header=True)
    for change in (
        one_line.separator_more,
        one_line.separator_less,
        one_line.separator_other,
        one_line.quote_more,
        one_line.quote_less,
        one_line.row_quoted,
        one_line.cell_lost,
    )
}
FILE_DAMAGES: dict[str, Damage] = {
    "line_broken": lines.line_broken,
    "lines_joined": lines.lines_joined,
    "empty_line": lines.empty_line,
    "cut": lines.cut,
    "title": lines.before("Results of the survey, 2024"),
    "title_and_gap": lines.before("Survey", "made in May 2024, by hand", ""),
    "keys_before": lines.before("Station: 17", "Operator: Smith, J.", "Date: 2024-03-01", ""),
    "comment_before": lines.before("# made by a program, version 2", "# units: kg, m"),
    "filled_title": lines.before("Report,,,,", ",,,,"),
    "note_after": lines.after("Source: own survey"),
    "note_and_gap_after": lines.after("", "Source: own survey, 2024", "All rights reserved"),
    "total_after": lines.after("Total: 12345"),
    "same_table_again": lines.second_table(0, [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    "second_after_gap": lines.second_table(
        1, [["name", "size", "weight"], ["Ann", "1.5", "2"], ["Bob", "2.5", "3"], ["Eve", "3", "4"]]
    ),
    "second_two_gaps": lines.second_table(2, [["k", "v"], ["a", "1.5"], ["b", "2.5"]]),
    "header_twice": lines.header_twice,
    "header_lost": lines.header_lost,
    "units_row": lines.units_row,
}
DAMAGES = {**LINE_DAMAGES, **HEADER_DAMAGES, **FILE_DAMAGES}


def bytes_damages(file: File, chance: random.Random) -> Iterator[tuple[str, bytes, File]]:
    """Files of two encodings, and bytes lost or turned."""
    line = a_line(file, chance)
    if line is None or file.writing.encoding not in ("utf-8", "cp1252", "utf-8-sig"):
        return
    sound = file.data()
    end = file.writing.line_end.encode()
    parts = sound.split(end)
    text = file.lines[line - 1]
    letters = [index for index, letter in enumerate(text) if letter.isalpha() and letter.isascii()]
    if letters:
        index = chance.choice(letters)
        mixed = text[:index] + chance.choice("äéñøß") + text[index + 1 :]
        other = "cp1252" if file.writing.encoding != "cp1252" else "utf-8"
        if any(ord(letter) > 127 for letter in "".join(file.lines)):
            parts[line - 1] = mixed.encode(other)
            yield "other_encoding", end.join(parts), File(file.lines, dict(file.rows), file.writing, {line})
    index = chance.randrange(len(sound))
    turned = bytearray(sound)
    turned[index] ^= 0x80
    damaged = sound[:index].count(end) + 1
    # Of a turned bit in cp1252 another letter may come, which nobody can see.
    if sound[index] not in end and file.writing.encoding != "cp1252":
        yield (
            "bit_turned",
            bytes(turned),
            File(file.lines, dict(file.rows), file.writing, {damaged, damaged - 1, damaged + 1}),
        )


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
                for kind, data, file in bytes_damages(
                    sound, random.Random(f"{table} {number} {turn} {seed}")
                ):
                    yield f"{kind} {table} {number} {turn}", data, file


def sound_files() -> Iterator[tuple[str, bytes, File]]:
    """Files without damage."""
    for table, rows in tables().items():
        for number, writing in enumerate(WRITINGS):
            file = written(rows, writing)
            yield f"sound {table} {number}", file.data(), file
