"""What is kept comes back as it was, on SQLite and on PostgreSQL."""

import json
import math
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st

from playground.experiment import Data, Dense, Experiment, Network
from playground.experiment.settings import columns
from playground.persons import CONSOLE, hash_number
from playground.runs.rows import row_of
from playground.runs.run import Run
from playground.store import Files, Store, StoreError
from playground.store import servers as servers_of_store
from playground.store.bodies import pack, unpack
from playground.store.connect import connect
from playground.store.migrate import configuration
from playground.store.rows import Change, End, GroupRow, Progress, RunRow, Settings
from playground.store.servers import Servers
from playground.store.tables import groups, metadata, runs, servers
from tests.support.experiments import complete

EXPERIMENT = complete(
    Experiment(
        title="Ünïcode “quotes” 🧠",
        data=Data(dataset="iris", target="species"),
        network=Network(layers=(Dense(units=4),)),
    )
)


def kept(store: Store, owner: str = "me", server: str = "a server", **others: Any) -> str:
    """A new run in the store; its id."""
    run = Run(os.urandom(16).hex(), owner, EXPERIMENT)
    store.append([{**row_of(run, server), **others}], [])
    return run.id


def test_the_types_of_rows_name_the_columns_of_the_tables() -> None:
    assert (
        set(runs.c.keys()) == RunRow.__annotations__.keys() == row_of(Run("r", "me", EXPERIMENT), "").keys()
    )
    assert GroupRow.__annotations__.keys() == set(groups.c.keys())
    assert Settings.__annotations__.keys() == columns(EXPERIMENT).keys()
    assert {*Change.__annotations__, *End.__annotations__, *Progress.__annotations__} < set(runs.c.keys())


def test_a_run_and_its_events_come_back_to_the_last_digit(store: Store) -> None:
    run_id = kept(store)
    first = {
        "kind": "epochs",
        "first": 0,
        "logs": {"loss": [0.1 + 0.2, math.nan, math.inf]},
        "seconds": [0, 1, 2],
    }
    second = {"kind": "ended", "status": "finished", "reason": ""}
    store.append([], [(run_id, 0, pack([first]))])
    store.append([], [(run_id, 1, pack([second]))])
    number, events = store.heard(run_id)
    assert number == 1
    assert json.dumps(events) == json.dumps([first, second])
    assert store.heard(run_id, after=0) == (1, [second])
    row = store.run(run_id)
    assert row is not None
    assert Experiment.model_validate_json(row["experiment"]) == EXPERIMENT


@given(st.lists(st.floats(allow_nan=False), max_size=20))
def test_every_number_comes_back(values: list[float]) -> None:
    assert unpack(pack([{"values": values}])) == [{"values": values}]


def test_events_and_new_runs_are_written_together_or_not_at_all(store: Store) -> None:
    run_id = kept(store)
    store.append([], [(run_id, 0, pack([]))])
    new = Run(os.urandom(16).hex(), "me", EXPERIMENT)
    with pytest.raises(StoreError):
        store.append([row_of(new, "a server")], [(run_id, 0, pack([]))])  # this number is taken
    assert store.run(new.id) is None


def test_the_table_has_a_persons_runs_newest_first_and_without_the_deleted(store: Store) -> None:
    ids = [kept(store, started_at=float(at)) for at in range(4)]
    kept(store, "somebody else")
    assert [summary.id for summary in store.table("me")] == ids[::-1]
    assert (store.newest("me"), store.newest("nobody")) == (ids[3], None)
    store.change(ids[:2], "me", {"deleted_at": time.time()})
    store.change(ids[3:], "somebody else", {"name": "not yours", "starred": True})
    assert [(s.id, s.name, s.starred) for s in store.table("me")] == [
        (ids[3], "", False),
        (ids[2], "", False),
    ]
    store.change(ids[:1], "me", {"deleted_at": None})
    assert len(store.table("me")) == 3
    assert len(store.table()) == 4


def test_many_write_while_many_read(store: Store) -> None:
    ids = [kept(store) for _ in range(4)]
    failed: list[Exception] = []

    def write(run_id: str) -> None:
        try:
            for number in range(25):
                store.append([], [(run_id, number, pack([{"kind": "paused"}]))])
                store.table("me")
                store.heard(run_id)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(run_id,)) for run_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [store.heard(run_id)[0] for run_id in ids] == [24] * 4


def test_the_migrations_make_the_tables_as_the_code_has_them(address: str, store: Store) -> None:
    with connect(address).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


# Forked, the servers share one import, also of what the migrations need, and begin at the same moment.
SERVERS = """
import multiprocessing, sys
import playground.runs
from playground.store import Store
fork = multiprocessing.get_context("fork")
servers = [fork.Process(target=lambda: Store(sys.argv[1]).open()) for _ in range(3)]
for server in servers:
    server.start()
for server in servers:
    server.join()
print([server.exitcode for server in servers])
"""


def test_servers_that_start_together_make_the_tables_once(address: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SERVERS, address], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("[0, 0, 0]\n", "")
    store = Store(address)
    store.open()
    assert store.run(kept(store)) is not None
    store.close()


