"""The server's side of the embedded cluster: its process, its address, its end."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from distributed.security import Security

import playground
from playground.engine import compiled

START_SECONDS = 60.0
CLOSE_SECONDS = 3.0


class Embedded:
    """The process `python -m playground.engine.local`; it ends with this object or with this process.

    Attributes:
        address: the scheduler's address; "" if it did not start.
        security: the certificate that the scheduler requires.
    """

    def __init__(self, process: Process, introduction: bytes) -> None:
        self._process = process
        try:
            facts = json.loads(introduction)
        except ValueError:  # the process ended before it wrote a whole line
            facts = {}
        self.address: str = facts.get("address", "")
        certificate, key = facts.get("certificate"), facts.get("key")
        self.security = Security(
            require_encryption=True, tls_ca_file=certificate, tls_client_cert=certificate, tls_client_key=key
        )

    @classmethod
    async def start(cls, workers: int) -> "Embedded":
        """Starts the process and waits until its scheduler listens.

        Raises:
            OSError: the process did not start, or ended before it printed an address.
        """
        command = [sys.executable, "-m", "playground.engine.local", str(workers)]
        # A process group of its own, so that Ctrl-C in the terminal reaches only the server, which then closes this
        # process in order. No session of its own: Linux may give each session the same share despite niceness.
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, env=_environment(), process_group=0
        )
        assert process.stdout is not None
        try:
            line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
        except TimeoutError:
            line = b""
        except BaseException:  # mostly CancelledError: the caller no longer waits
            await cls(process, b"").close()
            raise
        embedded = cls(process, line)
        if not embedded.address:
            await embedded.close()
            raise OSError("the training processes did not start")
        return embedded

    @property
    def pid(self) -> int:
        """The id of the process, which is the parent of all workers."""
        return self._process.pid

    async def ended(self) -> None:
        """Waits until the process has ended."""
        await self._process.wait()

    async def close(self) -> None:
        """Ends the process and its workers, even busy ones."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), CLOSE_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


def _environment() -> dict[str, str]:
    """This process' environment, plus the paths of the package and the compiled code, and quiet log settings."""
    root = str(Path(playground.__file__).resolve().parent.parent)
    return {
        "DASK_LOGGING__DISTRIBUTED": "critical",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore:resource_tracker",
        **compiled.flags(),
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")])),
    }
