"""What is starred, used, or put there again while others tidy stays."""

import time
from pathlib import Path

import pytest

from playground.store import Files, Store
from playground.store.people import People
from playground.store.rows import UploadRow
from playground.store.tables import people
from playground.store.tidying import Tidying
from playground.store.tokens import Tokens
from playground.store.uploads import Uploads
from tests.support.kept_rows import put_file, put_run
from tests.support.persons import ME, YOU


def test_a_star_that_comes_while_others_tidy_keeps_the_run(store: Store) -> None:
    starred, gone = put_run(store, ME.id), put_run(store, ME.id)
    store.change([starred], ME.id, {"starred": True})
    assert Tidying(store).remove_runs([starred, gone]) == 1
    assert store.run(starred) is not None
    assert store.heard(gone) == (-1, [])


def test_a_star_that_comes_while_others_tidy_keeps_the_whole_sweep_with_its_files(store: Store) -> None:
    starred, beside = (put_run(store, ME.id, group_id="a", weights="a" * 64) for _ in range(2))
    store.change([starred], ME.id, {"starred": True})
    assert Tidying(store).remove_runs([starred, beside]) == 0
    assert Tidying(store).empty_runs([starred, beside]) == 0
    gone = put_run(store, YOU.id, group_id="a")
    assert Tidying(store).remove_runs([gone]) == 1


@pytest.mark.parametrize("meanwhile", ["nothing", "uploaded again", "a run needs it"])
def test_a_table_that_is_used_while_others_tidy_stays(store: Store, meanwhile: str) -> None:
    digest = "a" * 64
    row = UploadRow(digest=digest, owner=ME.id, title="a", size=7, shared=False, created_at=1.0)
    Uploads(store).add(row)
    if meanwhile == "uploaded again":
        Uploads(store).add({**row, "created_at": 2.0})
    if meanwhile == "a run needs it":
        put_run(store, YOU.id, experiment='{"data": {"dataset": "upload:' + digest + '"}}')
    assert Tidying(store).remove_upload(row) == (meanwhile == "nothing")
    assert len(Uploads(store).of_owner(ME.id)) == (meanwhile != "nothing")


@pytest.mark.parametrize("meanwhile", ["nothing", "seen", "a run"])
def test_whoever_comes_back_while_others_tidy_keeps_all(store: Store, meanwhile: str) -> None:
    Tokens(store).make(ME.id)
    with store.begin() as connection:
        connection.execute(people.insert().values(owner=ME.id, seen_at=1.0))
    if meanwhile == "seen":
        People(store).see(ME.id)
    if meanwhile == "a run":
        put_run(store, ME.id)
    assert People(store).remove_gone(ME.id, 1.0) == (meanwhile == "nothing")
    assert People(store).belongings(ME.id).has_token == (meanwhile != "nothing")


def test_a_file_that_was_put_again_stays(files: Files, tmp_path: Path) -> None:
    name = put_file(files, tmp_path / "files", b"a", time.time() - 10)
    written_at = files.listing()[0][name].written_at
    files.put(b"a")
    assert not files.remove_unchanged(name, written_at)
    assert files.get(name) == b"a"
    assert files.remove_unchanged(name, files.listing()[0][name].written_at)
