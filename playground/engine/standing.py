"""Standing: how much an engine has to do, and with what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """Counts of one moment.

    Attributes:
        workers: processes that train.
        places: jobs that they do at once.
        placed: jobs that workers have.
        queued: jobs that wait for a worker.
        held: runs that gave their worker up and wait for their person.
    """

    workers: int
    places: int
    placed: int
    queued: int
    held: int
