"""The embedded cluster: `python -m playground.engine.local [WORKERS]`, a scheduler and workers on loopback.

It is a separate process because workers load the `__main__` of the process that starts them, and the server's
`__main__` is the app. The first line on standard output is JSON: the scheduler's address, and a certificate with its
key. Each cluster has its own certificate, and only processes that have it can connect. The process ends when its
standard input is closed or its parent ends; the workers always end with it.

"""

import json
import logging
import os
import select
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import dask
from distributed import LocalCluster, Scheduler
from distributed.security import Security
from tornado.ioloop import PeriodicCallback

from playground.engine import private
from playground.engine.settings import SETTINGS, worker_count

LOOK_SECONDS = 1.0  # between two looks at the parent and the workers
STALL_SECONDS = 5.0  # a process that did nothing for longer was stopped, not busy


def main() -> None:
    """Starts the cluster, prints its address, and waits until the parent ends."""
    parent = os.getppid()
    # The scheduler logs a client that disconnects without notice as critical.
    logging.getLogger("distributed.scheduler").setLevel(logging.CRITICAL + 1)
    address_line = os.fdopen(os.dup(1), "w")
    # Output of workers goes to standard error, because nobody reads the pipe after the first line.
    os.dup2(2, 1)
    count = worker_count(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    security = Security.temporary()
    with dask.config.set(SETTINGS):
        cluster = LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False, "preload": ()},
            silence_logs=False,
            security=security,
            preload=["playground.engine.worker"],
        )
    cluster.loop.add_callback(bear_stalls, cluster.scheduler)
    with address_line:
        print(introduction(cluster.scheduler_address, security), file=address_line)
    # `scale` only replaces workers whose nanny has ended too.
    wait_for_parent_to_go(parent, lambda: cluster.scale(count))
    # Idle workers end within 0.2 seconds. Busy workers end with this process.
    threading.Timer(1.0, os._exit, [0]).start()
    cluster.close()
    os._exit(0)


def introduction(address: str, security: Security) -> str:
    """The line that tells the parent how to reach the cluster."""
    return json.dumps(
        {"address": address, "certificate": security.tls_client_cert, "key": security.tls_client_key}
    )


class Stalls:
    """Detects that this process was stopped for a while. `tick` is called every second with the time.

    Without this, Dask would close all workers after a stop, because the scheduler had not heard from them.
    """

    def __init__(self, now: float) -> None:
        self._last_tick = now

    def tick(self, now: float, workers: Iterable[Any]) -> None:
        """After a stall, marks the scheduler's `workers` as heard at `now`, in seconds since 1970."""
        if now - self._last_tick > STALL_SECONDS:
            for worker in workers:
                private.see(worker, now)
        self._last_tick = now


def bear_stalls(scheduler: Scheduler) -> None:
    """Keeps the scheduler's workers when this process continues after a stop."""
    stalls = Stalls(time.time())
    callback = PeriodicCallback(
        lambda: stalls.tick(time.time(), scheduler.workers.values()), 1000 * LOOK_SECONDS
    )
    private.call_periodically(scheduler, "bear-stalls", callback)


def wait_for_parent_to_go(parent: int, every_second: Callable[[], object]) -> None:
    """Returns when standard input is closed or the process `parent` is no longer this process' parent.

    `every_second` is called every second.
    """
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin], [], [], LOOK_SECONDS)
        if readable and not os.read(sys.stdin.fileno(), 4096):
            return
        every_second()


if __name__ == "__main__":
    main()
