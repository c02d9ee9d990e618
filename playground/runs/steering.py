"""Steering: people's wishes for runs of this server and of others."""

import secrets
from concurrent.futures import Future
from contextlib import suppress

from playground.engine.protocol import Trains
from playground.messages.jobs import Train
from playground.messages.wishes import SetLearningRate, Stop, Wish, epoch_of, leads_back
from playground.persons import Person
from playground.runs.deeds import NotAllowedError, check, deed_of
from playground.runs.intake import Intake
from playground.runs.keeper import Keeper
from playground.runs.memory import Memory
from playground.runs.run import Run


class Steering:
    """Sends wishes to runs. Thread-safe.

    Args:
        engine: trains the runs.
        memory: the runs of this server.
        keeper: writes the runs to the database; None if nothing is stored.
        intake: takes the events of their workers.
    """

    def __init__(self, engine: Trains, memory: Memory, keeper: Keeper | None, intake: Intake) -> None:
        self._engine, self._memory, self._keeper, self._intake = engine, memory, keeper, intake

    def ask(self, run: Run, wish: Wish, by: Person) -> None:
        """Sends a wish to a run. `Stop` also ends a run whose server is silent.

        A run of this server that is past the epoch of the wish goes back to it, even if the run is over.

        Raises:
            NotAllowedError: the run is another person's.
            RunsError: the run is over, and its owner has too many runs going on.
        """
        if (own := self._memory.visible(run.id)) is None:
            self.ask_elsewhere(run, wish, by, secrets.token_hex(8))
            return
        check(by, deed_of(wish), run)
        if own.holds_rate and isinstance(wish, SetLearningRate):
            raise NotAllowedError("This step of the lesson holds the learning rate.")
        at = epoch_of(wish)
        if at is not None:
            at = max(at, own.search.first - 1)  # a branch has no epoch before its first one
        if at is not None and at < own.epoch and leads_back(wish):
            self._go_back(own, at, wish)
        elif at is None or not own.over:
            own.wish(wish)
            self._engine.ask(own.job, wish)

    def _go_back(self, run: Run, epoch: int, wish: Wish) -> None:
        """Has a new job train the run from an epoch on; later events of the old job are ignored."""
        self._memory.admit(run, run)
        before, was_over = run.job, run.over
        back, wishes = self._intake.go_back(run, epoch, wish)
        if not was_over:
            self._engine.ask(before, Stop())
        job = Train(run.job, run.experiment, back)
        self._engine.submit(job, self._intake.of(run), wishes, owner=run.owner, address=run.address)

    def tell_every(self, run_id: str, seconds: float) -> None:
        """Asks for a message of a run of this server every `seconds` for a while, because somebody watches it."""
        with suppress(RuntimeError):  # the engine is closed already
            run = self._memory.run(run_id)
            self._engine.tell_every(run_id if run is None else run.job, seconds)

    def ask_elsewhere(self, run: Run, wish: Wish, by: Person, sender: str) -> Future[bool]:
        """Sends a wish to a run that is not in memory; the result, within seconds, is whether a worker took it.

        A wish of the same `sender` is taken once. `Stop` also ends a run whose server is silent.


        Raises:
            NotAllowedError: the run is another person's.
        """
        check(by, deed_of(wish), run)
        if isinstance(wish, Stop) and self._keeper is not None:
            self._keeper.stop_elsewhere(run.id)
        return self._engine.ask_elsewhere(run.job, wish, sender)
