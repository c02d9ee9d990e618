"""Intake: what begins and what workers tell goes to the keeper first, and then to the run."""

from functools import partial

from playground.engine.task import Hear
from playground.messages.events import Event, NoPicture, Picture
from playground.runs.keeper import Keeper
from playground.runs.memory import Memory
from playground.runs.run import Run


class Intake:
    """Takes in runs and their events. Thread-safe.

    Args:
        memory: the runs of this server.
        keeper: what writes them down; None where nothing is kept.
    """

    def __init__(self, memory: Memory, keeper: Keeper | None) -> None:
        self._memory, self._keeper = memory, keeper

    def note(self, run: Run) -> None:
        """Has a run written that begins."""
        if self._keeper is not None:
            self._keeper.add(run)

    def of(self, run: Run) -> Hear:
        """What hears the run's present job; what it still tells once another has taken its place does not count."""
        return partial(self._hear, run, run.job)

    def take(self, run: Run, events: list[Event]) -> None:
        """Events are written before they are shown; pictures are not written, and need not wait."""
        if self._keeper is not None and not all(isinstance(event, Picture | NoPicture) for event in events):
            self._keeper.take(run, events)
        else:
            run.hear(events)

    def begin_streamed(self, run: Run) -> None:
        """Takes in a run that a script begins to send."""
        self._memory.put(run)
        self.note(run)
        self._memory.let_go()

    def _hear(self, run: Run, job: str, events: list[Event]) -> None:
        if job == run.job:
            self.take(run, events)
