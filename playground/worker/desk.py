"""Desk: the worker's side of one job. Every kind of job has a module here with a function `do(job, desk)`.

`do` returns the job's `Result`; an exception ends the job as failed. Only `do` loads TensorFlow, not the import of its
module.
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
    """The connections of a job on its worker.

    Attributes:
        tell: takes the job's events.
        tell_beside: takes pictures and checkpoints, which nobody waits for; None if nobody uses them.
        checkpoint: the state from which a held job continues.
        control: a person's wishes.
        look: the last `LookAlong` wish.

    """

    tell: Tell
    tell_beside: Tell | None = None
    checkpoint: Checkpoint | None = None
    control: Control = field(default_factory=Control)
    look: LookAlong | None = None

    def __post_init__(self) -> None:
        if self.checkpoint is not None:
            self.control.put_back(self.checkpoint)
