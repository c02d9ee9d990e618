"""The topics under which a run is heard of, and the scheduler's record of them.

A run's events come under its id, its pictures and checkpoints under another topic.
"""

import logging
from collections import deque
from contextlib import suppress
from typing import Any

from distributed import Client

_log = logging.getLogger(__name__)


def pictures(run_id: str) -> str:
    """The topic of a run's pictures."""
    return f"{run_id}/pictures"


async def forget(client: Client, topic: str) -> None:
    """Drop what the scheduler keeps of a topic, a megabyte for a long run; failing does no harm."""
    with suppress(Exception):
        client.unsubscribe_topic(topic)
        await client.run_on_scheduler(drop, topic)


async def pass_on_only(client: Client, topic: str) -> None:
    """Have the scheduler keep nothing of a topic: a run's pictures would be 600 MB. Failing does no harm."""
    with suppress(Exception):
        await client.run_on_scheduler(keep_nothing, topic)


async def check(client: Client) -> None:
    """Say in the log if this version of Dask keeps its topics elsewhere: then nothing here would be forgotten."""
    if not await client.run_on_scheduler(is_where_it_was):
        _log.error("Dask keeps its topics in another place: the scheduler will remember every run.")


def is_where_it_was(dask_scheduler: Any) -> bool:
    """Called on the scheduler: whether the two functions below find what they change."""
    return hasattr(getattr(dask_scheduler, "_broker", None), "_topics")


def drop(topic: str, dask_scheduler: Any) -> None:
    """Called on the scheduler, which keeps an empty topic for ever if it is only truncated."""
    dask_scheduler._broker._topics.pop(topic, None)


def keep_nothing(topic: str, dask_scheduler: Any) -> None:
    """Called on the scheduler, for a topic that somebody listens to."""
    dask_scheduler._broker._topics[topic].events = deque(maxlen=0)
