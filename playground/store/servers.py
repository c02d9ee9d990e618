"""Which servers there are: each says again and again that it lives, and takes over the runs of those that do not."""

import os
import secrets
import socket
import time
from typing import Any

import psutil
from sqlalchemy import delete, insert, select, update

from playground.store.error import in_words
from playground.store.store import Store
from playground.store.tables import runs, servers

SILENT_SECONDS = 30.0  # a server on another machine is held for dead after so long without a word

GOING = ("waiting", "running")


class Servers:
    """The servers of one store, seen from one of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.id = secrets.token_hex(16)

    def say_alive(self) -> None:
        """Note that this server lives."""
        with in_words(), self._store.begin() as connection:
            seen = update(servers).where(servers.c.id == self.id).values(seen_at=time.time())
            if connection.execute(seen).rowcount == 0:
                values = {"id": self.id, "host": socket.gethostname(), "seen_at": time.time()}
                values |= {"pid": os.getpid(), "began_at": psutil.Process().create_time()}
                connection.execute(insert(servers).values(values))

    def leave(self) -> None:
        """Note that this server ends: what still goes on may be taken over at once."""
        with in_words(), self._store.begin() as connection:
            connection.execute(delete(servers).where(servers.c.id == self.id))

    def take_over(self) -> list[dict[str, Any]]:
        """The rows of runs that went on at servers which are gone; each is given to one server only, once."""
        with in_words(), self._store.begin() as connection:
            known = connection.execute(select(servers)).mappings().all()
            alive = {row["id"] for row in known if _lives(row)} | {self.id}
            lost = select(runs).where(runs.c.state.in_(GOING), runs.c.server.not_in(alive))
            taken = []
            for row in connection.execute(lost).mappings().all():
                mine = update(runs).where(runs.c.id == row["id"], runs.c.server == row["server"])
                if connection.execute(mine.values(server=self.id)).rowcount:
                    taken.append(dict(row))
            gone = [row["id"] for row in known if row["id"] not in alive]
            if gone:
                connection.execute(delete(servers).where(servers.c.id.in_(gone)))
        return taken


def _lives(row: Any) -> bool:
    if time.time() - row["seen_at"] > SILENT_SECONDS:
        return False
    if row["host"] != socket.gethostname():
        return True
    try:
        # A second apart at most: the clock may have been set, but not so soon after.
        return bool(abs(psutil.Process(row["pid"]).create_time() - row["began_at"]) < 1)
    except psutil.NoSuchProcess:
        return False
