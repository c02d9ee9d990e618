"""The embedded cluster: `python -m playground.engine.local [WORKERS]`, a scheduler and workers on loopback.

It is a process of its own because workers load the `__main__` of whoever starts them, and the server's is the
app. Its first line on standard output is the scheduler's address. It lives as long as its standard input is
open and its parent is there; the workers end with it, whatever ends it.
"""

import logging
import os
import select
import sys
import threading

import dask
from distributed import LocalCluster

from playground.engine.settings import SETTINGS, worker_count


def main() -> None:
    """Start the cluster, tell its address, and wait for the parent to go."""
    parent = os.getppid()
    # The scheduler calls it critical when a client goes without a word.
    logging.getLogger("distributed.scheduler").setLevel(logging.CRITICAL + 1)
    address_line = os.fdopen(os.dup(1), "w")
    # What a worker prints belongs on standard error: nobody reads the pipe after the first line.
    os.dup2(2, 1)
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else None
    with dask.config.set(SETTINGS):
        cluster = LocalCluster(
            n_workers=worker_count(asked),
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False, "preload": ()},
            silence_logs=False,
            preload=["playground.engine.worker"],
        )
    with address_line:
        print(cluster.scheduler_address, file=address_line)
    wait_for_parent_to_go(parent)
    # Idle workers are gone in 0.2 seconds. Busy ones are not waited for: they end when this process does.
    threading.Timer(1.0, os._exit, [0]).start()
    cluster.close()
    os._exit(0)


def wait_for_parent_to_go(parent: int) -> None:
    """Return when standard input is closed or the process `parent` is no more our parent."""
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin], [], [], 1.0)
        if readable and not os.read(sys.stdin.fileno(), 4096):
            return


if __name__ == "__main__":
    main()
