"""Joining gives one person all rows of another, on every kind of database."""

from sqlalchemy import insert

from playground.store import Store
from playground.store.joining import join
from playground.store.progress import Progress
from playground.store.tables import openings
from playground.store.tokens import Tokens
from playground.store.uploads import Uploads
from tests.support.kept_rows import everything, put_run
from tests.support.persons import ME, YOU, somebody

OTHER = somebody("other")


def opening(owner: str, target: str) -> dict[str, str | float]:
    return {
        "owner": owner,
        "dataset": "iris",
        "target": target,
        "rows": "r",
        "run_id": "0" * 32,
        "opened_at": 1.0,
    }


def test_all_rows_of_one_person_become_the_others(store: Store) -> None:
    for person in (ME, OTHER):
        put_run(store, person.id)
    uploads, tokens, progress = Uploads(store), Tokens(store), Progress(store)
    for person, title, digests in ((ME, "mine", "ab"), (YOU, "yours", "bc"), (OTHER, "other", "ab")):
        for digest in digests:
            row = {"digest": digest, "owner": person.id, "title": title, "size": 1, "shared": False}
            uploads.add({**row, "created_at": 1.0})  # type: ignore[typeddict-item]
    with store.begin() as connection:
        rows = [opening(ME.id, "a"), opening(ME.id, "b"), opening(YOU.id, "b"), opening(OTHER.id, "a")]
        connection.execute(insert(openings), rows)
    token = tokens.make(ME.id)
    progress.note(ME.id, "lesson", "step", tries=2, at=5.0)
    progress.note(YOU.id, "lesson", "step", tries=1, seen=True, at=9.0)
    progress.note(ME.id, "lesson", "another", tries=1)
    untouched = [row for rows in everything(store).values() for row in rows if OTHER.id in row]

    join(store, ME.id, YOU.id)
    kept = everything(store)
    assert not [row for rows in kept.values() for row in rows if ME.id in row]
    assert [row for rows in kept.values() for row in rows if OTHER.id in row] == untouched
    assert len(store.table(YOU.id)) == 1
    titles = {row["digest"]: row["title"] for row in uploads.of_owner(YOU.id)}
    assert titles == {"a": "mine", "b": "yours", "c": "yours"}
    assert sorted(row[2] for row in kept["openings"] if YOU.id in row) == ["a", "b"]
    assert tokens.owner_of(token) == YOU.id
    found = {row["step"]: row for row in progress.of_owner(YOU.id)}
    assert set(found) == {"step", "another"}
    assert (found["step"]["tries"], found["step"]["seen_solution"], found["step"]["reached_at"]) == (
        3,
        True,
        5.0,
    )
