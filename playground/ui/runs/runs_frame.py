"""The table of runs as a DataFrame, its filters, and its CSV file."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas

from playground.comparing.naming import foreign_titles, join_parts
from playground.datasets import DataError, card
from playground.experiment.measures import title_of
from playground.experiment.uploads import is_own
from playground.states import STATES
from playground.store.summary import Summary
from playground.ui.frame.summaries import data_title
from playground.words import OPTIMIZERS

_FIELDS = list(Summary._fields)
# A spreadsheet takes a cell that begins like this for a formula (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = r"^(?=\s*[=+\-@])|^(?=[\t\r])"
_TEXTS = ("name", "note", "title", "dataset", "target", "layers", "cell", "reason")
_WORDS = ("monitor", "loss", "optimizer", "state")
_SEARCHED = (
    *("called", "note", "title", "cell", "data", "target", "layers", "loss", "measure", "with", "ended"),
)


@dataclass(frozen=True)
class Filters:
    """The filters above the table; an empty filter lets every run through."""

    text: str = ""
    datasets: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    starred: bool = False


def frame(summaries: Sequence[Summary]) -> pandas.DataFrame:
    """A table with one row for each run: all fields of its summary, and columns in words that people read."""
    columns = zip(*summaries, strict=True) if summaries else [()] * len(_FIELDS)
    table = pandas.DataFrame({name: list(values) for name, values in zip(_FIELDS, columns, strict=True)})
    # Without this, a column that holds only None has the type object.
    for name in ("best_value", "best_metric", "factor", "seconds", "learning_rate", "started_at"):
        table[name] = table[name].astype("float64")
    for name in ("best_epoch", "kept_epoch", "parameters", "batch_size", "epochs"):
        table[name] = table[name].astype("Int64")
    for name in (*_TEXTS, *_WORDS):
        table[name] = table[name].astype("str")
    table["starred"] = table["starred"].astype(bool)
    table["data"] = table["dataset"].map({name: data_title(name) for name in table["dataset"].unique()})
    table["with"] = table["optimizer"].map(
        {name: OPTIMIZERS[name].title if name in OPTIMIZERS else name for name in table["optimizer"].unique()}
    )
    table["called"] = table["name"].where(table["name"] != "", _automatic_names(table))
    measured = list(zip(table["monitor"].tolist(), table["loss"].tolist(), strict=True))
    titles = {each: _measure(*each) for each in set(measured)}
    table["measure"] = pandas.Series([titles[each] for each in measured], table.index, dtype="str")
    table["metric_title"] = table["metric"].map(
        {name: title_of(name) for name in table["metric"].unique() if isinstance(name, str)}
    )
    table["in_unit"] = table["best_value"] * table["factor"]
    table["of_unit"] = table["unit"].map(lambda name: name if isinstance(name, str) else "").astype("str")
    table["star"] = table["starred"].map({True: "★", False: ""})
    table["ended"] = table["state"].map(STATES)
    table["started"] = pandas.to_datetime(table["started_at"], unit="s", utc=True)
    return table


def _measure(monitor: str, loss: str) -> str:
    """The title of a curve, as `playground.comparing.quantity` has it: `validation loss · mean absolute error`."""
    rows = "validation" if monitor.startswith("val_") else "training"
    name = monitor.removeprefix("val_")
    if name != "loss":
        return f"{rows} {title_of(name)}"
    return f"{rows} loss · {title_of(loss)}" if loss else f"{rows} loss"


def filter_rows(table: pandas.DataFrame, filters: Filters) -> pandas.DataFrame:
    """The rows that pass the filters; each word of the text must occur in a row, in upper or lower case."""
    fits = pandas.Series(True, index=table.index)
    if filters.datasets:
        fits &= table["dataset"].isin(filters.datasets)
    if filters.states:
        fits &= table["state"].isin(filters.states)
    if filters.starred:
        fits &= table["starred"]
    if words := filters.text.casefold().split():
        columns = [table[name].tolist() for name in _SEARCHED]
        rows = [" ".join(row).casefold() for row in zip(*columns, strict=True)]
        fits &= pandas.Series([all(word in row for word in words) for row in rows], table.index, dtype=bool)
    return table[fits]


def measures(table: pandas.DataFrame) -> list[str]:
    """The different measures of the best values in a table, each with its data, target and rows."""
    known = table[table["best_value"].notna()]
    rows = known["judged_by"].map(lambda rows: rows if isinstance(rows, str) else "").astype("str")
    pairs = (known["data"] + ": " + known["target"] + ": " + known["measure"] + " " + rows).unique()
    return [str(pair) for pair in pairs]


def as_csv(table: pandas.DataFrame) -> bytes:
    """A CSV file in UTF-8 with all fields, a row for each run. A ' precedes what a spreadsheet takes for a formula."""
    safe = table[_FIELDS].drop(columns="sparkline")
    for name in _TEXTS:
        safe[name] = safe[name].str.replace(_FORMULA, "'", regex=True)
    safe["started_at"] = table["started"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    content: str = safe.to_csv(index=False, lineterminator="\r\n")
    # Excel reads UTF-8 only where this mark says so.
    return content.encode("utf-8-sig")


def _automatic_names(table: pandas.DataFrame) -> list[str]:
    """The name that `playground.comparing.naming.name_of` gives each run, made from the columns of the table."""
    foreign = {name: foreign_titles(name) for name in table["dataset"].unique()}
    columns = ("title", "dataset", "data", "target", "layers", "with", "learning_rate", "cell")
    usual = {name: _usual_target(name) for name in foreign}
    names = []
    for title, dataset, data, target, layers, optimizer, rate, cell in zip(
        *(table[name].tolist() for name in columns), strict=True
    ):
        if not title or title in foreign[dataset]:
            of = data if target in ("", usual[dataset]) else f"{data} → {target}"
            title = join_parts(of, layers, f"{optimizer} {rate:g}")
        names.append(join_parts(title, cell))
    return names


def _usual_target(name: str) -> str:
    if is_own(name):
        return ""  # an own table has no usual one
    try:
        return card(name).target
    except DataError:
        return ""
