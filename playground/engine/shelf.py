"""Shelf: the checkpoints of runs without a worker, in the file store, up to `PLAYGROUND_HELD_BYTES`."""

import asyncio
import hashlib
from typing import Protocol

from playground.limits import limits
from playground.store.error import StoreError

READ_SECONDS = 30.0  # for reading a checkpoint, which delays the queue


class Files(Protocol):
    """Bytes stored under a name made from their content: `playground.store.Files`."""

    def put(self, content: bytes) -> str: ...

    def get(self, name: str) -> bytes: ...

    def remove(self, name: str) -> None: ...


class InMemory:
    """The files of an engine without a file store; they end with the process."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        """Stores `content` and returns its name."""
        name = hashlib.sha256(content).hexdigest()
        self._contents[name] = content
        return name

    def get(self, name: str) -> bytes:
        """Returns the content called `name`."""
        return self._contents[name]

    def remove(self, name: str) -> None:
        """Removes the content called `name`."""
        self._contents.pop(name, None)


class Shelf:
    """The checkpoints of one engine, one per run, the oldest first. Belongs to one event loop.

    Attributes:
        outlives: whether the checkpoints outlive this process.
    """

    def __init__(self, files: Files | None) -> None:
        self.outlives = files is not None
        self._files = files or InMemory()
        self._checkpoints: dict[str, tuple[str, int]] = {}  # by run: name, bytes

    def __contains__(self, run_id: object) -> bool:
        return run_id in self._checkpoints

    @property
    def is_full(self) -> bool:
        """Whether the checkpoints take more than `PLAYGROUND_HELD_BYTES`."""
        return sum(size for _, size in self._checkpoints.values()) > limits().held_bytes

    def know(self, run_id: str, name: str) -> None:
        """Records the name of a checkpoint that another server stored; its size counts from the first `get` on."""
        self._checkpoints[run_id] = (name, 0)

    async def put(self, run_id: str, content: bytes) -> str:
        """Stores the checkpoint of a run in place of its last one; returns its name.

        Raises:
            StoreError: there is no room, or the store cannot be reached.
        """
        name = await asyncio.to_thread(self._files.put, content)
        await self.remove(run_id, but=name)
        self._checkpoints[run_id] = (name, len(content))
        return name

    async def get(self, run_id: str) -> bytes:
        """The checkpoint of a run.

        Raises:
            KeyError: the run has none.
            StoreError: it is missing, or the store cannot be reached or does not answer in time.
        """
        name, _ = self._checkpoints[run_id]
        try:
            content = await asyncio.wait_for(asyncio.to_thread(self._files.get, name), READ_SECONDS)
        except TimeoutError as error:
            raise StoreError("The place where runs are kept does not answer.") from error
        if self._checkpoints.get(run_id) == (name, 0):
            self._checkpoints[run_id] = (name, len(content))  # stored by another server
        return content

    async def remove(self, run_id: str, but: str | None = None) -> None:
        """Removes the checkpoint of a run; keeps the file if it is called `but` or another run has the same one."""
        name, _ = self._checkpoints.pop(run_id, (None, 0))
        if name is not None and name != but and all(name != other for other, _ in self._checkpoints.values()):
            await asyncio.to_thread(self._files.remove, name)
