"""`backup` and `restore`: database, files and uploaded lessons of this installation in one archive, and back."""

import argparse
import os
import sys
from pathlib import Path

from playground.commands import Commands
from playground.commands.stored import open_store
from playground.keeping.archive import BackupError
from playground.keeping.backup import back_up
from playground.keeping.restore import restore
from playground.number_words import in_bytes
from playground.persons import SETTING
from playground.store import Files
from playground.store.settings import database_url, files_url


def add(commands: Commands) -> None:
    """Adds both commands."""
    making = commands.add_parser(
        "backup", help="database, files and uploaded lessons in one file, while the app runs: docs/hosting.md"
    )
    making.add_argument("file", type=Path, metavar="FILE.tar.gz")
    making.set_defaults(run=_back_up)
    bringing = commands.add_parser("restore", help="bring a back-up back, while the app does not run")
    bringing.add_argument("file", type=Path, metavar="FILE.tar.gz")
    bringing.add_argument(
        "--force", action="store_true", help="take the place of what the database has already"
    )
    bringing.set_defaults(run=_restore)


def _back_up(arguments: argparse.Namespace) -> int:
    try:
        with open_store() as store:
            archive = back_up(store, Files(files_url()), arguments.file)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 2
    print(
        f"Backed up {_counts_in_words(archive.rows, archive.files)} to {arguments.file} ({in_bytes(archive.size)})."
    )
    if os.environ.get(SETTING):
        print(
            f"{SETTING}, by which visitors are known, is not in it: keep it in another place.",
            file=sys.stderr,
        )
    if archive.lost:
        print(f"{len(archive.lost):,} files are damaged or gone, and so are not in it.", file=sys.stderr)
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    try:
        restored = restore(arguments.file, database_url(), Files(files_url()), force=arguments.force)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Brought back {_counts_in_words(restored.rows, restored.files)}.")
    if not restored.head.has_key:
        print(f"Visitors are known again where {SETTING} is the same as before.", file=sys.stderr)
    return 0


def _counts_in_words(rows: dict[str, int], files: int) -> str:
    counts = (rows["runs"], "run"), (rows.get("uploads", 0), "uploaded table"), (files, "file")
    runs, tables, others = (f"{count:,} {name}{'s' * (count != 1)}" for count, name in counts)
    return f"{runs}, {tables} and {others}"
