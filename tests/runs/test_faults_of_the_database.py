"""A run that cannot be kept, a database that hangs or is lost: the others go on."""

import os
import signal
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from playground.store import Store, StoreError, postgresql
from playground.store.error import in_words
from playground.store.settings import database_url
from tests.support.persons import ME, YOU, somebody
from tests.support.postgres import Postgres
from tests.support.server_of_runs import EXPERIMENT, Server, seen_at
from tests.support.waiting import until


def test_a_run_that_the_database_refuses_is_set_aside_and_all_others_are_kept(
    postgres: Postgres, serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres.database())
    server = serve(database_url())
    before = server.runs.start(EXPERIMENT, ME)
    long = somebody("long")
    object.__setattr__(long, "id", "x" * 100)  # the column has 64
    refused = server.runs.start(EXPERIMENT, long)
    server.train(refused, 0, 1)
    until(lambda: bool(refused.notice))
    after = server.runs.start(EXPERIMENT, YOU)
    for run in (before, after):
        server.train(run, 0, 1, 2)
        server.engine.end(run)
        until(lambda run=run: server.row(run).get("ended_at") is not None)  # type: ignore[misc]
    assert server.runs.trouble == ""
    assert "not kept" in refused.notice
    assert server.runs.get(refused.id) is refused
    assert [line.id for line in server.runs.table(long)] == [refused.id]
    assert [line.id for line in server.runs.table(ME)] == [before.id]


def test_a_database_that_hangs_is_noticed(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "ANSWER_SECONDS", 0.3)
    monkeypatch.setenv("DATABASE_URL", postgres.database())
    store = Store(database_url())
    store.open()
    processes: list[int] = []

    def hang() -> None:
        with in_words(), store.begin() as connection:
            processes.append(connection.execute(sqlalchemy.text("SELECT pg_backend_pid()")).scalar_one())
            os.kill(processes[0], signal.SIGSTOP)
            connection.execute(sqlalchemy.text("SELECT 1"))

    try:
        with pytest.raises(StoreError, match="cannot be used at the moment"):
            hang()
        # A connection that hangs is let go of, and another is made.
        assert store.table("me") == []
    finally:
        os.kill(processes[0], signal.SIGCONT)
    store.close()


def test_what_the_driver_says_is_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    store = Store("postgresql+psycopg://somebody:password@127.0.0.1:9/nothing")
    with pytest.raises(StoreError) as raised:
        store.open()
    assert not {"somebody", "127.0.0.1", "nothing"}.intersection(str(raised.value).replace(".", " ").split())
    assert "127.0.0.1" in caplog.text
    assert "127.0.0.1" in raised.value.detail


@pytest.mark.parametrize("fault", ["removed", "overwritten", "replaced"])
def test_a_database_that_is_lost_under_the_server_is_made_anew_with_what_the_server_knows(
    serve: Callable[..., Server], path: Path, fault: str
) -> None:
    server = serve()
    key = server.store.key()
    over, going = server.runs.start(EXPERIMENT, ME), server.runs.start(EXPERIMENT, ME)
    group = server.runs.groups.start([EXPERIMENT], ME, "seeds", ["seed 0"], {"of": None})
    for run in (over, going):
        server.train(run, 0, 1, 2)
    server.engine.end(over)
    until(lambda: server.row(over).get("data") is not None and server.row(group.runs[0]) != {})
    if fault == "removed":
        for each in path.parent.glob("playground.db*"):
            each.unlink()
    elif fault == "replaced":
        path.with_name("other").touch()
        path.with_name("other").replace(path)
    else:
        path.write_bytes(bytes(range(255, 0, -1)) * 200)
    until(lambda: "database" in server.runs.trouble)
    until(lambda: server.row(over).get("state") == "finished" and server.row(going).get("epochs") == 2)
    until(lambda: "still knew" in server.runs.trouble and server.store.group(group.id) is not None)
    assert "playground" not in server.runs.trouble
    assert server.store.key() == key
    server.engine.epochs(going, 3)
    server.engine.end(going)
    until(lambda: server.row(going).get("ended_at") is not None)
    assert [event["kind"] for event in server.store.heard(going.id)[1]][-1] == "ended"
    damaged = [each.name for each in path.parent.glob("playground.db.damaged-*")]
    assert bool(damaged) == (fault == "overwritten")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (3,)


def test_a_group_begins_and_every_poll_is_answered_while_the_database_hangs(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve()
    hangs = threading.Event()
    add_group = Store.add_group

    def hanging(store: Store, row: Any) -> None:
        hangs.wait(60)
        add_group(store, row)

    monkeypatch.setattr(Store, "add_group", hanging)
    group = server.runs.groups.start([EXPERIMENT] * 2, ME, "seeds", ["seed 0", "seed 1"], {"of": None})
    assert server.runs.in_memory(group.runs[1].id) is group.runs[1]
    hangs.set()
    until(lambda: server.store.group(group.id) is not None)


def test_a_write_that_takes_long_is_no_reason_to_take_its_server_for_dead(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve()
    hangs, stands = threading.Event(), threading.Event()
    append = server.store.append

    def hanging(*arguments: Any) -> None:
        stands.set()
        hangs.wait(60)
        append(*arguments)

    monkeypatch.setattr(server.store, "append", hanging)
    run = server.runs.start(EXPERIMENT, ME)
    assert stands.wait(60)
    before = seen_at(server)
    until(lambda: seen_at(server) > before)
    hangs.set()
    until(lambda: server.row(run) != {})


@pytest.mark.usefixtures("quick")
def test_what_cannot_be_read_at_the_moment_is_not_said_to_be_unknown(tmp_path: Path) -> None:
    server = Server("postgresql+psycopg://somebody@127.0.0.1:9/nothing", tmp_path)
    run = server.runs.start(EXPERIMENT, ME)
    assert server.runs.get(run.id) is run
    assert [line.id for line in server.runs.table(ME)] == [run.id]
    for ask in (server.runs.get, server.runs.groups.get):
        with pytest.raises(StoreError, match="cannot be"):
            ask("0" * 32)
        assert ask("nonsense") is None
    assert server.runs.newest(ME) == run.id
    for read in (server.runs.table, server.runs.newest):
        with pytest.raises(StoreError, match="cannot be"):
            read(YOU)
    server.runs.close()
