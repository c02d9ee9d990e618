"""The topics of a run's messages, and the scheduler's record of them.

A run's events come under its id, its pictures and checkpoints under another topic.
"""

from contextlib import suppress

from distributed import Client

from playground.engine import private
from playground.engine.task import EngineTask

LEAVING = "playground-leaving"  # the topic of the workers that are asked to end
PICTURED = 50  # ended runs whose pictures are still received


def pictures(run_id: str) -> str:
    """The topic of a run's pictures."""
    return f"{run_id}/pictures"


async def forget(client: Client, topic: str) -> None:
    """Removes a topic from the scheduler, a megabyte for a long run; a failure does no harm."""
    with suppress(Exception):
        client.unsubscribe_topic(topic)
        await client.run_on_scheduler(private.drop, topic)


async def forget_run(client: Client, run_id: str, ended: dict[str, EngineTask]) -> None:
    """Removes the topics of a run that is over. Of the runs in `ended`, the `PICTURED` latest keep their pictures'."""
    await forget(client, run_id)
    if run_id not in ended:
        await forget(client, pictures(run_id))
    while len(ended) > PICTURED:
        await forget(client, pictures(ended.pop(next(iter(ended))).run_id))


async def pass_on_only(client: Client, topic: str) -> None:
    """Has the scheduler store no messages of a topic: a run's pictures would be 600 MB. A failure does no harm."""
    with suppress(Exception):
        await client.run_on_scheduler(private.keep_nothing, topic)
