"""A real PostgreSQL server on this machine with its own databases; it ends with the tests."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tools.postgres import MISSING, find

SECONDS = 60


class Postgres:
    """A server; `database` makes an empty database and returns its address in the form of DATABASE_URL."""

    def __init__(self) -> None:
        programs = find()
        assert programs is not None, MISSING
        # PostgreSQL refuses to run as root, and needs a folder of its own that its user can reach.
        self._user = _user() if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="playground-postgres-"))
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        data = self.folder / "data"
        self._run(
            programs / "initdb", "--pgdata", data, "--auth=trust", "--username=playground", "--encoding=UTF8"
        )
        self.log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(
            [
                *(programs / "postgres", "-D", data, "-p", str(self.port), "-k", self.folder),
                *("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"),
            ],
            cwd=self.folder,
            user=self._user,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )
        self._wait_until_it_answers()

    def database(self) -> str:
        """A new, empty database."""
        name = f"test_{secrets.token_hex(6)}"
        with self._connect() as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql://playground@127.0.0.1:{self.port}/{name}"

    def close(self) -> None:
        """End the server and remove its folder."""
        self.process.send_signal(signal.SIGINT)  # this mode does not wait for open connections
        self.process.wait(SECONDS)
        self.log.close()
        shutil.rmtree(self.folder)

    def _connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            f"postgresql://playground@127.0.0.1:{self.port}/postgres",
            autocommit=True,
            connect_timeout=SECONDS,
        )

    def _wait_until_it_answers(self) -> None:
        for _ in range(SECONDS * 10):
            assert self.process.poll() is None, (self.folder / "log").read_text()
            try:
                self._connect().close()
                return
            except psycopg.OperationalError:
                # If it ended, this would notice at once.
                try:
                    self.process.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
        raise AssertionError((self.folder / "log").read_text())

    def _run(self, *command: object) -> None:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            user=self._user,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def _user() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
