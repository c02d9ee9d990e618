"""Tidying removes what its dry run says, and nothing that is starred or goes on."""

import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from playground.ids import new_id
from playground.keeping.plan import DAY
from playground.keeping.policy import Policy
from playground.keeping.tidier import Tidier
from playground.keeping.tidy import CutOffError, lease_of, preview, tidy
from playground.persons import Person
from playground.runs import Runs
from playground.store import Files, Store, StoreError
from playground.store.rows import GroupRow, UploadRow
from playground.store.tables import files as sizes
from playground.store.tables import people, progress, tokens
from playground.store.tidying import Tidying
from playground.store.tokens import Tokens
from playground.store.uploads import Uploads
from tests.support.kept_rows import clear, everything, put_file, put_run
from tests.support.persons import ME, YOU
from tests.support.silent_engine import SilentEngine

MONTH = Policy(keep_days=30)


def listed(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and path.parent.name != "databases"}


RUNS = st.lists(
    st.fixed_dictionaries(
        {
            "owner": st.sampled_from([ME.id, YOU.id]),
            "days": st.sampled_from([0, 2, 40]),
            "starred": st.booleans(),
            "state": st.sampled_from(["finished", "failed", "running", "waiting"]),
            "group_id": st.sampled_from([None, None, "a", "b"]),
            "deleted": st.booleans(),
            "files": st.lists(st.integers(0, 5), min_size=3, max_size=3),
        }
    ),
    max_size=8,
)
POLICIES = st.builds(
    Policy,
    keep_days=st.sampled_from([None, 1, 30]),
    keep_runs=st.sampled_from([None, 1, 3]),
    keep_bytes=st.sampled_from([None, 1, 2500]),
)


