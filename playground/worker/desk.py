"""Desk: what a worker has for one job. Every kind of job has a module here with a function `do(job, desk)`.

`do` returns the job's `Result`. What it raises ends the job as failed. No module of a kind loads TensorFlow when it is
imported: `do` does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from playground.messages.checkpoint import Checkpoint
from playground.messages.events import Event
from playground.messages.wishes import LookAlong
from playground.worker.control import Control

Tell: TypeAlias = Callable[[list[Event]], None]


@dataclass
class Desk:
    """What a job has on its worker.

    Attributes:
        tell: takes the job's events.
        tell_beside: takes pictures and checkpoints, which nobody waits for; None where nobody looks at them.
        checkpoint: where a held job goes on.
        control: a person's wishes.
        look: the last wish to look along other axes.
    """

    tell: Tell
    tell_beside: Tell | None = None
    checkpoint: Checkpoint | None = None
    control: Control = field(default_factory=Control)
    look: LookAlong | None = None

    def __post_init__(self) -> None:
        if self.checkpoint is not None:
            self.control.put_back(self.checkpoint)
