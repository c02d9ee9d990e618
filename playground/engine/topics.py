"""The scheduler's record of a run's events, dropped when everybody has heard them."""

from contextlib import suppress
from typing import Any

from distributed import Client


async def forget(client: Client, run_id: str) -> None:
    """Drop what the scheduler keeps of a run's events, a megabyte for a long run; failing does no harm."""
    with suppress(Exception):
        client.unsubscribe_topic(run_id)
        await client.run_on_scheduler(drop, run_id)


def drop(run_id: str, dask_scheduler: Any) -> None:
    """Called on the scheduler, which keeps an empty topic for ever if it is only truncated."""
    dask_scheduler._broker._topics.pop(run_id, None)
