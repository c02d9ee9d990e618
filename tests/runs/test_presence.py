"""Whoever keeps something and comes back is noted once a day; whoever keeps nothing is not."""

import time
from pathlib import Path

from sqlalchemy import insert, select, update

from playground.runs.presence import Presence
from playground.store import Store
from playground.store.people import DAY
from playground.store.tables import people
from tests.support.persons import ME, YOU


def test_who_comes_back_is_noted_once_a_day(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'playground.db'}")
    store.open()
    long_ago, now = time.time() - 40 * DAY, time.time()
    with store.begin() as connection:
        connection.execute(insert(people).values(owner=ME.id, seen_at=long_ago))
    presence = Presence(store)
    for who in (ME, YOU):
        presence.note(who)
    with store.begin() as connection:
        (row,) = connection.execute(select(people)).all()
        assert (row.owner, row.seen_at >= now) == (ME.id, True)
        connection.execute(update(people).values(seen_at=long_ago))
    presence.note(ME)
    with store.begin() as connection:
        assert connection.execute(select(people.c.seen_at)).scalar_one() == long_ago
    Presence(store).note(ME)  # another server
    with store.begin() as connection:
        assert connection.execute(select(people.c.seen_at)).scalar_one() >= now
    store.close()


def test_a_database_that_fails_keeps_nobody_from_a_page(tmp_path: Path) -> None:
    closed = Store(f"sqlite:///{tmp_path / 'none.db'}")
    closed._tried.set()
    Presence(closed).note(ME)
    Presence(None).note(ME)
