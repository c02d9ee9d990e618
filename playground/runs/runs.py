"""All runs: those of this server, which go on or ended lately, and whatever else the store has."""

import json
import secrets
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from playground.engine.protocol import Trains
from playground.experiment import Experiment
from playground.ids import is_id, new_id
from playground.limits import limits
from playground.messages.events import Event, NoPicture, Picture
from playground.messages.jobs import Train
from playground.messages.wishes import Stop, Wish
from playground.persons import Deed, Person, may
from playground.runs.archive import Archive
from playground.runs.deeds import OwnedBy, RunsError, check, deed_of
from playground.runs.group import Group, Kind
from playground.runs.keeper import Keeper
from playground.runs.place import Place
from playground.runs.rows import as_of_now, summary_of, without_nul
from playground.runs.run import Run
from playground.store import Files, Store, StoreError, Summary
from playground.store.rows import Change, GroupRow, RunRow
from playground.store.servers import Servers
from playground.store.store import READY_SECONDS

KEPT = 200  # ended runs; a long one takes two megabytes
WHOLE_ALBUMS = 8  # of the ended runs whose pictures are all kept
OLD_ALBUM_BYTES = 1_000_000  # of pictures, that the others keep
PERSONS_OF_AN_ADDRESS = 100  # whose runs may go on or wait at once: a class behind one router has as many
NAME_LENGTH, NOTE_LENGTH = 200, 5000

_KINDS_BEFORE = {"luck": "seeds"}  # how an earlier version named a kind of group


