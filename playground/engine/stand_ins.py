"""Stand-ins: tell Dask's adaptive scaling how many workers are wanted.

Dask counts the tasks that its scheduler has. The engine's jobs wait in a queue of their own, in which people take
turns. So each waiting job has a stand-in: a task that asks for a resource that no worker has, and never runs.
"""

import secrets

from distributed import Client, Future

MOST = 64
RESOURCE = "never there"


class StandIns:
    """The stand-ins of one connection to a scheduler; they end with the connection."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._wanted: dict[str, int] = {}
        self._tasks: list[Future[int]] = []

    def want(self, what: str, number: int) -> None:
        """Has `number` stand-ins for the jobs called `what`; all together, at most `MOST`."""
        self._wanted[what] = number
        wanted = min(sum(self._wanted.values()), MOST)
        self._tasks = [task for task in self._tasks if task.status == "pending"]
        for task in self._tasks[wanted:]:
            task.release()
        del self._tasks[wanted:]
        while len(self._tasks) < wanted:
            self._tasks.append(self._stand_in())

    def _stand_in(self) -> "Future[int]":
        # Dask learns from the first part of the key how long such a task takes: a stand-in counts as a run does.
        key = f"train-{secrets.token_hex(16)}-0"
        return self._client.submit(int, key=key, pure=False, resources={RESOURCE: 1})
