"""All runs: those in this server's memory, which go on or ended recently, and those in the store."""

from collections.abc import Sequence
from contextlib import suppress

from playground.datasets.own.contents import add_store, remove_store
from playground.engine.protocol import Trains
from playground.experiment import Complete
from playground.experiment.uploads import is_own
from playground.ids import new_id
from playground.messages.jobs import Train
from playground.messages.wishes import Stop, Wish
from playground.persons import Person
from playground.runs.archive import Archive
from playground.runs.asking import Asking
from playground.runs.deeds import RunsError, check
from playground.runs.erasing import Erasing
from playground.runs.groups import Groups
from playground.runs.handover import Handover
from playground.runs.intake import Intake
from playground.runs.joining import Joining
from playground.runs.judging import Judging
from playground.runs.keeper import Keeper
from playground.runs.lesson_progress import LessonProgress
from playground.runs.marks import Marks
from playground.runs.memory import KEPT, Memory
from playground.runs.moving import Moving
from playground.runs.own_tables import OwnTables
from playground.runs.presence import Presence
from playground.runs.quota import Quota
from playground.runs.run import Run
from playground.runs.sealed_rows import SealedRows
from playground.runs.steering import Steering
from playground.runs.streamed_runs import StreamedRuns
from playground.runs.table import newest, table
from playground.runs.taking_away import TakingAway
from playground.store import Files, Store, Summary
from playground.store.servers import Servers
from playground.store.store import READY_SECONDS
from playground.store.tokens import Tokens
from playground.store.uploads import Uploads


