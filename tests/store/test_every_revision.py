"""What was written at any revision is there after all later migrations, on SQLite and on PostgreSQL."""

import os
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from playground.experiment import Complete
from playground.persons import SETTING, hash_number
from playground.runs.rows import row_of
from playground.runs.run import Run
from playground.store import Store
from playground.store.bodies import pack
from playground.store.connect import connect
from playground.store.migrate import configuration
from playground.store.tables import metadata
from tests.support.kept_rows import EXPERIMENT, everything

LOSSES = [0.1, 3.0, 2.0]
EVENTS = [
    {"kind": "began", "parameters": 2, "train_rows": 9, "validation_rows": 9},
    {"kind": "epochs", "first": 0, "seconds": [0.1] * 3, "logs": {"loss": LOSSES, "val_loss": LOSSES}},
    {"kind": "ended", "status": "finished", "best": None, "seconds": 1.0, "reason": ""},
]
MADE_BY_MIGRATIONS = {"secrets"}


def revisions() -> list[str]:
    """All revisions, the earliest first."""
    script = ScriptDirectory.from_config(configuration())
    return [each.revision for each in reversed(list(script.walk_revisions()))]


def rows_at(revision: str) -> dict[str, dict[str, Any]]:
    """A row of each table of now, all of them different at each revision."""
    name, digest = revision * 8, revision * 16
    run = Run(name, f"owner {revision}", EXPERIMENT)
    owner = {"owner": f"owner {revision}"}
    return {
        "servers": {"id": name, "host": "h", "pid": 1, "began_at": 1.0, "seen_at": 2.0},
        "groups": {**owner, "id": name, "kind": "sweep", "settings": "{}", "created_at": 1.0},
        "runs": {**row_of(run, "a server"), "state": "finished", "ended_at": 3.0, "note": f"At {revision}."},
        "events": {"run_id": name, "number": 0, "body": pack(EVENTS)},
        "uploads": {**owner, "digest": digest, "title": "t", "size": 1, "shared": True, "created_at": 1.0},
        "openings": {
            **owner,
            "dataset": "iris",
            "target": digest,
            "rows": digest,
            "run_id": name,
            "opened_at": 1.0,
            "measures": "{}",
        },
        "tokens": {**owner, "digest": digest, "created_at": 1.0},
        "progress": {
            **owner,
            "lesson": "a",
            "step": "b",
            "tries": 2,
            "seen_solution": True,
            "reached_at": 1.0,
        },
        "leases": {"name": revision, "holder": name, "until": 1.0, "first_at": 1.0, "done_at": None},
        "moves": {**owner, "digest": digest, "sealed": b"s", "until": 1.0},
        "people": {**owner, "seen_at": 1.0},
        "files": {"name": digest, "size": 3},
    }


def test_what_any_revision_has_written_is_there_today(address: str) -> None:
    assert rows_at("0001").keys() == metadata.tables.keys() - MADE_BY_MIGRATIONS
    engine, config = connect(address), configuration()
    written: dict[str, int] = dict.fromkeys(metadata.tables, 0)
    for revision in revisions():
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            there = sa.MetaData()
            there.reflect(connection)
            for name, row in rows_at(revision).items():
                if name in there.tables:
                    values = {column: row[column] for column in row if column in there.tables[name].c}
                    connection.execute(sa.insert(there.tables[name]).values(**values))
                    written[name] += 1
    engine.dispose()
    store = Store(address)
    store.open()
    found = everything(store)
    assert {name: len(rows) for name, rows in found.items()} == {**written, "secrets": 1}
    key = os.environ.get(SETTING, "").encode() or store.key()
    for revision in revisions():
        row = store.run(revision * 8)
        assert row is not None
        assert row["note"] == f"At {revision}."
        owner = f"owner {revision}"
        assert row["owner"] == (hash_number(key, owner) if revision == "0001" else owner)
        assert Complete.model_validate_json(row["experiment"]) == EXPERIMENT
        assert store.heard(row["id"]) == (0, EVENTS)
    store.close()
