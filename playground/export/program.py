"""Program: a script beside an exported model that predicts the rows of a CSV file. Nothing here loads TensorFlow."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playground.cells import FORMULA, harmless
from playground.datasets.catalogue import read_columns
from playground.datasets.pipeline.encoders import OneHot, Ordinal
from playground.datasets.reading import Column
from playground.datasets.reading.columns.numbers import MINUS, MISSING_WORDS, NumberFormat, between_thousands
from playground.datasets.reading.delimited.judge import RUNS
from playground.experiment import CompleteData, FileReading
from playground.export.inputs import dates_of, numbers_of, texts_of
from playground.export.script import environment
from playground.network.shapes import answers_with_margin, threshold_of
from playground.plan import Plan
from playground.python_code import Code
from playground.words import Task

_USUAL_WAYS = (",.", ";,", ";.", "\t.", "\t,")  # the delimiter, and the decimal sign


def predict_script(planned: Plan, model_file: str, name: str) -> str:
    """A program that predicts the rows of a CSV file with an exported model.

    It reads tables in the form of the run's own one, and the tables that this app makes of it: the one beside a script,
    and the predictions of its rows.

    Args:
        planned: the plan of the model's run.
        model_file: the name of the model's file.
        name: the name of the program.
    """
    dates = dates_of(planned)
    parts = {name for each in dates.values() for name in each}
    facts = {
        "program": name,
        "model_file": model_file,
        "numbers": [name for name in numbers_of(planned) if name not in parts],
        "texts": texts_of(planned),
        "dates": dates,
        "formula": FORMULA,
        **_how_written(planned),
        **_of_answers(planned),
    }
    return environment().get_template("predict.py.j2").render(facts).rstrip("\n") + "\n"


def _of_answers(planned: Plan) -> Mapping[str, Any]:
    """The meaning of the network's answers."""
    task, training, classes = planned.prepared.task, planned.experiment.training, planned.prepared.classes
    what = "margin" if answers_with_margin(task, training) else "probability"
    return {
        "classes": [harmless(name) for name in classes],
        "two_classes": task is Task.BINARY,
        "parting": threshold_of(task, training),
        "answer": f"{what} of {harmless(classes[1])}" if task is Task.BINARY else "",
    }


def _how_written(planned: Plan) -> Mapping[str, Any]:
    """The forms in which a table may be written."""
    data = planned.experiment.data
    reading = data.reading or FileReading()
    columns = {column.name: column for column in read_columns(data) or ()}
    used = [column for name, column in columns.items() if name in planned.prepared.encoding.used]
    texts = [column for column in used if column.name in texts_of(planned)]
    gaps = {column.name: [word for word in column.missing_words if word] for column in texts}
    marked = _marked_words(planned, gaps)
    orders = {name: columns[name].date for name in dates_of(planned) if name in columns}
    ways = _ways(data)
    return {
        "own": bool(columns),
        "ways": ways,
        "long_delimiter": any(len(way[0]) > 1 for way in ways),
        "encodings": list(dict.fromkeys(["utf-8-sig", reading.encoding or "utf-8-sig"])),
        "missing": sorted(MISSING_WORDS),
        "minus": f"[{MINUS}]",
        "written": _patterns(used),
        "orders": {
            name: each.order
            for name, each in orders.items()
            if each is not None and each.order in ("dmy", "mdy")
        },
        "gaps": {name: words for name, words in gaps.items() if words},
        "header": list(columns) if reading.header is False else None,
        "quoting": _quoting(reading),
        "marked": marked,
        "marks": bool(marked) or any(harmless(name) != name for name in planned.prepared.encoding.used),
    }


def _ways(data: CompleteData) -> list[str | tuple[str, str]]:
    """The possible delimiters and decimal signs of a file; the first pair is that of the run's own table.

    Predictions of its rows have the original cells between commas. A longer delimiter is a pattern.
    """
    read = data.reading
    first: list[str | tuple[str, str]] = []
    if read is not None and read.decimal:
        first = [f",{read.decimal}"]
    if read is not None and read.delimiter:
        decimal, is_long = read.decimal or ".", len(read.delimiter) > 1
        pattern = read.delimiter if read.delimiter == RUNS else re.escape(read.delimiter)
        first = [(pattern, decimal) if is_long else read.delimiter + decimal, *first]
    return list(dict.fromkeys([*first, *_USUAL_WAYS]))


def _patterns(columns: Sequence[Column]) -> Mapping[str, tuple[str, str]]:
    """Patterns for the thousands separator and the unit, for columns that have one of them."""
    found = {}
    for column in columns:
        number = column.number or NumberFormat()
        if number.thousands or number.unit:
            found[column.name] = (between_thousands(number.thousands), number.unit)
    return found


def _quoting(reading: FileReading) -> Mapping[str, Any]:
    """The arguments of `csv.reader` for unusual quotes."""
    found: dict[str, Any] = {}
    if reading.quote == "":
        found["quoting"] = Code("csv.QUOTE_NONE")
    elif reading.quote not in (None, '"'):
        found["quotechar"] = reading.quote
    if reading.escape:
        found |= {"escapechar": reading.escape, "doublequote": bool(reading.doubled)}
    return found


def _marked_words(planned: Plan, gaps: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """By column of text, the network's words and gap words that may have an apostrophe before them in a file."""
    texts = texts_of(planned)
    known = {
        column.column: [*column.categories, *gaps.get(column.column, ())]
        for column in planned.prepared.encoding.columns
        if isinstance(column, OneHot | Ordinal) and column.column in texts
    }
    special = {name: [word for word in words if harmless(word) != word] for name, words in known.items()}
    return {name: words for name, words in special.items() if words}
