"""Servers: each records regularly that it is alive, and takes over the runs of servers that have ended."""

import os
import secrets
import socket
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import psutil
import sqlalchemy
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from playground.states import GOING
from playground.store.error import in_words
from playground.store.rows import RunRow
from playground.store.store import Store
from playground.store.tables import events, runs, servers

SILENT_SECONDS = (
    30.0  # the time without a sign of life after which a server on another machine counts as dead
)

STOPPED = "Stopped while its server did not answer."


class Servers:
    """The table of servers of one store, for one of them.

    All times are by the database's clock, because the clocks of two machines may differ.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.id = secrets.token_hex(16)

    def say_alive(self) -> None:
        """Records that this server is alive."""
        with in_words(), self._store.begin() as connection:
            now = now_of(connection)
            seen = update(servers).where(servers.c.id == self.id).values(seen_at=now)
            if connection.execute(seen).rowcount == 0:
                values = {"id": self.id, "host": host(), "seen_at": now}
                values |= {"pid": os.getpid(), "began_at": _began(os.getpid())}
                connection.execute(insert(servers).values(values))

    def leave(self) -> None:
        """Records that this server ends, so that its runs may be taken over at once."""
        with in_words(), self._store.begin() as connection:
            connection.execute(delete(servers).where(servers.c.id == self.id))

    def are_there(self) -> bool:
        """Whether a server uses the database at the moment."""
        with in_words(), self._store.begin() as connection:
            now = now_of(connection)
            return any(_lives(row, now) for row in connection.execute(select(servers)).mappings())

    def take_over(self) -> list[RunRow]:
        """The rows of going runs whose servers have ended; each row goes to one server only, once."""
        with in_words(), self._store.begin() as connection:
            now = now_of(connection)
            known = connection.execute(select(servers)).mappings().all()
            alive = {row["id"] for row in known if _lives(row, now)} | {self.id}
            lost = select(runs).where(runs.c.state.in_(GOING), runs.c.server.not_in(alive))
            taken = []
            for row in connection.execute(lost).mappings().all():
                mine = update(runs).where(runs.c.id == row["id"], runs.c.server == row["server"])
                if connection.execute(mine.values(server=self.id)).rowcount:
                    taken.append(cast("RunRow", dict(row)))
            dead = [row["id"] for row in known if row["id"] not in alive]
            if dead:
                connection.execute(delete(servers).where(servers.c.id.in_(dead)))
        return taken

    def others(self, run_ids: Iterable[str]) -> dict[str, str]:
        """The runs among `run_ids` that another server took because it considered this one dead, with their states."""
        names = list(run_ids)
        found: dict[str, str] = {}
        with in_words(), self._store.begin() as connection:
            for first in range(0, len(names), 500):
                query = select(runs.c.id, runs.c.state).where(
                    runs.c.id.in_(names[first : first + 500]), runs.c.server != self.id
                )
                found |= {row.id: row.state for row in connection.execute(query)}
        return found

    def deleted(self, run_ids: Iterable[str]) -> dict[str, float]:
        """The deleted runs among `run_ids` and when they were deleted, on any server; 0 for runs without a row."""
        names = list(run_ids)
        found: dict[str, float] = {}
        with in_words(), self._store.begin() as connection:
            for first in range(0, len(names), 500):
                part = names[first : first + 500]
                query = select(runs.c.id, runs.c.deleted_at).where(runs.c.id.in_(part))
                rows = {row.id: row.deleted_at for row in connection.execute(query)}
                at = {name: rows.get(name, 0.0) for name in part}
                found |= {name: when for name, when in at.items() if when is not None}
        return found

    def take_back(self, run_id: str) -> None:
        """Gives a run that goes on here back to this server, after another server has ended it."""
        with in_words(), self._store.begin() as connection:
            connection.execute(update(runs).where(runs.c.id == run_id).values(server=self.id))

    def silent_for(self, server: str) -> float | None:
        """Seconds since a server's last sign of life, if more than `SILENT_SECONDS`; else, or for no server, None."""
        with in_words(), self._store.begin() as connection:
            seen = connection.execute(select(servers.c.seen_at).where(servers.c.id == server)).scalar()
            silent = None if seen is None else now_of(connection) - seen
        return silent if silent is not None and silent > SILENT_SECONDS else None

    def stop_silent(self, run_id: str, ended: bytes) -> None:
        """Ends a run whose server is silent, which learns of it when it works again. Does nothing to other runs.

        Args:
            run_id: the run's id.
            ended: its last event, packed.
        """
        with in_words(), self._store.begin() as connection:
            now = now_of(connection)
            server = connection.execute(select(runs.c.server).where(runs.c.id == run_id)).scalar()
            seen = connection.execute(select(servers.c.seen_at).where(servers.c.id == server)).scalar()
            if server in (None, self.id) or (seen is not None and now - seen <= SILENT_SECONDS):
                return
            theirs = update(runs).where(runs.c.id == run_id, runs.c.server == server, runs.c.state.in_(GOING))
            values = {"server": self.id, "state": "stopped", "reason": STOPPED, "ended_at": now}
            if connection.execute(theirs.values(**values)).rowcount:
                highest = select(func.max(events.c.number)).where(events.c.run_id == run_id)
                number = connection.execute(highest).scalar()
                number = 0 if number is None else number + 1
                connection.execute(insert(events).values(run_id=run_id, number=number, body=ended))


def host() -> str:
    """The name of this machine, its boot and its process namespace, which differs between containers."""
    parts = [socket.gethostname()[:100]]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return " ".join(parts)


def _lives(row: Any, now: float) -> bool:
    """Whether a server is alive. On this host its process decides, not the clock, because it may just be stopped."""
    if row["host"] != host():
        return bool(now - row["seen_at"] <= SILENT_SECONDS)
    return bool(_began(row["pid"]) == row["began_at"])


def _began(pid: int) -> float | None:
    """When a process began, which distinguishes it from a later one with the same number; None if there is none.

    On Linux in ticks since the machine started, which do not depend on the clock; elsewhere in seconds since 1970.

    """
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name in brackets may hold anything.
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] in ("Z", "X") else float(fields[19])
    try:
        return float(round(psutil.Process(pid).create_time()))
    except psutil.NoSuchProcess:
        return None


def now_of(connection: Connection) -> float:
    """The database's clock, in seconds since 1970."""
    if connection.dialect.name == "postgresql":
        clock = "SELECT extract(epoch FROM clock_timestamp())::float8"
    else:
        clock = "SELECT (julianday('now') - 2440587.5) * 86400.0"
    return float(connection.execute(sqlalchemy.text(clock)).scalar_one())
