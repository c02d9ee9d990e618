"""`tidy`: removes what the installation's policy no longer keeps, or lists it with --dry-run."""

import argparse
import json
import sys
from contextlib import suppress

from playground.commands import Commands
from playground.commands.stored import open_store
from playground.ids import new_id
from playground.keeping.policy import policy
from playground.keeping.report import Report
from playground.keeping.tidy import CutOffError, lease_of, preview, tidy
from playground.store import Files, Store
from playground.store.leases import Lease
from playground.store.settings import files_url

_BUSY = "A server of this installation tidies at this moment. Try again in a few minutes."


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "tidy", help="remove what PLAYGROUND_KEEP_DAYS, _RUNS and _BYTES let go: docs/hosting.md"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be removed, and change nothing"
    )
    parser.add_argument("--json", action="store_true", help="print counts and bytes as one JSON object")
    parser.set_defaults(run=_tidy)


def _tidy(arguments: argparse.Namespace) -> int:
    with open_store() as store:
        files, lease = Files(files_url()), lease_of(store, new_id())
        report = (
            preview(store, files, policy(), lease) if arguments.dry_run else _tidy_store(store, files, lease)
        )
    if report is None:
        print(_BUSY, file=sys.stderr)
        return 1
    print(json.dumps(report.as_json()) if arguments.json else report.in_words(dry=arguments.dry_run))
    return 0


def _tidy_store(store: Store, files: Files, lease: Lease) -> Report | None:
    """Tidies and returns the report; None if a server is tidying at this moment."""
    with suppress(CutOffError), lease.held() as is_held:
        return tidy(store, files, policy(), lease) if is_held else None
    return None
