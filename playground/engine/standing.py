"""Standing: the counts of an engine's workers and jobs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EngineCounts:
    """The counts at one moment.

    Attributes:
        workers: processes that train.
        threads: the threads of all workers, so jobs that they can do at once.
        placed: jobs that workers have.
        queued: jobs that wait for a worker.
        held: runs that left their worker and wait for their owner.

    """

    workers: int
    threads: int
    placed: int
    queued: int
    held: int
