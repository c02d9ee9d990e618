"""Own rows: the network's predictions for a file or an own table, also as CSV."""

import pandas
import streamlit as st

from playground.datasets.own.contents import content_of
from playground.datasets.own.rows import in_words
from playground.evaluation.own_rows import answered, as_csv, holds_test_rows, rows_for
from playground.experiment.uploads import name_of
from playground.mentions import mentioned
from playground.runs import Run
from playground.runs.judging import planned_of
from playground.services import runs
from playground.ui.frame.markdown import escape
from playground.ui.frame.offered import different_titles
from playground.ui.frame.part_of_table import MOST_COLUMNS, part_of_table
from playground.ui.frame.visitor import person
from playground.ui.judge.asking import SECONDS

_MOST_ROWS = 1_000  # rows that are sent to the browser
_MOST_DOUBTS = 8


def own_rows(run: Run) -> None:
    """Draws the upload of a file, and the answers to its rows.

    Raises:
        DataError, RunsError, StoreError: there are no answers; the message says why.
    """
    planned = planned_of(run)
    content = _content(run.id)
    if content is None:
        st.caption(
            escape(
                f"The file needs the columns {mentioned(planned.prepared.encoding.used)}; others may be there too."
            )
        )
        return
    if holds_test_rows(planned, content) and not runs().sealed_rows.are_open(run, person()):
        st.caption(
            "This table has the run's test rows, which are sealed. Open them first, or take other rows."
        )
        return
    rows = rows_for(planned, content)
    if rows.frame.empty:
        st.caption("The file has the columns, and no row.")
        return
    table = answered(planned, rows, lambda x: runs().asking.outputs(run, x, SECONDS))
    st.caption(escape(_how(rows.dialect.delimiter, rows.dialect.decimal, len(table))))
    for doubt in rows.doubts[:_MOST_DOUBTS]:
        where = "The file" if doubt.row is None else f"Line {doubt.row:,}"
        st.caption(f":orange[:material/help:] {escape(f'{where}: {in_words(doubt)}.')}")
    if len(rows.doubts) > _MOST_DOUBTS:
        st.caption(f"… and {len(rows.doubts) - _MOST_DOUBTS:,} more; the last column has those of each row.")
    said = part_of_table(
        _answers_first(table, len(rows.cells.columns)),
        _MOST_ROWS,
        alt="Predictions",
        height=300,
        key="own_rows",
        hide_index=True,
    )
    if said:
        st.caption(f"Shown: {said}; the download has all.")
    st.download_button(
        "Predictions (CSV)",
        as_csv(table),
        "predictions.csv",
        "text/csv",
        icon=":material/download:",
        key="own_rows_csv",
        on_click="ignore",
    )


def _content(run_id: str) -> bytes | None:
    """The file that the person has chosen; None before."""
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        file = st.file_uploader(
            "A file of rows: CSV, Excel, Parquet or JSON lines",
            key=f"own_rows_file-{run_id}",
            max_upload_size=1,
        )
    with right:
        tables = [table.digest for table in runs().own_tables.of(person())]
        titled = different_titles(map(name_of, tables))
        digest = st.selectbox(
            "Or one of your own tables, which may be larger",
            tables,
            index=None,
            format_func=lambda digest: titled(name_of(digest)),
            key=f"own_rows_table-{run_id}",
            disabled=not tables,
            placeholder="Choose a table" if tables else "The Data page takes them",
        )
    if file is not None:
        return file.getvalue()
    return None if digest is None else content_of(digest)


def _answers_first(table: pandas.DataFrame, cells: int) -> pandas.DataFrame:
    """The table; with the answers before the file's cells if it has more columns than are shown."""
    if len(table.columns) <= MOST_COLUMNS:
        return table
    names = list(table.columns)
    return table[[*names[cells:], *names[:cells]]]


def _how(delimiter: str | None, decimal: str | None, rows: int) -> str:
    said = f"{rows:,} rows"
    if delimiter is not None:
        said += f", read with {delimiter!r} between cells" if delimiter else ", read as one column"
    if decimal is not None:
        said += f" and {decimal!r} as decimal sign"
    return f"{said}."
