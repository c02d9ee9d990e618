"""Workbooks, Parquet, JSON lines, and files that are no tables."""

import io
import random
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import openpyxl
import pyarrow
from pyarrow import parquet

from tests.datasets.files.case import Case, doubtful, refused, sound


def workbook(rows: Sequence[Sequence[object]], *more: Sequence[Sequence[object]]) -> bytes:
    """A workbook with a sheet for each table."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, table in enumerate((rows, *more), 1):
        sheet = book.create_sheet(f"sheet {number}")
        for row in table:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def in_parquet(columns: dict[str, pyarrow.Array]) -> bytes:
    """A Parquet file."""
    file = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), file)
    return file.getvalue()


def _zip(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "a,b\n1,2\n")
    return file.getvalue()


SHEET = [
    ["name", "size", "day"],
    ["Ann", 1.5, date(2024, 3, 1)],
    ["Bob", 2, date(2024, 3, 2)],
    ["Eve", None, None],
]
SHEET_CELLS = "name|size|day\nAnn|1.5|2024-03-01\nBob|2|2024-03-02\nEve||"


def _merged() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook(SHEET)))
    book.active.merge_cells("A2:A3")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


COLOURS = ("blue", "red")
BESIDE = [
    ["size", "colour"],
    *([n + 0.5, COLOURS[n % 2], None, "see note" if n == 4 else None] for n in range(1, 11)),
]

CASES: list[Case] = [
    sound("workbook", workbook(SHEET), SHEET_CELLS, kinds="category number date", missing=[0, 1, 1], dialect={"header": True, "delimiter": None}),
    sound("workbook-two-sheets", workbook(SHEET, [["x"], [1]]), SHEET_CELLS),
    sound("workbook-text-numbers", workbook([["zip", "n"], ["01234", 1], ["00501", 2]]), "zip|n\n01234|1\n00501|2", kinds="identifier number"),
    sound("workbook-truth", workbook([["ok", "n"], [True, 1], [False, 2]]), "ok|n\ntrue|1\nfalse|2", kinds="yes_no number"),
    sound("workbook-times", workbook([["when", "n"], [datetime(2024, 3, 1, 12, 30), 1], [datetime(2024, 3, 2, 8, 0), 2]]), "when|n\n2024-03-01 12:30:00|1\n2024-03-02 08:00:00|2", kinds="date number"),
    doubtful("workbook-title", workbook([["Report"], [], *SHEET]), SHEET_CELLS, left_out=[1]),
    doubtful("workbook-note-beside-the-table", workbook(BESIDE), [["size", "colour", "", ""], *([f"{n}.5", COLOURS[n % 2], "", "see note" if n == 4 else ""] for n in range(1, 11))], doubted=[5]),
    doubtful("workbook-total", workbook([["colour", "size"], *([COLOURS[n % 2], n] for n in range(1, 6)), ["Total", 15]]), "colour|size\nred|1\nblue|2\nred|3\nblue|4\nred|5\nTotal|15", doubted=[7]),
    doubtful("workbook-two-tables", workbook([*SHEET, [], ["k", "v", "w"], ["a", "b", "c"]]), SHEET_CELLS, left_out=[6, 7]),
    doubtful("workbook-formula-without-value", workbook([["a", "b"], [1, "=A2*2"], [2, "=A3*2"], [3, 7]]), "a|b\n1|\n2|\n3|7", doubted=[2, 3]),
    doubtful("workbook-error", workbook([["a", "b"], [1, 2], [2, "#DIV/0!"], [3, 7]]), "a|b\n1|2\n2|#DIV/0!\n3|7", doubted=[3]),
    doubtful("workbook-merged", _merged(), "name|size|day\nAnn|1.5|2024-03-01\n|2|2024-03-02\nEve||"),
    refused("workbook-empty", workbook([]), "empty"),
    refused("workbook-cut-off", workbook(SHEET)[:-200], "damaged"),
    sound(
        "parquet",
        in_parquet({"name": pyarrow.array(["Ann", None]), "size": pyarrow.array([1.5, 2.0]), "n": pyarrow.array([1, None]), "day": pyarrow.array([date(2024, 3, 1), None])}),
        "name|size|n|day\nAnn|1.5|1|2024-03-01\n|2.0||",
        kinds="category number number date",
    ),
    sound("parquet-codes", in_parquet({"zip": pyarrow.array(["01234", "00501"]).dictionary_encode(), "ok": pyarrow.array([True, False])}), "zip|ok\n01234|true\n00501|false", kinds="identifier yes_no"),
    doubtful("parquet-lists", in_parquet({"x": pyarrow.array([[1, 2], [3]]), "n": pyarrow.array([1, 2])}), "x|n\n[1, 2]|1\n[3]|2"),
    refused("parquet-cut-off", in_parquet({"n": pyarrow.array([1, 2])})[:-20], "damaged"),
    refused("parquet-by-its-start-alone", b"PAR1" + b"x" * 50, "damaged"),
    sound("json-lines", '{"a": 1.50, "b": "x"}\n{"a": 2, "b": null}\n{"a": 1e5, "b": "z"}\n', "a|b\n1.50|x\n2|\n1e5|z", kinds="number category"),
    sound("json-list", '[{"a": 1, "b": true},\n {"a": 2, "b": false}]', "a|b\n1|true\n2|false", kinds="number yes_no"),
    sound("json-long-numbers", '{"a": 12345678901234567890}\n{"a": 12345678901234567891}\n', "a\n12345678901234567890\n12345678901234567891", kinds="identifier"),
    doubtful("json-one-object", '{"error": "rate limit", "code": 429}\n', "error|code\nrate limit|429", doubted=[1]),
    doubtful("json-a-line-broken", '{"a": 1}\n{"a": 2\n{"a": 3}\n', "a\n1\n3", left_out=[2]),
    doubtful("json-another-name", "".join(f'{{"a": {n}}}\n' for n in range(12)) + '{"b": 3}\n', "a|b\n" + "\n".join(f"{n}|" for n in range(12)) + "\n|3", doubted=[13]),
    doubtful("json-nested", '{"a": {"b": 1}}\n{"a": {"b": 2}}\n', [["a"], ['{"b": 1}'], ['{"b": 2}']]),
    doubtful("json-name-twice", '{"a": 1, "a": 2}\n{"a": 3}\n', "a\n2\n3", doubted=[1]),
    refused("json-cut-off", '[{"a": 1}, {"a": 2', "damaged"),
    refused("gzip", b"\x1f\x8b\x08\x00" + b"x" * 20, "gzip"),
    refused("zip", _zip("table.csv"), "ZIP"),
    refused("opendocument", _zip("content.xml"), "OpenDocument"),
    refused("old-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50, "old Excel"),
    refused("pdf", b"%PDF-1.7\n" + b"x" * 50, "PDF"),
    refused("png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "picture"),
    refused("html", "<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "web page"),
    refused("pickle", b"\x80\x04\x95" + b"x" * 30, "pickle"),
    refused("random-bytes", random.Random(0).randbytes(2_000), "no text"),
]  # fmt: skip