def fill(store: Store, files: Files, folder: Path, specs: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Puts runs there, whose files of 0 to 5 kilobytes several may share; what was asked, by id."""
    clear(store)
    shutil.rmtree(folder, ignore_errors=True)
    now, found = time.time(), {}
    put_file(files, folder, b"nobody's", now - 40 * DAY)
    for spec in specs:
        names = [
            put_file(files, folder, bytes([n]) * 1000 * n, now - 3 * DAY) if n else None
            for n in spec["files"]
        ]
        at = now - spec["days"] * DAY
        run_id = put_run(
            store,
            spec["owner"],
            starred=spec["starred"],
            state=spec["state"],
            group_id=spec["group_id"],
            started_at=at,
            deleted_at=now - 2 * DAY if spec["deleted"] else None,
            **dict(zip(("weights", "data", "picture"), names, strict=True)),
        )
        found[run_id] = spec
    for name in ("a", "b"):
        at = now - 40 * DAY
        store.add_group(GroupRow(id=name, owner=ME.id, kind="sweep", settings="{}", created_at=at))
    return found


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(specs=RUNS, policy=POLICIES)
def test_a_dry_run_changes_nothing_and_says_what_the_real_one_does(
    store: Store, files: Files, tmp_path: Path, specs: list[dict[str, Any]], policy: Policy
) -> None:
    folder = tmp_path / "files"
    asked = fill(store, files, folder, specs)
    lease = lease_of(store, new_id())
    assert lease.take()
    before = everything(store), listed(folder)
    said = preview(store, files, policy, lease)
    assert (everything(store), listed(folder)) == before
    assert tidy(store, files, policy, lease) == said
    left = {run.id: run for run in Tidying(store).runs()}
    for run_id, spec in asked.items():
        if (spec["starred"] or spec["state"] in ("running", "waiting")) and not spec["deleted"]:
            assert sum(map(bool, spec["files"])) >= len(left[run_id].files)
            assert all(files.get(name) for name in left[run_id].files)
            assert len(left[run_id].files) == len(set(spec["files"]) - {0})
            assert store.heard(run_id)[0] == 0
    again = preview(store, files, policy, lease)
    assert (again.is_nothing, again.missing.number) == (True, 0)


def test_whoever_is_gone_leaves_nothing_behind(store: Store, files: Files, tmp_path: Path) -> None:
    long_ago = time.time() - 40 * DAY
    digest = put_file(files, tmp_path / "files", b"a table", long_ago)
    row = UploadRow(digest=digest, owner=ME.id, title="a", size=7, shared=True, created_at=long_ago)
    for owner in (ME.id, YOU.id):
        Uploads(store).add({**row, "owner": owner})
        Tokens(store).make(owner)
    with store.begin() as connection:
        connection.execute(people.insert().values(owner=ME.id, seen_at=long_ago))
        steps = {"lesson": "a", "step": "b", "tries": 1, "seen_solution": False, "owner": ME.id}
        connection.execute(progress.insert().values(**steps))
    kept = put_run(store, YOU.id, experiment='{"data": {"dataset": "upload:' + digest + '"}}')
    lease = lease_of(store, new_id())
    assert lease.take()
    report = tidy(store, files, MONTH, lease)
    assert (report.people.number, report.uploads.number) == (1, 0)  # the table is needed
    with store.begin() as connection:
        assert connection.execute(select(progress)).all() == []
        assert [each.owner for each in connection.execute(select(tokens))] == [YOU.id]
        assert [each.owner for each in connection.execute(select(people))] == [YOU.id]  # noted today
    store.change([kept], YOU.id, {"deleted_at": long_ago})
    report = tidy(store, files, MONTH, lease)
    assert (report.deleted_runs.number, report.uploads.number, report.files) == (1, 2, (1, 7))


def test_one_of_many_servers_tidies_and_not_again_before_its_time(store: Store) -> None:
    leases = [lease_of(store, new_id()) for _ in range(4)]
    taken: list[bool] = []
    threads = [threading.Thread(target=lambda each=each: taken.append(each.take(3600))) for each in leases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]
    holder = next(each for each in leases if each.renew())
    holder.give_back(done=True)
    assert [each.take(3600) for each in leases] == [False] * 4
    assert leases[0].take(0.0)
    assert not leases[1].renew()


def test_who_has_lost_the_lease_stops(store: Store, files: Files) -> None:
    gone = put_run(store, ME.id, started_at=0.0)
    with pytest.raises(CutOffError):
        tidy(store, files, MONTH, lease_of(store, new_id()))
    assert store.run(gone) is not None


def test_a_tidying_of_a_server_that_ends_is_cut_off_and_the_next_one_does_the_rest(
    store: Store, files: Files
) -> None:
    gone = put_run(store, ME.id, started_at=0.0)
    lease, other = lease_of(store, new_id()), lease_of(store, new_id())
    assert lease.take()
    with pytest.raises(CutOffError):
        tidy(store, files, MONTH, lease, lambda: True)
    assert store.run(gone) is not None
    lease.give_back(done=False)
    assert other.take(3600)
    assert tidy(store, files, MONTH, other).runs.number == 1


def test_two_databases_with_their_files_in_one_place_take_nothing_from_each_other(
    store: Store, files: Files, tmp_path: Path
) -> None:
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    other.open()
    name = put_file(files, tmp_path / "files", b"a", time.time() - 40 * DAY)
    put_run(store, ME.id, weights=name)
    put_run(other, ME.id, weights=name, started_at=0.0)
    for each in (store, other):
        lease = lease_of(each, new_id())
        assert lease.take()
        report = tidy(each, files, MONTH, lease)
    assert (report.runs.number, report.files.number, report.others.number) == (1, 0, 1)
    assert "1 other database has files in the same place, so no file is removed." in report.in_words()
    assert files.get(name) == b"a"
    other.close()


def test_a_part_of_a_file_that_was_never_whole_goes_after_a_day(
    store: Store, files: Files, tmp_path: Path
) -> None:
    name = put_file(files, tmp_path / "files", b"a", 1.0)
    path = tmp_path / "files" / name[:2] / name
    path.rename(path.with_name(f"{name}.0123abcd.part"))
    lease = lease_of(store, new_id())
    assert lease.take()
    assert tidy(store, files, Policy(), lease).files == (1, 1)
    assert listed(tmp_path / "files") == set()


def test_the_server_says_in_one_line_what_it_has_tidied(
    store: Store, files: Files, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PLAYGROUND_KEEP_DAYS", "30")
    caplog.set_level("INFO", "playground.keeping")
    put_run(store, ME.id, started_at=0.0)
    assert Tidier(store, files).tidy_if_due()
    assert caplog.messages == ["Tidying removed 1 run."]
    assert not Tidier(store, files).tidy_if_due()


def test_sizes_of_files_of_before_are_noted(store: Store, files: Files) -> None:
    put_run(store, ME.id, weights=files.put(b"abc"))
    lease = lease_of(store, new_id())
    assert lease.take()
    tidy(store, files, Policy(), lease)
    with store.begin() as connection:
        assert [row.size for row in connection.execute(select(sizes))] == [3]


def test_a_run_without_its_files_is_shown_and_says_so(store: Store, files: Files, address: str) -> None:
    run_id = put_run(store, ME.id, weights=files.put(b"abc"))
    runs = Runs(SilentEngine(), Store(address), files, adopts=False)
    try:
        runs.wait_for_store()
        Tidying(store).empty_runs([run_id])
        run = runs.get(run_id)
        assert run is not None
        from playground.runs.kept_weights import kept_weights

        with pytest.raises(ValueError, match="tidied away"):
            kept_weights(run, store, files)
        Tidying(store).remove_runs([run_id])
        assert runs.table(Person(ME.id)) == []
    finally:
        runs.close()


def test_a_database_that_cannot_be_used_only_puts_tidying_off(files: Files, tmp_path: Path) -> None:
    closed = Store(f"sqlite:///{tmp_path / 'playground.db'}")
    closed._tried.set()
    with pytest.raises(StoreError):
        lease_of(closed, new_id()).take()
    assert not Tidier(closed, files).tidy_if_due()