class Runs:
    """Starts runs on an engine, has them kept, and finds them again. Thread-safe.

    Without a store, runs live as long as the process. With one, a server `adopts` the runs of servers that are gone.
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
        self._kept = kept
        self._runs: dict[str, Run] = {}  # in the order they were started
        self._groups: dict[str, Group] = {}
        self._lock = threading.Lock()
        self._store = store
        self._keeper: Keeper | None = None
        self._archive: Archive | None = None
        if store is not None:
            servers = Servers(store)
            self._archive = Archive(store, files, servers.silent_for)
            self._keeper = Keeper(store, files, servers)
            self._keeper.start(self, adopts=adopts)

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
        experiment: Experiment,
        by: Person,
        wishes: Sequence[Wish] = (),
        *,
        replaces: str | None = None,
        parent: str | None = None,
        address: str = "",
    ) -> Run:
        """Queue a run and return it at once.

        Args:
            experiment: what to train.
            by: who starts it, its owner from then on.
            address: from where it is started; addresses have turns.
            wishes: what reaches it before its first batch.
            replaces: id of a run of this server to stop first; it does not count as one that goes on.
            parent: id of the run that it branches off, or whose twin it is.

        Raises:
            RunsError: `by` has as many runs going on as one person may, or `address` as many as a hundred persons.
            NotAllowedError: the run to replace is another person's.
        """
        run = Run(new_id(), by.id, experiment, parent, address=address)
        check(by, "start", run)
        before = self.here(replaces) if replaces is not None else None
        if before is not None:
            check(by, "steer", before)
        with self._lock:
            going = sum(
                not each.over and each.place_in_group is None
                for each in self._runs.values()
                if each.owner == by.id and each is not before
            )
            most = limits().runs_per_person
            if going >= most:
                raise RunsError(
                    f"You have {going} {'run' if going == 1 else 'runs'} going on, and {most} at once "
                    f"{'is' if most == 1 else 'are'} allowed. Stop one, or wait until it ends."
                )
            if address and self._going_from(address) >= PERSONS_OF_AN_ADDRESS * most:
                raise RunsError(
                    "Too many runs are going on or waiting that were started from your address. Try again in a minute."
                )
            for wish in wishes:
                run.wish(wish)
            self._take_in(run)
        if before is not None:
            self.ask(before, Stop(), by)
        self._let_go()
        self._engine.submit(
            Train(run.id, experiment), partial(self._hear, run), wishes, owner=by.id, address=address
        )
        return run

    def start_group(
        self,
        experiments: Sequence[Experiment],
        by: Person,
        kind: Kind,
        cells: Sequence[str],
        settings: Mapping[str, Any],
        *,
        address: str = "",
    ) -> Group:
        """Queue runs that belong together, behind all runs that were started singly.

        Args:
            experiments: what to train, in the order of the group.
            by: who starts them, their owner from then on.
            kind: what they are for.
            cells: what each stands for, in words.
            settings: what the group says of itself, ready for JSON.
            address: from where they are started.

        Raises:
            RunsError: they are more than one group may have, or the person has a group going on.
        """
        most = limits().runs_per_group
        if len(experiments) > most:
            raise RunsError(f"{len(experiments)} runs at once are more than the {most} allowed.")
        group_id = new_id()
        runs = tuple(
            Run(new_id(), by.id, experiment, place=Place(group_id, position, cell))
            for position, (experiment, cell) in enumerate(zip(experiments, cells, strict=True))
        )
        group = Group(group_id, by.id, kind, dict(settings), runs)
        check(by, "start", group)
        with self._lock:
            if any(each.owner == by.id and not each.over for each in self._groups.values()):
                raise RunsError(
                    "Your last sweep or seeds study still goes on. Stop it, or wait until it ends, then start the next."
                )
            self._groups[group_id] = group
            if self._keeper is not None:
                self._keeper.add_group(_row_of(group))
            for run in runs:
                self._take_in(run)
        self._let_go()
        for run in runs:
            self._engine.submit(
                Train(run.id, run.experiment),
                partial(self._hear, run),
                later=True,
                owner=by.id,
                address=address,
            )
        return group

    def _going_from(self, address: str) -> int:
        return sum(
            not run.over and run.address == address and run.place_in_group is None
            for run in self._runs.values()
        )

    def here(self, run_id: str) -> Run | None:
        """The run of this id if it is in memory; at once. None for whatever cannot be an id."""
        if not is_id(run_id):
            return None
        with self._lock:
            run = self._runs.get(run_id)
        return run if run is not None and run.deleted_at is None else None

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
        with self._lock:
            group = self._groups.get(group_id)
        if group is not None or self._store is None or not is_id(group_id):
            return group
        found = self._store.group(group_id)
        if found is None:
            return None
        row, members = found
        runs = tuple(run for run_id in members if (run := self.get(run_id)) is not None)
        kind = _KINDS_BEFORE.get(row["kind"], row["kind"])
        return Group(row["id"], row["owner"], kind, json.loads(row["settings"]), runs)

    def table(self, by: Person) -> list[Summary]:
        """A person's own runs with their names, notes and stars, the newest first; without those they have deleted.

        While the store cannot be used, these are the runs in memory.

        Raises:
            StoreError: the store cannot be used, and no run is in memory.
        """
        with self._lock:
            here = {
                run.id: run
                for run in self._runs.values()
                if run.deleted_at is None and may(by, "describe", run)
            }
        if self._store is None:
            return [summary_of(run) for run in reversed(here.values())]
        try:
            rows = self._store.table(by.id)
        except StoreError:
            if not here:
                raise
            return [summary_of(run) for run in reversed(here.values())]
        # A run that the database refuses is there as long as the server.
        refused = [summary_of(run) for run in reversed(here.values()) if run.refused]
        return refused + [as_of_now(row, here[row.id]) if row.id in here else row for row in rows]

    def describe(
        self,
        run_id: str,
        by: Person,
        *,
        name: str | None = None,
        note: str | None = None,
        starred: bool | None = None,
    ) -> None:
        """Name a run, take a note of it, or star it.

        Raises:
            RunsError: the store cannot be used, or the text is too long.
            NotAllowedError: the run is another person's.
        """
        if len(name or "") > NAME_LENGTH or len(note or "") > NOTE_LENGTH:
            raise RunsError(f"A name may have {NAME_LENGTH} letters and a note {NOTE_LENGTH:,}.")
        change = Change()
        if name is not None:
            change["name"] = without_nul(name)
        if note is not None:
            change["note"] = without_nul(note)
        if starred is not None:
            change["starred"] = starred
        self._check_all([run_id], by, "describe")
        self._change([run_id], by, change)

    def delete(self, run_ids: Iterable[str], by: Person) -> None:
        """Take runs of one's own out of the table; for a day they can be brought back. One that goes on is stopped.

        Raises:
            RunsError: the store cannot be used.
            NotAllowedError: one of the runs is another person's; all of them stay.
        """
        ids, at = list(run_ids), time.time()
        self._check_all(ids, by, "delete")
        found = self._mark_deleted(ids, at)
        try:
            self._change(ids, by, Change(deleted_at=at))
        except RunsError:
            self._mark_deleted(ids, None)
            raise
        for run in found:
            if not run.over:
                self._engine.ask(run.id, Stop())

    def restore(self, run_ids: Iterable[str], by: Person) -> None:
        """Bring deleted runs back.

        Raises:
            RunsError: the store cannot be used.
            NotAllowedError: one of the runs is another person's.
        """
        ids = list(run_ids)
        self._check_all(ids, by, "delete")
        self._change(ids, by, Change(deleted_at=None))
        self._mark_deleted(ids, None)

    def _check_all(self, run_ids: Sequence[str], by: Person, deed: Deed) -> None:
        """Checks that a person may do this to runs, deleted ones too; ids of no run are left out.

        Raises:
            RunsError: the store cannot be used.
            NotAllowedError: they may not.
        """
        for run_id in run_ids:
            with self._lock:
                run = self._runs.get(run_id)
            try:
                owner = run.owner if run is not None else self._stored_owner(run_id)
            except StoreError as error:
                raise RunsError(str(error)) from error
            if owner is not None:
                check(by, deed, OwnedBy(owner))

    def _stored_owner(self, run_id: str) -> str | None:
        row = self._store.run(run_id) if self._store is not None and is_id(run_id) else None
        return None if row is None else row["owner"]

    def _mark_deleted(self, run_ids: Sequence[str], at: float | None) -> list[Run]:
        """Marks runs in memory, which may not have been written yet, as deleted at `at` or as not deleted."""
        with self._lock:
            found = [run for name in run_ids if (run := self._runs.get(name))]
        for run in found:
            run.deleted_at = at
            run.watchers.tell()
        if self._archive is not None:
            for name in run_ids:
                self._archive.forget(name)
        return found

    def ask(self, run: Run, wish: Wish, by: Person) -> None:
        """Carry a wish to a run. `Stop` also ends a run whose server has fallen silent.

        Raises:
            NotAllowedError: the run is another person's.
        """
        if (here := self.here(run.id)) is None:
            self.ask_elsewhere(run, wish, by, secrets.token_hex(8))
            return
        check(by, deed_of(wish), run)
        here.wish(wish)
        self._engine.ask(run.id, wish)

    def tell_every(self, run_id: str, seconds: float) -> None:
        """Have a run of this server told of in a message every `seconds`, for a while: somebody looks at it."""
        with suppress(RuntimeError):  # the engine is closed already
            self._engine.tell_every(run_id, seconds)

    def ask_elsewhere(self, run: Run, wish: Wish, by: Person, sender: str) -> Future[bool]:
        """Carry a wish to a run that is not in memory; the result says whether a worker took it, within seconds.

        Under one `sender` a wish is taken once. `Stop` also ends a run whose server has fallen silent.

        Raises:
            NotAllowedError: the run is another person's.
        """
        check(by, deed_of(wish), run)
        if isinstance(wish, Stop) and self._keeper is not None:
            self._keeper.stop_elsewhere(run.id)
        return self._engine.ask_elsewhere(run.id, wish, sender)

    def close(self) -> None:
        """Write down what is still to be written."""
        if self._keeper is not None:
            self._keeper.close()

    def _take_in(self, run: Run) -> None:
        self._runs[run.id] = run
        if self._keeper is not None:
            self._keeper.add(run)

    def _hear(self, run: Run, events: list[Event]) -> None:
        """Events are written before they are shown; pictures are not written, and need not wait."""
        if self._keeper is not None and not all(isinstance(event, Picture | NoPicture) for event in events):
            self._keeper.take(run, events)
        else:
            run.hear(events)

    def held(self) -> tuple[list[Run], list[GroupRow]]:
        """The runs in memory, and the rows of the groups: what can be written again."""
        with self._lock:
            return list(self._runs.values()), [_row_of(group) for group in self._groups.values()]

    def hand_over(self, run_id: str, state: str) -> None:
        """Let go of a run of another server: the store has it from now on. One that was stopped there stops here."""
        with self._lock:
            run = self._runs.pop(run_id, None)
        if self._archive is not None:
            self._archive.forget(run_id)
        if run is not None:
            run.watchers.tell()
        if state == "stopped":
            with suppress(RuntimeError):  # the engine is closed already, and its runs are over
                self._engine.ask(run_id, Stop())

    def adopt(self, row: RunRow) -> None:
        """Take on a run whose server is gone; its worker may still train it."""
        assert self._keeper is not None
        assert self._archive is not None
        run, number = self._archive.read(row)
        self._archive.forget(run.id)
        self._keeper.know(run, number)
        with self._lock:
            self._runs[run.id] = run
        with suppress(RuntimeError):  # the engine is closed already: the next server takes the run on
            self._engine.adopt(Train(run.id, run.experiment), partial(self._hear, run), run.set_aside)

    def _change(self, run_ids: Sequence[str], by: Person, change: Change) -> None:
        if self._store is None:
            raise RunsError("Runs are not kept here, so they cannot be named, starred or deleted.")
        try:
            self._store.change([run_id for run_id in run_ids if is_id(run_id)], by.id, change)
        except StoreError as error:
            raise RunsError(str(error)) from error

    def _let_go(self) -> None:
        """Thin the pictures of runs that ended, and forget the oldest of them."""
        with self._lock:
            ended = [run for run in self._runs.values() if run.over]
            for run in ended[: max(len(ended) - self._kept, 0)]:
                del self._runs[run.id]
            for group in [group for group in self._groups.values() if group.over]:
                if not any(run.id in self._runs for run in group.runs):
                    del self._groups[group.id]
        # Every poll takes the lock, and thinning takes a tenth of a second each.
        for run in ended[:-WHOLE_ALBUMS]:
            run.album.shrink(OLD_ALBUM_BYTES)


def _row_of(group: Group) -> GroupRow:
    return GroupRow(
        id=group.id,
        owner=group.owner,
        kind=group.kind,
        settings=json.dumps(group.settings),
        created_at=time.time(),
    )
