"""`tidy`: removes what the policy of this installation lets go, or says what that would be."""

import argparse
import json
import sys

from playground.commands import Commands
from playground.commands.stored import kept
from playground.ids import new_id
from playground.keeping.policy import policy
from playground.keeping.tidy import CutOffError, lease_of, preview, tidy
from playground.store import Files
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


def _tidy(asked: argparse.Namespace) -> int:
    with kept() as store:
        files, lease = Files(files_url()), lease_of(store, new_id())
        if asked.dry_run:
            report = preview(store, files, policy(), lease)
        elif lease.take():
            done = False
            try:
                report = tidy(store, files, policy(), lease)
                done = True
            except CutOffError:
                return _busy()
            finally:
                lease.give_back(done=done)
        else:
            return _busy()
    print(json.dumps(report.as_json()) if asked.json else report.in_words(dry=asked.dry_run))
    return 0


def _busy() -> int:
    print(_BUSY, file=sys.stderr)
    return 1
