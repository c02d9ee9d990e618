"""All runs: those of this server, which go on or ended lately, and whatever else the store has."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from playground.datasets.own.contents import add_place, remove_place
from playground.engine.protocol import Trains
from playground.experiment import Complete
from playground.experiment.uploads import is_own
from playground.ids import is_id, new_id
from playground.messages.jobs import Train
from playground.messages.wishes import Stop, Wish
from playground.persons import Person
from playground.runs.archive import Archive
from playground.runs.asking import Asking
from playground.runs.deeds import RunsError, check
from playground.runs.erasing import Erasing
from playground.runs.group import Group, Kind, new_group
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
from playground.runs.rows import group_of, group_row
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
    """Starts runs on an engine, has them kept, and finds them again. Thread-safe.

    Without a store, runs live as long as the process. With one, a server `adopts` the runs of servers that are gone.

    Attributes:
        own_tables: the tables that people have uploaded.
        sealed_rows: the sealed test rows of runs.
        judging, asking: how good their networks are, and what people ask these.
        taking_away: what workers make of them for use without this app.
        streamed: the runs that people's own scripts send here.
        steering: carries people's wishes to runs.
        marks: what people do to their runs in the table: name, note, star, delete, restore.
        lessons: what persons have reached in lessons.
        presence: notes who is here.
        moving, erasing, joining: codes for another browser, the end of all one has, what was there before a login.
    """

    def __init__(
        self,
        engine: Trains,
        store: Store | None = None,
        files: Files | None = None,
        kept: int = KEPT,
        *,
        adopts: bool = True,
    ) -> None:
        self._engine = engine
        self._memory = Memory(kept)
        self._store = store
        self._keeper: Keeper | None = None
        self._archive: Archive | None = None
        self._files = files
        if files is not None:
            add_place(files)
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
        """What trains them."""
        return self._engine

    def wait_for_store(self) -> None:
        """Wait a little until the store has been tried once: it holds the key that tells who is who."""
        if self._keeper is not None:
            self._keeper.wait(READY_SECONDS)

    @property
    def trouble(self) -> str:
        """A sentence while runs cannot be kept, else ""."""
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
        """Queue a run and return it at once.

        Args:
            experiment: what to train.
            by: who starts it, its owner from then on.
            address: from where it is started; addresses have turns.
            wishes: what reaches it before its first batch.
            replaces: id of a run of this server to stop first; it does not count as one that goes on.
            parent: id of the run that it branches off, or whose twin it is.
            holds_rate: whether its learning rate cannot be changed while it goes on.

        Raises:
            RunsError: `by` has as many runs going on as one person may, or `address` as many as a hundred persons; or
                `by` keeps as much as one person may.
            NotAllowedError: the run to replace is another person's, or the data is, who does not share it.
        """
        self.own_tables.check(by, experiment)
        self._quota.check(by)
        run = Run(new_id(), by.id, experiment, parent, address=address)
        run.holds_rate = holds_rate
        check(by, "start", run)
        before = self.here(replaces) if replaces is not None else None
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

    def start_group(
        self,
        experiments: Sequence[Complete],
        by: Person,
        kind: Kind,
        cells: Sequence[str],
        settings: Mapping[str, Any],
        *,
        address: str = "",
        holds_rate: bool = False,
        beside: Group | None = None,
    ) -> Group:
        """Queue runs that belong together, behind all runs that were started singly.

        Args:
            experiments: what to train, in the order of the group.
            by: who starts them, their owner from then on.
            kind: what they are for.
            cells: what each stands for, in words.
            settings: what the group says of itself, ready for JSON.
            address: from where they are started.
            holds_rate: whether their learning rates cannot be changed while they go on.
            beside: a group that they are compared with, which may go on too.

        Raises:
            RunsError: they are more than one group may have, or than the person may keep, or the person has another
                group going on.
        """
        self.check_start(experiments, by)
        group = new_group(experiments, by.id, kind, cells, settings)
        check(by, "start", group)
        self._memory.admit_group(group, beside)
        if self._keeper is not None:
            self._keeper.add_group(group_row(group))
        for run in group.runs:
            run.holds_rate = holds_rate
            self._intake.note(run)
        self._memory.let_go()
        for run in group.runs:
            self._engine.submit(
                Train(run.id, run.experiment),
                self._intake.of(run),
                later=True,
                owner=by.id,
                address=address,
            )
        return group

    def check_start(self, experiments: Sequence[Complete], by: Person) -> None:
        """Checks that a person may train on the data of all these experiments, and may keep as many runs more.

        Raises:
            RunsError: they may not.
        """
        for experiment in experiments:
            self.own_tables.check(by, experiment)
        self._quota.check(by, len(experiments))

    def here(self, run_id: str) -> Run | None:
        """The run of this id if it is in memory and not deleted; at once. None for whatever cannot be an id."""
        return self._memory.here(run_id)

    @property
    def all_here(self) -> list[Run]:
        """The runs in this server's memory: those that go on, and the latest that are over."""
        return self._memory.runs

    def was_deleted(self, run_id: str) -> bool:
        """Whether a run in memory was deleted; its owner can still bring it back."""
        return self._memory.was_deleted(run_id)

    def get(self, run_id: str) -> Run | None:
        """The run of this id, from memory or from the store; None if it is in neither.

        Raises:
            StoreError: it is not in memory, and the store cannot be used.
        """
        run = self.here(run_id)
        if run is not None or self._archive is None:
            return run
        return self._archive.get(run_id)

    def group(self, group_id: str) -> Group | None:
        """The sweep or seeds of this id; None where there is none.

        Raises:
            StoreError: it is not in memory, and the store cannot be used.
        """
        group = self._memory.group(group_id)
        if group is not None or self._store is None or not is_id(group_id):
            return group
        row, members = self._store.group(group_id) or (None, ())
        return row and group_of(row, [run for run_id in members if (run := self.get(run_id)) is not None])

    def going_group(self, by: Person) -> Group | None:
        """The sweep or seeds of a person that goes on in this server's memory; None where there is none."""
        return self._memory.going_group(by.id)

    def table(self, by: Person) -> list[Summary]:
        """A person's own runs with their names, notes and stars, the newest first; without those they have deleted.

        While the store cannot be used, these are the runs in memory.

        Raises:
            StoreError: the store cannot be used, and no run is in memory.
        """
        found = table(self._memory, self._store, by)
        if any(is_own(row.dataset) for row in found):
            with suppress(RunsError):
                self.own_tables.of(by)  # which tells this process what they are called
        return found

    def newest(self, by: Person) -> str | None:
        """The id of the first line of their table, at the cost of one line; None where they have no run.

        Raises:
            StoreError: the store cannot be used, and no run is in memory.
        """
        return newest(self._memory, self._store, by)

    def close(self) -> None:
        """Write down what is still to be written."""
        self.sealed_rows.close()
        if self._keeper is not None:
            self._keeper.close()
        if self._files is not None:
            remove_place(self._files)

    def _stop(self, run_id: str, by: Person) -> None:
        run = self.get(run_id)
        if run is not None and not run.over and not run.is_streamed:
            with suppress(RuntimeError):  # the engine is closed already
                self.steering.ask(run, Stop(), by)
