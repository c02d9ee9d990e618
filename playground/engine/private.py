"""The private parts of Dask that the engine uses, and the check that this version of Dask has them.

Another release may rename them without notice. `check` looks for all of them when the engine connects and names what
is missing. Nothing else in the app uses a private part of Dask.
"""

import pickle
from collections import deque
from collections.abc import Callable
from typing import Any

import distributed.scheduler
from distributed import Client, Nanny, Scheduler

VERSIONS = "distributed>=2026.8,<2026.9"  # as requirements.txt has it


FOREIGN = (
    "The training cluster cannot load this app: on its scheduler and each of its workers `playground` must be "
    "importable, with the same versions of its libraries as here."
)


class UnfitClusterError(ImportError):
    """This Dask lacks a part, or a cluster cannot load the app. The text is a sentence for people."""


async def check(client: Client) -> None:
    """Checks that this process' Dask and the scheduler's Dask have all parts that this module uses.

    Raises:
        UnfitClusterError: something is missing.
        OSError: the scheduler does not answer.
    """
    missing = [] if hasattr(client, "rpc") else ["Client.rpc"]
    try:
        version, missing_there = await client.run_on_scheduler(lacks)
    except ImportError:
        raise UnfitClusterError(FOREIGN) from None
    if missing + missing_there:
        names = ", ".join(missing + missing_there)
        found = distributed.__version__ if missing else version
        raise UnfitClusterError(
            f"The training cannot start: Dask {found} lacks what the Playground uses of it ({names}). "
            f"Install {VERSIONS}, here and where the scheduler and the workers are."
        )


def lacks(dask_scheduler: Scheduler) -> tuple[str, list[str]]:
    """Called on the scheduler; returns its version of Dask and the names of the missing parts."""
    topics = getattr(getattr(dask_scheduler, "_broker", None), "_topics", None)
    worker_state = getattr(distributed.scheduler, "WorkerState", None)
    parts = {
        "Scheduler._broker._topics": topics is not None,
        "Topic.events": all(hasattr(topic, "events") for topic in (topics or {}).values()),
        "Scheduler.periodic_callbacks": hasattr(dask_scheduler, "periodic_callbacks"),
        "WorkerState.last_seen": hasattr(worker_state, "last_seen"),
        "Nanny.pid": hasattr(Nanny, "pid"),
    }
    return distributed.__version__, [name for name, is_there in parts.items() if not is_there]


async def call_directly(client: Client, address: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls a function on a worker without the scheduler in between.

    Returns:
        Dask's answer: `status`, which is "OK" or "error", and `result`.
    """
    return await client.rpc(address).run(
        function=pickle.dumps(function), args=pickle.dumps(arguments), kwargs=pickle.dumps({}), wait=True
    )


def drop(topic: str, dask_scheduler: Scheduler) -> None:
    """Called on the scheduler: removes a topic. Truncating alone would leave an empty topic for ever."""
    dask_scheduler._broker._topics.pop(topic, None)


def keep_nothing(topic: str, dask_scheduler: Scheduler) -> None:
    """Called on the scheduler: makes a topic with listeners store no messages."""
    dask_scheduler._broker._topics[topic].events = deque(maxlen=0)


def see(worker: Any, now: float) -> None:
    """Called in the scheduler's process: marks a `WorkerState` as heard at `now`, in seconds since 1970."""
    worker.last_seen = max(worker.last_seen, now)


def call_periodically(scheduler: Scheduler, name: str, callback: Any) -> None:
    """Called in the scheduler's process: starts a tornado callback that ends with the scheduler."""
    scheduler.periodic_callbacks[name] = callback
    callback.start()


def process_of(nanny: Nanny) -> int | None:
    """Called on a nanny; returns its worker's process, None if there is none."""
    pid: int | None = nanny.pid
    return pid
