"""Dask's settings for the embedded cluster, and how many workers it has."""

import os
from collections.abc import Mapping

from dask.system import CPU_COUNT
from distributed.system import MEMORY_LIMIT

# The memory of a worker with TensorFlow and the largest network: 1.42 GB measured for ten million parameters.
WORKER_BYTES = 1_500_000_000

SETTINGS: Mapping[str, str | float | list[str]] = {
    # A task whose worker died is not retried, because it would probably kill the next worker too.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.worker-ttl": "60 s",
    # A topic keeps this many messages: 600 seconds at 10 a second, and some more.
    "distributed.admin.low-level-log-length": 10_000,
    # A worker paused for memory would leave its runs waiting for ever, so workers are ended instead, with a sentence.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
    # Nobody reads these, and each takes time from training.
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.http.routes": ["distributed.http.health"],
    "distributed.worker.http.routes": ["distributed.http.health"],
    "distributed.admin.tick.interval": "200ms",
    "distributed.admin.tick.limit": "60s",
}


def worker_count(number: int | None = None) -> int:
    """How many workers to start: `number`, else one for each core and at least two, at most PLAYGROUND_WORKERS.

    Short memory allows fewer, because each worker needs `WORKER_BYTES`.

    Raises:
        SystemExit: with a sentence, if PLAYGROUND_WORKERS is not a positive number.

    """
    if number is not None:
        return number
    count = max(2, min(int(CPU_COUNT), int(MEMORY_LIMIT) // WORKER_BYTES))
    most = os.environ.get("PLAYGROUND_WORKERS")
    if not most:
        return count
    if not most.isdecimal() or int(most) < 1:
        raise SystemExit("PLAYGROUND_WORKERS must be a positive number.")
    return min(count, int(most))
