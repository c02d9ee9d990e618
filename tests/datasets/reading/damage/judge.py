"""Whether a reading of a file is right, doubted, refused, or wrong without a word."""

import csv
import io

from playground.datasets.reading import Reading, ReadingError, Status, read
from tests.datasets.reading.damage.writing import File


def verdict(data: bytes, file: File) -> tuple[str, str]:
    """ "right", "doubted", "refused" or "wrong" (silently), and why."""
    try:
        reading = read(data)
    except ReadingError as error:
        return "refused", str(error)
    return judge(reading, file)


def judge(reading: Reading, file: File) -> tuple[str, str]:
    """Compares a reading with the rows that the file has."""
    doubted = {doubt.row for doubt in reading.doubts} | set(reading.left_out)
    rows = (
        dict(
            zip(
                reading.lines.tolist(),
                zip(*(column.to_pylist() for column in reading.cells.columns), strict=True),
                strict=True,
            )
        )
        if reading.rows
        else {}
    )
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
            return (
                "literal" if literal else "wrong"
            ), f"damaged line {line}: {list(rows[line])} for {file.rows.get(line)}"
    if reading.status is Status.DOUBTFUL:
        return "doubted", reading.doubts[0].sentence if reading.doubts else "rows left out"
    return "right", ""


def _literally(file: File) -> dict[int, list[str]]:
    """The rows as the file has them now, by line: what got within quotes is part of a cell."""
    writing = file.writing
    quoting = {
        "delimiter": writing.delimiter,
        "quotechar": writing.quote,
        "escapechar": writing.escape,
        "doublequote": writing.escape is None,
    }
    rows, begin = {}, 1
    while begin < len(file.lines):
        for end in range(begin, min(begin + 5, len(file.lines))):
            text = writing.line_end.join(file.lines[begin - 1 : end])
            try:
                found = list(csv.reader(io.StringIO(text, newline=""), strict=True, **quoting))
            except csv.Error:
                continue
            if (
                len(found) == 1
                and len(found[0]) == len(next(iter(file.rows.values())))
                and writing.quote in text
            ):
                rows[begin] = found[0]
                begin = end
                break
        begin += 1
    return rows
