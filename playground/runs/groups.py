"""Groups: starts sweeps and seeds studies, and finds them again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playground.engine.protocol import Trains
from playground.experiment import Complete
from playground.ids import is_id
from playground.messages.jobs import Train
from playground.persons import Person
from playground.runs.deeds import check
from playground.runs.group import Group, Kind, new_group
from playground.runs.intake import Intake
from playground.runs.keeper import Keeper
from playground.runs.memory import Memory
from playground.runs.own_tables import OwnTables
from playground.runs.quota import Quota
from playground.runs.rows import group_of, group_row
from playground.runs.run import Run
from playground.store import Store


class Groups:
    """The sweeps and seeds studies of this server's memory and of the store. Thread-safe."""

    def __init__(
        self,
        engine: Trains,
        memory: Memory,
        store: Store | None,
        keeper: Keeper | None,
        intake: Intake,
        quota: Quota,
        own_tables: OwnTables,
        run_of: Callable[[str], Run | None],
    ) -> None:
        self._engine = engine
        self._memory = memory
        self._store = store
        self._keeper = keeper
        self._intake = intake
        self._quota = quota
        self._own_tables = own_tables
        self._run_of = run_of

    def start(
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
        """Queues the runs of a group, behind all runs that were started alone.

        Args:
            experiments: what to train, in the order of the group.
            by: the person who starts them and becomes their owner.
            kind: the kind of group.
            cells: a label for each run.
            settings: the description of the group, ready for JSON.
            address: where they are started from.
            holds_rate: whether their learning rates cannot be changed during training.
            beside: a group to compare with, which may go on at the same time.

        Raises:
            RunsError: there are more runs than one group may have or the person may store, or the person has another
                group going on.
        """
        self.check(experiments, by)
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

    def check(self, experiments: Sequence[Complete], by: Person) -> None:
        """Checks that a person may train on the data of all these experiments and may store that many more runs.

        Raises:
            RunsError: the person may not.
        """
        for experiment in experiments:
            self._own_tables.check(by, experiment)
        self._quota.check(by, len(experiments))

    def get(self, group_id: str) -> Group | None:
        """The group of this id; None if there is none.

        Raises:
            StoreError: it is not in memory, and the store cannot be used.
        """
        group = self._memory.group(group_id)
        if group is not None or self._store is None or not is_id(group_id):
            return group
        row, members = self._store.group(group_id) or (None, ())
        runs = [run for run_id in members if (run := self._run_of(run_id)) is not None]
        return row and group_of(row, runs)

    def going(self, by: Person) -> Group | None:
        """The group of a person that goes on in this server's memory; None if there is none."""
        return self._memory.going_group(by.id)
