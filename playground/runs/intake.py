"""Intake: passes new runs, and the events of workers, to the keeper first and then to the run."""

from collections.abc import Sequence
from functools import partial

from playground.engine.task import Hear
from playground.messages.events import Event, NoPicture, Picture
from playground.messages.jobs import Back
from playground.messages.wishes import Wish
from playground.runs.keeper import Keeper
from playground.runs.memory import Memory
from playground.runs.run import Run


class Intake:
    """Takes runs and their events. Thread-safe.

    Args:
        memory: the runs of this server.
        keeper: writes them to the database; None if nothing is stored.
    """

    def __init__(self, memory: Memory, keeper: Keeper | None) -> None:
        self._memory, self._keeper = memory, keeper

    def note(self, run: Run) -> None:
        """Has a new run stored."""
        if self._keeper is not None:
            self._keeper.add(run)

    def of(self, run: Run) -> Hear:
        """Returns the listener for the run's present job; it ignores events after another job has replaced this one."""
        return partial(self._hear, run, run.job)

    def take(self, run: Run, events: list[Event]) -> None:
        """Has events stored before the run takes them; pictures are not stored, so the run takes them at once."""
        if self._keeper is not None and not all(isinstance(event, Picture | NoPicture) for event in events):
            self._keeper.take(run, events)
        else:
            run.hear(events)

    def go_back(self, run: Run, epoch: int, wish: Wish) -> tuple[Back, Sequence[Wish]]:
        """Has a run go back, as `Run.go_back` does; ignores events that its present job sends after that."""
        with run.in_order:
            event, back, wishes = run.go_back(epoch, wish)
            self.take(run, [event])
        return back, wishes

    def begin_streamed(self, run: Run) -> None:
        """Adds a run that a script begins to send."""
        self._memory.put(run)
        self.note(run)
        self._memory.let_go()

    def _hear(self, run: Run, job: str, events: list[Event]) -> None:
        with run.in_order:
            if job == run.job:
                self.take(run, events)
