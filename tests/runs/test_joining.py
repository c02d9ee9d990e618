"""What was made in a browser becomes the person's who signs in there, and nothing of it is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.lessons import uploaded
from playground.messages.wishes import Stop
from playground.persons import Person
from playground.runs import Runs, archive
from playground.store import Files, Store
from playground.store.people import Belongings
from tests.support.experiments import short
from tests.support.kept_rows import everything, put_run
from tests.support.own_tables import FLATS
from tests.support.persons import ME, YOU, somebody
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import until

OTHER = somebody("other")


@pytest.fixture
def engine() -> SilentEngine:
    return SilentEngine()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'playground.db'}")


@pytest.fixture
def runs(engine: SilentEngine, store: Store, tmp_path: Path) -> Iterator[Runs]:
    runs = Runs(engine, store, Files(str(tmp_path / "files")))
    runs.wait_for_store()
    yield runs
    runs.close()


def own(runs: Runs, by: Person) -> list[str]:
    return sorted(row.id for row in runs.table(by))


def test_all_of_a_browser_becomes_the_persons(runs: Runs, engine: SilentEngine, store: Store) -> None:
    old, theirs = put_run(store, ME.id, starred=True), put_run(store, OTHER.id)
    known = runs.get(old)
    assert known is not None
    going = runs.start(short(), ME)
    group = runs.groups.start([short()] * 2, ME, "seeds", ["a", "b"], {})
    until(lambda: len(store.table(ME.id)) == 4)
    table = runs.own_tables.keep(FLATS.encode(), "flats.csv", ME)
    assert runs.streamed.tokens is not None
    token = runs.streamed.tokens.make(ME.id)
    runs.lessons.tried(ME, "a lesson", "a step", reached=True)

    runs.joining.join(ME, YOU)
    assert runs.erasing.belongings(ME).is_nothing
    assert runs.erasing.belongings(YOU) == Belongings(4, 1, 3, 1, 1, True)
    assert not [row for rows in everything(store).values() for row in rows if ME.id in row]
    assert own(runs, YOU) == sorted([old, going.id, *(run.id for run in group.runs)])
    assert own(runs, OTHER) == [theirs]
    assert runs.streamed.tokens.owner_of(token) == YOU.id
    assert [each.digest for each in runs.own_tables.of(YOU)] == [table]

    # Runs that go on are the person's to steer, and are written as theirs.
    runs.steering.ask(going, Stop(), YOU)
    assert (going.job, Stop()) in engine.asked
    engine.end(going, "stopped")
    for run in group.runs:
        engine.end(run)
    until(lambda: all(row.state in ("stopped", "finished") for row in store.table(YOU.id)))
    assert len(store.table(YOU.id)) == 4
    assert (read := runs.get(old)) is not None
    assert read.owner == YOU.id
    assert (found := runs.groups.get(group.id)) is not None
    assert found.owner == YOU.id


def test_what_both_have_stays_once_and_what_both_reached_is_added_up(runs: Runs, store: Store) -> None:
    for person, title in ((ME, "mine"), (YOU, "yours")):
        runs.own_tables.keep(FLATS.encode(), title, person)
        assert runs.streamed.tokens is not None
        token = runs.streamed.tokens.make(person.id)
        runs.lessons.tried(person, "a lesson", "a step", reached=person == ME)
    runs.lessons.tried(ME, "a lesson", "another", reached=True)
    runs.joining.join(ME, YOU)
    assert [each.title for each in runs.own_tables.of(YOU)] == ["yours"]
    assert runs.streamed.tokens.owner_of(token) == YOU.id
    (_, lesson, step, tries, _, reached_at), another = (
        row for row in everything(store)["progress"] if row[0] == YOU.id
    )
    assert (lesson, step, tries) == ("a lesson", "a step", 2)
    assert reached_at is not None
    assert another[2] == "another"
    runs.joining.join(ME, YOU)  # there is nothing more
    assert runs.erasing.belongings(YOU).steps == 2


def test_a_server_that_has_read_a_run_hears_of_its_new_owner(
    runs: Runs, engine: SilentEngine, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "ENDED_SECONDS", -1.0)
    run = runs.start(short(), ME)
    engine.end(run)
    until(lambda: (store.run(run.id) or {"state": ""})["state"] == "finished")
    second = Runs(SilentEngine(), Store(f"sqlite:///{tmp_path / 'playground.db'}"))
    second.wait_for_store()
    try:
        assert second.get(run.id) is not None
        runs.joining.join(ME, YOU)
        read = second.get(run.id)
        assert read is not None
        assert read.owner == YOU.id
    finally:
        second.close()


def test_uploaded_lessons_become_the_persons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(uploaded.SETTING, str(tmp_path))
    name = f"{uploaded.PREFIX}{'a' * 20}"
    (tmp_path / name).mkdir()
    (tmp_path / name / ".owners").write_text(f"{ME.id}\n{OTHER.id}")
    uploaded.join(ME.id, YOU.id)
    assert [uploaded.uploaded_by(each.id) for each in (ME, YOU, OTHER)] == [[], [name], [name]]