def test_a_lost_run_is_given_to_one_server_only(store: Store) -> None:
    gone, here, other = Servers(store), Servers(store), Servers(store)
    for server in (gone, here, other):
        server.say_alive()
    run_id, over = kept(store, server=gone.id), kept(store, server=gone.id, state="finished")
    going = kept(store, server=other.id)
    assert here.take_over() == []
    gone.leave()
    assert [row["id"] for row in here.take_over()] == [run_id]
    assert other.take_over() == []
    # One on this machine is alive as long as its process, however long it is silent; another machine's is not.
    with store.begin() as connection:
        connection.execute(sqlalchemy.update(servers).where(servers.c.id == other.id).values(seen_at=0.0))
    assert here.take_over() == []
    with store.begin() as connection:
        connection.execute(sqlalchemy.update(servers).where(servers.c.id == other.id).values(host="another"))
    assert {row["id"] for row in here.take_over()} == {going}
    assert store.run(over)["server"] == gone.id  # type: ignore[index]


@pytest.mark.parametrize("leap", [86_400.0, -86_400.0])
def test_a_clock_that_leaps_takes_no_run_from_a_server_of_this_machine(
    store: Store, monkeypatch: pytest.MonkeyPatch, leap: float
) -> None:
    here, other = Servers(store), Servers(store)
    for server in (here, other):
        server.say_alive()
    run_id = kept(store, server=other.id)
    now_of = servers_of_store.now_of
    with monkeypatch.context() as patch:
        patch.setattr(servers_of_store, "now_of", lambda connection: now_of(connection) + leap)
        assert here.take_over() == []
        here.say_alive()
    assert other.take_over() == []
    other.leave()
    assert [row["id"] for row in here.take_over()] == [run_id]


def test_a_server_whose_process_is_gone_is_dead_at_once(store: Store, address: str) -> None:
    gone, here = Servers(store), Servers(store)
    gone.say_alive()
    run_id = kept(store, server=gone.id)
    with connect(address).begin() as connection:
        # Its number is now that of another process.
        connection.execute(sqlalchemy.text("UPDATE servers SET began_at = began_at - 100"))
    assert [row["id"] for row in here.take_over()] == [run_id]


def test_a_database_that_cannot_be_reached_is_named_in_a_sentence() -> None:
    store = Store("postgresql+psycopg://nobody@127.0.0.1:9/nothing")
    with pytest.raises(StoreError, match="cannot be used at the moment"):
        store.open()


def test_ids_are_found_by_how_they_begin(store: Store) -> None:
    ids = [kept(store) for _ in range(3)]
    assert store.begins_with(ids[0][:12]) == [ids[0]]
    assert len(store.begins_with("")) == 2
    assert store.begins_with("%") == []
    assert runs.c.id.type.length == len(ids[0])


def test_a_migration_hashes_the_owners_that_are_there(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLAYGROUND_SECRET")
    number, odd = "5ca1ab1e" * 4, "x" * 64
    engine = connect(address)
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with engine.begin() as connection:
        old = sqlalchemy.Table("runs", sqlalchemy.MetaData(), autoload_with=connection)
        for owner in (number, odd, CONSOLE.id):
            row = row_of(Run(os.urandom(16).hex(), owner, EXPERIMENT), "")
            values = {name: row[name] for name in old.columns.keys()}  # noqa: SIM118
            connection.execute(old.insert().values(values))
        group = {"id": "g", "owner": number, "kind": "seeds", "settings": "{}", "created_at": 0.0}
        connection.execute(sqlalchemy.insert(groups).values(group))
    engine.dispose()
    store = Store(address)
    store.open()
    mine = hash_number(store.key(), number)
    with engine.begin() as connection:
        owners = set(connection.execute(sqlalchemy.select(runs.c.owner)).scalars())
        assert owners == {mine, hash_number(store.key(), odd), CONSOLE.id}
        assert connection.execute(sqlalchemy.select(groups.c.owner)).scalar_one() == mine
    engine.dispose()
    store.close()
    if address.startswith("sqlite"):
        path = Path(address.removeprefix("sqlite:///"))
        kept_bytes = b"".join(each.read_bytes() for each in path.parent.glob("playground.db*"))
        assert number.encode() not in kept_bytes


def test_another_user_of_the_machine_cannot_read_what_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "var" / "playground.db"
    store = Store(f"sqlite:///{path}")
    store.open()
    kept(store)
    files = Files(str(tmp_path / "var" / "files"))
    files.put(b"weights")
    made = [path.parent, *path.parent.rglob("*")]
    assert {each.name for each in made} >= {"var", "files", "playground.db", "playground.db-wal"}
    assert [each.name for each in made if not each.is_dir() and each.stat().st_mode & 0o077] == []
    assert [each.name for each in (path.parent, path.parent / "files") if each.stat().st_mode & 0o077] == []
    store.close()


def test_a_database_that_everybody_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "playground.db"
    path.touch(0o644)
    store = Store(f"sqlite:///{path}")
    store.open()
    assert path.stat().st_mode & 0o777 == 0o600
    store.close()


def test_what_another_process_writes_is_seen_after_a_look_at_the_file(tmp_path: Path) -> None:
    """A look that opened the file itself would end SQLite's locks, and the other process would fold the log away."""
    path = tmp_path / "playground.db"
    store = Store(f"sqlite:///{path}")
    store.open()
    run_id = kept(store)
    store.look()
    write = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); c.close()"
    )
    subprocess.run([sys.executable, "-c", write, str(path), "UPDATE runs SET name = 'seen'"], check=True)
    assert path.with_name("playground.db-wal").exists()
    found = store.run(run_id)
    assert found is not None
    assert found["name"] == "seen"
    store.close()
