"""Servers that share a database: one that is silent, one that is gone, and what each knows of the runs of the other."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy

from playground.limits import limits
from playground.messages.wishes import StepBatch, Stop
from playground.store import Store
from playground.store.error import RefusedError
from playground.store.rows import RunRow
from playground.store.tables import servers
from playground.store.tidying import Tidying
from tests.support.persons import ME
from tests.support.server_of_runs import EXPERIMENT, Server
from tests.support.waiting import until


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
    here.runs.steering.ask(run, StepBatch(at=0), ME)  # goes back, so another job has it
    here.train(run, 1)
    until(lambda: here.row(run).get("epochs") == 1)
    stalled = Stalled(here, monkeypatch)
    other = serve()
    until(lambda: "silent since" in (((seen := other.runs.get(run.id)) and seen.notice) or ""))
    seen = other.runs.get(run.id)
    assert seen is not None
    assert seen.state == "running"
    other.runs.steering.ask(run, Stop(), ME)
    until(lambda: (now := other.runs.get(run.id)) is not None and now.state == "stopped")
    assert other.engine.adopted == []
    stalled.go_on()
    until(lambda: here.engine.asked[-1] == (f"{run.id}-1", Stop()))
    until(lambda: (now := here.runs.get(run.id)) is not None and now.state == "stopped")
    assert here.runs.get(kept.id) is kept
    # A run whose server speaks is that server's to stop.
    other.runs.steering.ask(kept, Stop(), ME)
    here.train(kept, 2)
    here.engine.end(kept)
    until(lambda: here.row(kept)["state"] == "finished")


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


def test_a_run_that_is_deleted_is_not_known_by_its_address_here_or_elsewhere_until_it_is_brought_back(
    serve: Callable[..., Server],
) -> None:
    server, other = serve(), serve()
    run = server.runs.start(EXPERIMENT, ME)
    server.runs.marks.delete([run.id], ME)  # be it before its row is written
    until(lambda: server.row(run) != {})
    assert server.row(run)["deleted_at"] is not None
    assert server.runs.get(run.id) is other.runs.get(run.id) is None
    assert server.runs.table(ME) == []
    assert server.engine.asked == [(run.id, Stop())]
    server.runs.marks.restore([run.id], ME)
    assert server.runs.get(run.id) is run
    assert other.runs.get(run.id) is not None


def test_looking_at_a_large_group_again_reads_nothing_again(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve()
    most = limits().runs_per_group
    group = server.runs.groups.start([EXPERIMENT] * most, ME, "seeds", [f"seed {n}" for n in range(most)], {})
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
        assert other.runs.groups.get(group.id) is not None
    assert len(read) == most


def test_a_run_that_goes_back_after_its_end_does_so_at_other_servers_too(
    serve: Callable[..., Server],
) -> None:
    here, other = serve(), serve()
    run = here.runs.start(EXPERIMENT, ME)
    here.train(run, 0, 1, 2, 3)
    here.engine.end(run)

    def seen() -> tuple[int, int, bool]:
        found = other.runs.get(run.id)
        return (found.revision, found.epoch, found.over) if found is not None else (0, -1, False)

    until(lambda: seen() == (0, 3, True))
    here.runs.steering.ask(run, StepBatch(at=1), ME)
    until(lambda: seen() == (1, 1, False))
    here.engine.epochs(run, 2)
    here.engine.end(run)
    until(lambda: seen() == (1, 2, True))


def test_a_run_of_another_server_is_shown_as_it_comes_since_deeds_reach_it_where_it_is(
    serve: Callable[..., Server],
) -> None:
    here, other = serve(), serve()
    run = here.runs.start(EXPERIMENT, ME)
    here.train(run, 0, 1)
    until(lambda: (found := other.runs.get(run.id)) is not None and found.epoch == 1)
    found = other.runs.get(run.id)
    assert found is not None
    assert (run.since(0)["paced"], found.since(0)["paced"]) == (True, False)


def test_what_its_person_deletes_on_one_server_is_gone_on_the_others(serve: Callable[..., Server]) -> None:
    here, other = serve(), serve()
    over, going = here.runs.start(EXPERIMENT, ME), here.runs.start(EXPERIMENT, ME)
    for run in (over, going):
        here.train(run, 0, 1)
    here.engine.end(over)
    until(lambda: here.row(over).get("state") == "finished" and here.row(going).get("epochs") == 1)
    assert other.runs.get(over.id) is not None
    other.runs.erasing.erase(ME)
    until(lambda: here.runs.get(over.id) is None and here.runs.get(going.id) is None)
    assert here.runs.table(ME) == other.runs.table(ME) == []
    assert (going.job, Stop()) in [(run, wish) for run, wish, _ in other.engine.elsewhere]
    here.engine.end(going, "stopped")
    until(lambda: here.row(going).get("state") == "stopped")
    assert here.row(going)["deleted_at"] is not None


@pytest.mark.parametrize("moment", ["before it is written", "while it is written"])
def test_a_run_that_is_removed_when_it_ends_is_gone_and_is_not_called_refused(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    here = serve()
    run = here.runs.start(EXPERIMENT, ME)
    here.train(run, 0, 1)
    replace = Store.replace_events

    def remove_first(store: Store, row: RunRow, *rest: Any, **options: Any) -> int | None:
        Tidying(here.store).remove_runs([run.id])
        if moment == "while it is written":
            raise RefusedError("The database does not accept the data of this run.")
        return replace(store, row, *rest, **options)

    monkeypatch.setattr(Store, "replace_events", remove_first)
    here.engine.end(run)
    until(lambda: here.runs.get(run.id) is None)
    assert (run.notice, run.refused) == ("", False)
    assert here.store.run(run.id) is None


def test_a_run_that_another_server_has_read_is_gone_there_once_it_is_tidied_away(
    serve: Callable[..., Server],
) -> None:
    here, other = serve(), serve()
    run = here.runs.start(EXPERIMENT, ME)
    here.train(run, 0, 1)
    here.engine.end(run)
    until(lambda: here.row(run).get("state") == "finished")
    until(lambda: (seen := other.runs.get(run.id)) is not None and seen.over)
    assert Tidying(here.store).remove_runs([run.id]) == 1
    until(lambda: here.runs.get(run.id) is None and other.runs.get(run.id) is None)
