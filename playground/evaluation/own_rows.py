"""Own rows: a network's answers to the rows of a file, as a table for spreadsheets."""

import csv
import hashlib
from collections.abc import Collection, Mapping

import numpy as np
import pandas

from playground.cells import harmless_table
from playground.datasets import DataError, card_for
from playground.datasets.own.rows import Rows, read_rows
from playground.datasets.reading import Dialect, Kind
from playground.datasets.reading.frame import unique_names
from playground.datasets.view import is_seen_as_toy
from playground.evaluation.answers import Network, predicted_of
from playground.evaluation.form import inputs_of
from playground.experiment.uploads import digest_in
from playground.export.facts import as_table, facts_of
from playground.export.inputs import dates_of, numbers_of, texts_of, words_of
from playground.mentions import quoted
from playground.plan import Plan


def rows_for(planned: Plan, content: bytes) -> Rows:
    """The rows of a file, with the columns that the network of an experiment takes.

    Raises:
        DataError: the file is not a table or lacks a column, which the sentence names.
    """
    reading = planned.experiment.data.reading
    dialect = (
        None
        if reading is None
        else Dialect(delimiter=reading.delimiter, quote=reading.quote, decimal=reading.decimal)
    )
    kinds, known = _columns(planned)
    try:
        return read_rows(content, kinds, known, dialect)
    except DataError as error:
        if error.field not in kinds:
            raise
        raise DataError("rows", f"{quoted(error.field)}: {error}") from None


def holds_test_rows(planned: Plan, content: bytes) -> bool:
    """Whether a file is the own table of an experiment with a test part, so that it has the test rows."""
    data = planned.experiment.data
    return data.test is not None and digest_in(data.dataset) == hashlib.sha256(content).hexdigest()


def answered(planned: Plan, rows: Rows, network: Network) -> pandas.DataFrame:
    """The cells of the file with the predictions and doubts; a row with a wrong cell has no prediction.

    A column of the file with the name of a prediction column is renamed.

    Args:
        planned: the experiment.
        rows: the rows of the file.
        network: the function from inputs to outputs.
    """
    predicted = predicted_of(planned.prepared, network(inputs_of(planned, rows.frame))).reshape(
        len(rows.frame), -1
    )
    found = as_table(predicted, facts_of(planned))
    found.loc[list(rows.wrong), :] = None
    found.insert(0, "line", rows.lines)
    is_finite = np.asarray(np.isfinite(predicted).all(axis=1)).tolist()
    found["doubt"] = [
        doubt or ("" if finite else "the network answers with no finite number")
        for doubt, finite in zip(rows.said, is_finite, strict=True)
    ]
    called = [f"{name} (file)" if name in found else name for name in rows.cells]
    names = unique_names([*found, *called])[len(found.columns) :]
    return pandas.concat([rows.cells.set_axis(names, axis=1), found], axis=1)


def as_csv(table: pandas.DataFrame) -> bytes:
    """The table as CSV in UTF-8, in which no spreadsheet takes a cell for a formula."""
    # All text is quoted, because pandas does not quote a lone carriage return.
    text: str = harmless_table(table).to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC)
    return text.encode("utf-8-sig")  # Excel reads UTF-8 only with this mark


def _columns(planned: Plan) -> tuple[Mapping[str, Kind], Mapping[str, Collection[str]]]:
    """The kind of each column that a file needs, and the words that the network has learned."""
    about = card_for(planned.experiment.data)
    if is_seen_as_toy(about, planned.prepared):
        return dict.fromkeys(about.features, Kind.NUMBER), {}
    dates = dates_of(planned)
    parts = {name for each in dates.values() for name in each}
    kinds = {
        **{name: Kind.NUMBER for name in numbers_of(planned) if name not in parts},
        **dict.fromkeys(texts_of(planned), Kind.CATEGORY),
        **dict.fromkeys(dates, Kind.DATE),
    }
    return {name: kinds[name] for name in planned.prepared.encoding.used}, words_of(planned)