class Runs:
    """Starts runs on an engine, has them stored, and finds them again. Thread-safe.

    Without a store, runs live as long as the process. With a store, a server that `adopts` takes over the runs of
    servers that have ended.

    Attributes:
        own_tables: the tables that people have uploaded.
        sealed_rows: the sealed test rows of runs.
        judging, asking: judgements of their networks, and answers to questions about them.
        taking_away: exports that workers make of them.
        streamed: the runs that people's own scripts send.
        groups: sweeps and seeds studies.
        steering: sends people's wishes to runs.
        marks: names, notes and stars of runs; deleting and restoring.
        lessons: the progress of persons in lessons.
        presence: records who is here.
        moving, erasing, joining: codes for another browser, removing all of a person's things, and moving things from
            before a login.
    """

    def __init__(
        self,
        engine: Trains,
        store: Store | None = None,
        files: Files | None = None,
        capacity: int = KEPT,
        *,
        adopts: bool = True,
    ) -> None:
        self._engine = engine
        self._memory = Memory(capacity)
        self._store = store
        self._keeper: Keeper | None = None
        self._archive: Archive | None = None
        self._files = files
        if files is not None:
            add_store(files)
        if store is not None:
            servers = Servers(store)
            self._archive = Archive(store, files, servers.silent_for)
            self._keeper = Keeper(store, files, servers)
        self._intake = Intake(self._memory, self._keeper)
        self.steering = Steering(engine, self._memory, self._keeper, self._intake)
        self.sealed_rows = SealedRows(engine, store, files)
        self.judging = Judging(engine, store, files)
        self.asking = Asking(engine, store, files)
        self.taking_away = TakingAway(engine, store, files)
        self._quota = Quota(store)
        uploads = None if store is None else Uploads(store)
        self.own_tables = OwnTables(uploads, files, self.table, engine.forget_table)
        tokens = None if store is None else Tokens(store)
        self.streamed = StreamedRuns(tokens, self._intake, self._memory, self._quota)
        self.groups = Groups(
            engine, self._memory, store, self._keeper, self._intake, self._quota, self.own_tables, self.get
        )
        self.lessons = LessonProgress(store)
        self.presence = Presence(store)
        self.marks = Marks(engine, self._memory, store, self._archive)
        self.moving = Moving(store)
        self.erasing = Erasing(self._memory, store, files, self._archive, self.own_tables, self._stop)
        self.joining = Joining(self._memory, store, self._archive)
        if self._keeper is not None:
            assert self._archive is not None
            handover = Handover(
                engine, self._memory, self._keeper, self._archive, self._intake, self.streamed
            )
            self._keeper.start(handover, adopts=adopts)

    @property
    def engine(self) -> Trains:
        """The engine that trains the runs."""
        return self._engine

    def wait_for_store(self) -> None:
        """Waits a little until the store has been tried once: it holds the key by which persons are recognized."""
        if self._keeper is not None:
            self._keeper.wait(READY_SECONDS)

    @property
    def trouble(self) -> str:
        """A sentence if runs cannot be stored, else ""."""
        return self._keeper.trouble if self._keeper else ""

    def start(
        self,
        experiment: Complete,
        by: Person,
        wishes: Sequence[Wish] = (),
        *,
        replaces: str | None = None,
        parent: str | None = None,
        address: str = "",
        holds_rate: bool = False,
    ) -> Run:
        """Queues a run and returns it at once.

        Args:
            experiment: what to train.
            by: the person who starts it and becomes its owner.
            address: where it is started from; addresses take turns.
            wishes: wishes that the run meets before its first batch.
            replaces: the id of a run of this server to stop first; that run does not count as going on.
            parent: the id of the run that it branches off or is a twin of.
            holds_rate: whether its learning rate cannot be changed during training.

        Raises:
            RunsError: `by` has too many runs going on, or `address` as many as a hundred persons may have, or `by` has
                reached a limit of what one person may store.
            NotAllowedError: the run to replace is another person's, or the data is and is not shared.
        """
        self.own_tables.check(by, experiment)
        self._quota.check(by)
        run = Run(new_id(), by.id, experiment, parent, address=address)
        run.holds_rate = holds_rate
        check(by, "start", run)
        before = self.in_memory(replaces) if replaces is not None else None
        if before is not None:
            check(by, "steer", before)
        for wish in wishes:
            run.wish(wish)
        self._memory.admit(run, before)
        self._intake.note(run)
        if before is not None:
            self.steering.ask(before, Stop(), by)
        self._memory.let_go()
        self._engine.submit(
            Train(run.id, experiment),
            self._intake.of(run),
            wishes,
            owner=by.id,
            address=address,
        )
        return run

    def in_memory(self, run_id: str) -> Run | None:
        """The run of this id if it is in memory and not deleted, else None. Returns at once."""
        return self._memory.visible(run_id)

    @property
    def all_in_memory(self) -> list[Run]:
        """The runs in this server's memory: those that go on, and the latest that ended."""
        return self._memory.runs

    def was_deleted(self, run_id: str) -> bool:
        """Whether a run in memory was deleted; its owner can still restore it."""
        return self._memory.was_deleted(run_id)

    def get(self, run_id: str) -> Run | None:
        """The run of this id, from memory or else from the store; None if it is in neither.

        Raises:
            StoreError: it is not in memory, and the store cannot be used.
        """
        run = self.in_memory(run_id)
        if run is not None or self._archive is None:
            return run
        return self._archive.get(run_id)

    def table(self, by: Person) -> list[Summary]:
        """A person's own runs with names, notes and stars, the newest first; without deleted ones.

        While the store cannot be used, these are the runs in memory.

        Raises:
            StoreError: the store cannot be used, and no run is in memory.
        """
        found = table(self._memory, self._store, by)
        if any(is_own(row.dataset) for row in found):
            with suppress(RunsError):
                self.own_tables.of(by)  # this tells the process the titles of own tables
        return found

    def newest(self, by: Person) -> str | None:
        """The id of the first line of a person's table, which is all it reads; None if they have no run.

        Raises:
            StoreError: the store cannot be used, and no run is in memory.
        """
        return newest(self._memory, self._store, by)

    def close(self) -> None:
        """Writes what is still waiting to be written."""
        self.sealed_rows.close()
        if self._keeper is not None:
            self._keeper.close()
        if self._files is not None:
            remove_store(self._files)

    def _stop(self, run_id: str, by: Person) -> None:
        run = self.get(run_id)
        if run is not None and not run.over and not run.is_streamed:
            with suppress(RuntimeError):  # the engine is closed
                self.steering.ask(run, Stop(), by)
