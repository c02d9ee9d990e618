"""`runs`: a table of the stored runs, the newest first."""

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from playground import persons
from playground.commands import Commands
from playground.commands.stored import SHOWN, open_store
from playground.commands.text import number, table
from playground.errors import ExperimentError, Problem
from playground.experiment.uploads import digest_in, name_of
from playground.states import STATES
from playground.store import Store
from playground.store.summary import Summary
from playground.store.uploads import Uploads

_HEAD = (
    "id",
    "started",
    "state",
    "data",
    "layers",
    "loss",
    "optimizer",
    "rate",
    "best",
    "epoch",
    "kept",
    "seconds",
    "called",
)
_NUMBERS = (7, 8, 9, 10, 11)  # columns aligned on the right
_MOST = 20
_NAMED = 20  # characters of a data set's name; a deleted own table has its long hash as name


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("runs", help="a table of the runs that are kept, the newest first")
    parser.add_argument(
        "--json", action="store_true", help="print a list of JSON objects, all of each run's summary"
    )
    parser.add_argument(
        "--limit",
        type=_count,
        default=_MOST,
        metavar="N",
        help=f"print at most N runs ({_MOST} by default; 0 for all)",
    )
    parser.add_argument(
        "--owner",
        metavar="VISITOR",
        help="only the runs of the browser whose cookie has this number, or 'console'",
    )
    parser.set_defaults(run=_runs)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number of runs")
    return int(text)


def _owner(store: Store, visitor: str | None) -> str | None:
    """The owner's id in the database: a hash of the cookie's number, never the number.

    Raises:
        ExperimentError: `visitor` names nobody.
    """
    if visitor is None:
        return None
    persons.use_key(store.key())
    try:
        return persons.person_named(visitor).id
    except ValueError as error:
        raise ExperimentError(Problem(visitor, str(error))) from None


def _runs(arguments: argparse.Namespace) -> int:
    with open_store() as store:
        summaries = store.table(_owner(store, arguments.owner))
        shown = summaries[: arguments.limit] if arguments.limit else summaries
        titles = _titles(store, shown)
    if arguments.json:
        print(json.dumps([summary._asdict() for summary in shown]))
    elif not shown:
        print("No runs are kept here yet.")
    else:
        print(table([_HEAD, *(_row(each, titles) for each in shown)], right=_NUMBERS))
        if len(shown) < len(summaries):
            print(f"… and {len(summaries) - len(shown):,} more (--limit 0 shows all)")
    return 0


def _best(run: Summary) -> str:
    """The best value, then the same value in the target's own unit: `0.0552 (4.431 MPa)`."""
    value = number(run.best_value)
    if run.best_value is None or run.factor is None or not run.unit:
        return value
    own = f"{number(run.best_value * run.factor)} {run.unit}"
    return own if run.factor == 1 else f"{value} ({own})"


def _titles(store: Store, summaries: Sequence[Summary]) -> Mapping[str, str]:
    """The titles of the runs' own tables, by data set name."""
    digests = {digest for run in summaries if (digest := digest_in(run.dataset))}
    return {name_of(row["digest"]): row["title"] for row in Uploads(store).of_files(digests)}


def _row(run: Summary, titles: Mapping[str, str]) -> tuple[str, ...]:
    started = datetime.fromtimestamp(run.started_at, UTC).astimezone()
    return (
        run.id[:SHOWN],
        f"{started:%Y-%m-%d %H:%M}",
        STATES[run.state],
        titles.get(run.dataset, run.dataset[:_NAMED]),
        run.layers,
        run.loss,
        run.optimizer,
        f"{run.learning_rate:g}",
        _best(run),
        "–" if run.best_epoch is None else f"{run.best_epoch:,}",
        "–" if run.kept_epoch is None else f"{run.kept_epoch:,}",
        f"{run.seconds:.1f}",
        run.name or run.cell or run.title,
    )
