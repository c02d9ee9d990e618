"""Handover: passes runs from one server to another when the keeper says so."""

from collections.abc import Sequence
from contextlib import suppress

from playground.engine.protocol import Trains
from playground.messages.jobs import Train
from playground.messages.wishes import Stop
from playground.runs.archive import Archive
from playground.runs.intake import Intake
from playground.runs.keeper import Keeper
from playground.runs.memory import Memory
from playground.runs.rows import group_row
from playground.runs.run import Run
from playground.runs.streamed_runs import StreamedRuns
from playground.store.rows import GroupRow, RunRow


class Handover:
    """The keeper's `Holder`: gives it the runs in memory, and takes or gives away runs for it.

    Args:
        engine: trains the runs.
        memory: the runs of this server.
        keeper: writes the runs to the database.
        archive: the runs that were read from the store.
        intake: takes the events of workers.
        streamed: the runs that scripts send.
    """

    def __init__(
        self,
        engine: Trains,
        memory: Memory,
        keeper: Keeper,
        archive: Archive,
        intake: Intake,
        streamed: StreamedRuns,
    ) -> None:
        self._engine, self._memory, self._keeper = engine, memory, keeper
        self._archive, self._intake, self._streamed = archive, intake, streamed

    def held(self) -> tuple[Sequence[Run], Sequence[GroupRow]]:
        """The runs in memory, and the rows of their groups."""
        return self._memory.runs, [group_row(group) for group in self._memory.groups]

    def hand_over(self, run_id: str, state: str) -> None:
        """Removes a run that another server has now; the store has it. Stops it here if it was stopped there."""
        self._archive.forget(run_id)
        run = self._memory.run(run_id)
        self._memory.remove(run_id)
        if run is not None and state == "stopped":
            with suppress(RuntimeError):  # the engine is closed, so its runs are over
                self._engine.ask(run.job, Stop())

    def adopt(self, row: RunRow) -> None:
        """Takes over a run whose server has ended; its worker may still train it."""
        run, number = self._archive.read(row)
        self._archive.forget(run.id)
        self._keeper.know(run, number)
        self._memory.put(run)
        if run.is_streamed:
            self._streamed.adopt(run)
            return
        with suppress(RuntimeError):  # the engine is closed; the next server takes the run over
            self._engine.adopt(Train(run.job, run.experiment), self._intake.of(run), run.set_aside)
