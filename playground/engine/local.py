"""The embedded cluster: `python -m playground.engine.local [WORKERS]`, a scheduler and workers on loopback.

It is a process of its own because workers load the `__main__` of whoever starts them, and the server's is the
app. Its first line on standard output is JSON: the scheduler's address and a certificate with its key, made for
this cluster alone, without which nobody on the machine can speak to it. It lives as long as its standard input
is open and its parent is there; the workers end with it, whatever ends it.
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
    """Start the cluster, tell its address, and wait for the parent to go."""
    parent = os.getppid()
    # The scheduler calls it critical when a client goes without a word.
    logging.getLogger("distributed.scheduler").setLevel(logging.CRITICAL + 1)
    address_line = os.fdopen(os.dup(1), "w")
    # What a worker prints belongs on standard error: nobody reads the pipe after the first line.
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
    # `scale` starts workers in the place of those whose nanny is gone too, and does nothing else.
    wait_for_parent_to_go(parent, lambda: cluster.scale(count))
    # Idle workers are gone in 0.2 seconds. Busy ones are not waited for: they end when this process does.
    threading.Timer(1.0, os._exit, [0]).start()
    cluster.close()
    os._exit(0)


def introduction(address: str, security: Security) -> str:
    """The line by which the parent reaches the cluster."""
    return json.dumps(
        {"address": address, "certificate": security.tls_client_cert, "key": security.tls_client_key}
    )


class Stalls:
    """Finds out that this process was stopped for a while: `tick` is called every second with the time.

    When the process goes on, Dask would close every worker that the scheduler did not hear meanwhile.
    """

    def __init__(self, now: float) -> None:
        self._told = now

    def tick(self, now: float, workers: Iterable[Any]) -> None:
        """It is `now`, in seconds since 1970: after a stall the scheduler's `workers` count as heard now."""
        if now - self._told > STALL_SECONDS:
            for worker in workers:
                private.see(worker, now)
        self._told = now


def bear_stalls(scheduler: Scheduler) -> None:
    """Keep the scheduler's workers when this process goes on after it was stopped."""
    stalls = Stalls(time.time())
    callback = PeriodicCallback(
        lambda: stalls.tick(time.time(), scheduler.workers.values()), 1000 * LOOK_SECONDS
    )
    private.call_periodically(scheduler, "bear-stalls", callback)


def wait_for_parent_to_go(parent: int, meanwhile: Callable[[], object]) -> None:
    """Return when standard input is closed or the process `parent` is no longer our parent.

    `meanwhile` is called every second.
    """
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin], [], [], LOOK_SECONDS)
        if readable and not os.read(sys.stdin.fileno(), 4096):
            return
        meanwhile()


if __name__ == "__main__":
    main()
