"""Shelf: the checkpoints of runs without a worker, kept in the file store, within `PLAYGROUND_HELD_BYTES`."""

import asyncio
import hashlib
from typing import Protocol

from playground.limits import limits
from playground.store.error import StoreError

READ_SECONDS = 30.0  # for a checkpoint; whoever waits for it holds up the queue


class Files(Protocol):
    """Bytes under a name that is made of them: `playground.store.Files`."""

    def put(self, content: bytes) -> str: ...

    def get(self, name: str) -> bytes: ...

    def remove(self, name: str) -> None: ...


class InMemory:
    """The files of an engine that was given no store of files; they end with the process."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        """Keep `content` and return its name."""
        name = hashlib.sha256(content).hexdigest()
        self._contents[name] = content
        return name

    def get(self, name: str) -> bytes:
        """The content of that name."""
        return self._contents[name]

    def remove(self, name: str) -> None:
        """Let go of the content of that name."""
        self._contents.pop(name, None)


class Shelf:
    """The checkpoints of one engine, one for each run, the oldest first. Belongs to one event loop.

    Attributes:
        outlives: whether the checkpoints are still there after this process.
    """

    def __init__(self, files: Files | None) -> None:
        self.outlives = files is not None
        self._files = files or InMemory()
        self._kept: dict[str, tuple[str, int]] = {}  # by run: name, bytes

    def __contains__(self, run_id: object) -> bool:
        return run_id in self._kept

    @property
    def is_full(self) -> bool:
        """Whether there is more than `PLAYGROUND_HELD_BYTES` allow."""
        return sum(size for _, size in self._kept.values()) > limits().held_bytes

    def know(self, run_id: str, name: str) -> None:
        """Notes the name of a checkpoint that another server has kept; it counts once it is read."""
        self._kept[run_id] = (name, 0)

    async def put(self, run_id: str, content: bytes) -> str:
        """Keep the checkpoint of a run in place of its last one; returns its name.

        Raises:
            StoreError: there is no room, or the store cannot be reached.
        """
        name = await asyncio.to_thread(self._files.put, content)
        await self.remove(run_id, but=name)
        self._kept[run_id] = (name, len(content))
        return name

    async def get(self, run_id: str) -> bytes:
        """The checkpoint of a run.

        Raises:
            KeyError: the run has none.
            StoreError: it is not there, or the store cannot be reached, or does not answer in time.
        """
        name, _ = self._kept[run_id]
        try:
            content = await asyncio.wait_for(asyncio.to_thread(self._files.get, name), READ_SECONDS)
        except TimeoutError as error:
            raise StoreError("The place where runs are kept does not answer.") from error
        if self._kept.get(run_id) == (name, 0):
            self._kept[run_id] = (name, len(content))  # another server's, which counts from now on
        return content

    async def remove(self, run_id: str, but: str | None = None) -> None:
        """Let go of the checkpoint of a run, unless another run has the same one."""
        name, _ = self._kept.pop(run_id, (None, 0))
        if name is not None and name != but and all(name != other for other, _ in self._kept.values()):
            await asyncio.to_thread(self._files.remove, name)
