"""One run that cannot be kept, a database that hangs or is lost, files that cannot be written: the others go on."""

import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from playground.experiment import Data, Dense, Experiment, Network
from playground.limits import limits
from playground.messages.events import Picture, Weights
from playground.messages.wishes import Stop
from playground.pictures.format import encode
from playground.runs import Run, Runs, archive, keeper, shelf
from playground.store import Files, Store, StoreError, postgresql
from playground.store.error import in_words
from playground.store.settings import database_url
from playground.store.tables import servers
from tests.support.experiments import complete
from tests.support.made_up_pictures import picture
from tests.support.persons import ME, YOU, somebody
from tests.support.postgres import Postgres
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import until

EXPERIMENT = complete(
    Experiment(data=Data(dataset="iris", target="species"), network=Network(layers=(Dense(units=4),)))
)


class Server:
    """A server of its own: a store, an engine that trains nothing, and runs."""

    def __init__(self, address: str, folder: Path) -> None:
        self.store = Store(address)
        self.engine = SilentEngine()
        self.runs = Runs(self.engine, self.store, Files(str(folder / "files")))
        self.runs.wait_for_store()
        assert self.runs._keeper is not None
        self.id = self.runs._keeper._servers.id

    def train(self, run: Run, *epochs: int) -> None:
        self.engine.begin(run)
        self.engine.epochs(run, *epochs)
        until(lambda: run.epoch == epochs[-1])

    def row(self, run: Run) -> dict[str, Any]:
        """What is kept of a run, {} while that is nothing."""
        try:
            return self.store.run(run.id) or {}
        except StoreError:
            return {}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(shelf, "TRY_SECONDS", 0.05)
    monkeypatch.setattr(archive, "INTERRUPTED_SECONDS", 0.0)
    monkeypatch.setattr(archive, "QUIET_SECONDS", 0.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "playground.db"


@pytest.fixture
def serve(path: Path, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def start(address: str | None = None) -> Server:
        started.append(Server(address or f"sqlite:///{path}", tmp_path))
        return started[-1]

    yield start
    for server in started:
        server.runs.close()


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
    group = server.runs.start_group([EXPERIMENT], ME, "seeds", ["seed 0"], {"of": None})
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


def test_files_that_could_not_be_written_are_written_later_and_hold_nobody_up(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    stalls, is_full = threading.Event(), threading.Event()
    put = Files.put

    def stalling(files: Files, content: bytes) -> str:
        stalls.wait(60)
        if is_full.is_set():
            raise StoreError("There is no room.")
        return put(files, content)

    monkeypatch.setattr(Files, "put", stalling)
    server = serve()
    run, other = server.runs.start(EXPERIMENT, ME), server.runs.start(EXPERIMENT, YOU)
    server.train(run, 0, 1)
    server.engine.end(run)
    server.engine.say(run, Weights(content=b"weights"))
    # The object store stalls: signs of life and events go on.
    server.train(other, 0, 1)
    first = seen_at(server)
    until(lambda: seen_at(server) > first)
    until(lambda: server.row(other).get("epochs") == 1)
    is_full.set()
    stalls.set()
    until(lambda: server.runs.trouble == "There is no room.")
    assert server.row(run)["weights"] is None
    is_full.clear()
    until(lambda: server.row(run)["weights"] is not None and server.row(run)["data"] is not None)
    until(lambda: server.runs.trouble == "")


def seen_at(server: Server) -> float:
    with server.store.begin() as connection:
        found: float = connection.execute(
            sqlalchemy.select(servers.c.seen_at).where(servers.c.id == server.id)
        ).scalar_one()
    return found


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
    group = server.runs.start_group([EXPERIMENT] * 2, ME, "seeds", ["seed 0", "seed 1"], {"of": None})
    assert server.runs.here(group.runs[1].id) is group.runs[1]
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


class Stalled:
    """A server whose process stands still from here on, as long as the block lasts."""

    def __init__(self, server: Server, monkeypatch: pytest.MonkeyPatch, host: str | None = None) -> None:
        self._goes_on = threading.Event()
        assert server.runs._keeper is not None
        for owner, name in ((server.store, "look"), (server.runs._keeper._servers, "say_alive")):
            stands = threading.Event()
            monkeypatch.setattr(owner, name, partial(self._stand, stands, getattr(owner, name)))
            assert stands.wait(60)
        with server.store.begin() as connection:
            values: dict[str, Any] = {"seen_at": 0.0} | ({"host": host} if host else {})
            connection.execute(sqlalchemy.update(servers).where(servers.c.id == server.id).values(**values))

    def _stand(self, stands: threading.Event, goes_on: Callable[[], None]) -> None:
        stands.set()
        self._goes_on.wait(60)
        goes_on()

    def go_on(self) -> None:
        self._goes_on.set()


def test_a_run_that_goes_on_is_not_interrupted_for_ever_because_its_server_was_silent(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = serve()
    run = here.runs.start(EXPERIMENT, ME)
    here.train(run, 0, 1)
    until(lambda: here.row(run).get("epochs") == 1)
    stalled = Stalled(here, monkeypatch, host="another machine")
    other = serve()
    until(lambda: other.engine.adopted == [run.id])
    other.engine.end(run, "interrupted")
    until(lambda: here.row(run)["state"] == "interrupted")
    seen = other.runs.get(run.id)
    assert seen is not None
    assert seen.state == "interrupted"
    here.engine.epochs(run, 2, 3)
    stalled.go_on()
    until(lambda: (now := other.runs.get(run.id)) is not None and now.state == "running" and now.epoch == 3)
    here.engine.epochs(run, 4)
    here.engine.end(run)
    until(lambda: (now := other.runs.get(run.id)) is not None and now.state == "finished")
    now = other.runs.get(run.id)
    assert now is not None
    assert now.since(0)["curves"] == run.since(0)["curves"]
    assert (here.runs.trouble, other.runs.trouble, run.notice) == ("", "", "")


def test_a_server_that_is_stopped_on_this_machine_is_alive_and_its_runs_can_be_stopped(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = serve()
    run, kept = here.runs.start(EXPERIMENT, ME), here.runs.start(EXPERIMENT, ME)
    for each in (run, kept):
        here.train(each, 0, 1)
    until(lambda: here.row(run).get("epochs") == 1 and here.row(kept).get("epochs") == 1)
    stalled = Stalled(here, monkeypatch)
    other = serve()
    until(lambda: "silent since" in (((seen := other.runs.get(run.id)) and seen.notice) or ""))
    seen = other.runs.get(run.id)
    assert seen is not None
    assert seen.state == "running"
    other.runs.ask(run, Stop(), ME)
    until(lambda: (now := other.runs.get(run.id)) is not None and now.state == "stopped")
    assert other.engine.adopted == []
    stalled.go_on()
    until(lambda: (run.id, Stop()) in here.engine.asked)
    until(lambda: (now := here.runs.get(run.id)) is not None and now.state == "stopped")
    assert here.runs.get(kept.id) is kept
    # A run whose server speaks is that server's to stop.
    other.runs.ask(kept, Stop(), ME)
    here.train(kept, 2)
    here.engine.end(kept)
    until(lambda: here.row(kept)["state"] == "finished")


def test_a_run_that_is_deleted_is_not_known_by_its_address_here_or_elsewhere_until_it_is_brought_back(
    serve: Callable[..., Server],
) -> None:
    server, other = serve(), serve()
    run = server.runs.start(EXPERIMENT, ME)
    server.runs.delete([run.id], ME)  # be it before its row is written
    until(lambda: server.row(run) != {})
    assert server.row(run)["deleted_at"] is not None
    assert server.runs.get(run.id) is other.runs.get(run.id) is None
    assert server.runs.table(ME) == []
    assert server.engine.asked == [(run.id, Stop())]
    server.runs.restore([run.id], ME)
    assert server.runs.get(run.id) is run
    assert other.runs.get(run.id) is not None


def test_looking_at_a_large_group_again_reads_nothing_again(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve()
    most = limits().runs_per_group
    group = server.runs.start_group([EXPERIMENT] * most, ME, "seeds", [f"seed {n}" for n in range(most)], {})
    for run in group.runs:
        server.engine.end(run)
    until(lambda: all(server.row(run).get("ended_at") for run in group.runs))
    other = serve()
    read: list[str] = []
    heard = Store.heard

    def counted(store: Store, run_id: str, after: int = -1) -> Any:
        read.append(run_id)
        return heard(store, run_id, after)

    monkeypatch.setattr(Store, "heard", counted)
    for _ in range(3):
        assert other.runs.group(group.id) is not None
    assert len(read) == most


def test_what_cannot_be_read_at_the_moment_is_not_said_to_be_unknown(tmp_path: Path) -> None:
    server = Server("postgresql+psycopg://somebody@127.0.0.1:9/nothing", tmp_path)
    run = server.runs.start(EXPERIMENT, ME)
    assert server.runs.get(run.id) is run
    assert [line.id for line in server.runs.table(ME)] == [run.id]
    for ask in (server.runs.get, server.runs.group):
        with pytest.raises(StoreError, match="cannot be"):
            ask("0" * 32)
        assert ask("nonsense") is None
    with pytest.raises(StoreError, match="cannot be"):
        server.runs.table(YOU)
    server.runs.close()


def test_a_run_that_was_read_is_shown_while_the_store_is_away_and_gets_its_picture_later(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = serve()
    run = server.runs.start(EXPERIMENT, ME)
    server.train(run, 0, 1)
    server.engine.say(run, Picture(epoch=1, batch=0, bytes=encode(picture(1))))
    server.engine.end(run)
    until(lambda: server.row(run).get("picture") is not None)
    other = serve()
    files = other.runs._archive._files  # type: ignore[union-attr]
    assert files is not None

    def away(*_: object) -> None:
        raise StoreError("The database cannot be used at the moment.")

    with monkeypatch.context() as patch:
        patch.setattr(files, "get", away)
        read = other.runs.get(run.id)
        assert read is not None
        assert (read.epoch, read.film.latest()) == (1, None)
        patch.setattr(other.store, "run", away)
        assert other.runs.get(run.id) is read
    assert other.runs.get(run.id) is read
    assert read.film.latest() is not None


def test_a_run_of_another_server_that_cannot_be_read_is_interrupted_and_not_left_running(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve()
    run = server.runs.start(EXPERIMENT, ME)
    server.train(run, 0, 1)
    until(lambda: bool(server.row(run)))
    server.runs.close()
    server.store.open()
    server.store.describe({run.id: {"experiment": "{}"}})
    other = serve()
    until(lambda: other.row(run).get("state") == "interrupted")
    assert "cannot be read" in other.row(run)["reason"]
