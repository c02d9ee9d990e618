"""What a tidying removes: a function of the state and the policy, so that a dry run shows what a real run would do.

Runs that are starred, go on, wait or are held are never removed, nor what they need. A sweep or seeds study is kept or
removed as a whole, so that no map has holes: one star keeps all of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from playground.keeping.policy import Policy
from playground.keeping.state import State
from playground.lessons.uploaded import LessonFolder
from playground.persons import CONSOLE
from playground.store.store import UNDO_SECONDS
from playground.store.tidying import KeptRun

DAY = 24 * 3600.0
SETTLED_SECONDS = 3600.0  # a row may name a younger file soon
SEEN_DAYS = 2.0  # how much later than recorded a person may have been here
STRANGE_DAYS = 7.0  # how long a file without a row stays, because a database may be restored in that time


@dataclass(frozen=True)
class Plan:
    """What a tidying will remove.

    Attributes:
        deleted: runs that their owners deleted at least a day ago, by id.
        runs: runs that the policy no longer keeps, by id.
        emptied: runs that lose weights, data and pictures.
        groups: sweeps and seeds studies without runs.
        uploads: own tables, as (hash, owner).
        lessons: uploaded lessons.
        people: persons who have left and have no run.
        files: bytes of the removed files, by name.
        strangers: the removed files that no row of this database has named.
        waiting: bytes of files without a row that stay for now, by name.
        parts: bytes of incomplete files, by path.
        missing: names of missing files. The rows keep the names, because the address of the files may be wrong.
        others: other databases that use the same file store. They may need any file, so no file is removed.
    """

    deleted: Sequence[str] = field(default_factory=list)
    runs: Sequence[str] = field(default_factory=list)
    emptied: Sequence[str] = field(default_factory=list)
    groups: Sequence[str] = field(default_factory=list)
    uploads: Sequence[tuple[str, str]] = field(default_factory=list)
    lessons: Sequence[LessonFolder] = field(default_factory=list)
    people: Sequence[str] = field(default_factory=list)
    files: Mapping[str, int] = field(default_factory=dict)
    strangers: frozenset[str] = frozenset()
    waiting: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def plan(policy: Policy, state: State) -> Plan:
    """The plan of a policy for a state."""
    return _Planner(policy, state).plan()


@dataclass(frozen=True)
class _Unit:
    """A run alone, or all runs of a group."""

    runs: tuple[KeptRun, ...]

    @cached_property
    def is_safe(self) -> bool:
        return any(run.starred or run.is_going for run in self.runs)

    @cached_property
    def latest(self) -> float:
        return max(max(run.started_at, run.ended_at or 0.0) for run in self.runs)


class _Planner:
    def __init__(self, policy: Policy, state: State) -> None:
        self._policy, self._state = policy, state

    def plan(self) -> Plan:
        state = self._state
        deleted = [
            run
            for run in state.runs
            if self._is_older(run.deleted_at, UNDO_SECONDS)
            and not run.is_going  # the run's server would write it again
        ]
        removed = {run.id for run in deleted}
        units = _units(run for run in state.runs if run.id not in removed)
        lapsed = self._lapsed(units)
        removed |= {run.id for run in lapsed}
        left = [run for run in state.runs if run.id not in removed]
        emptied = self._emptied(_units(left))
        people = self._people({run.owner for run in left})
        uploads = self._uploads(left, set(people))
        files, strangers, waiting, missing = self._files(left, set(emptied), set(uploads))
        return Plan(
            deleted=[run.id for run in deleted],
            runs=[run.id for run in lapsed],
            emptied=emptied,
            groups=self._groups(left),
            uploads=uploads,
            lessons=self._lessons(set(people)),
            people=people,
            files=files,
            strangers=strangers,
            waiting=waiting,
            parts={
                path: part.size for path, part in state.parts.items() if self._is_older(part.written_at, DAY)
            },
            missing=missing,
            others=state.others,
        )

    def _is_older(self, at: float | None, seconds: float | None) -> bool:
        return at is not None and seconds is not None and at < self._state.now - seconds

    @property
    def _seconds(self) -> float | None:
        """How long the policy keeps things, in seconds."""
        return None if self._policy.keep_days is None else self._policy.keep_days * DAY

    def _lapsed(self, units: Sequence[_Unit]) -> list[KeptRun]:
        """The runs that are too old or beyond a person's number of runs."""
        found: list[KeptRun] = []
        by_owner: dict[str, list[_Unit]] = defaultdict(list)
        for unit in units:
            if not unit.is_safe and self._is_older(unit.latest, self._seconds):
                found += unit.runs
            else:
                by_owner[unit.runs[0].owner].append(unit)
        most = self._policy.keep_runs
        for each in by_owner.values() if most is not None else ():
            count = 0
            for unit in _safe_first(each):
                # A sweep that crosses the limit stays. Otherwise the newest sweep could be removed within an hour.
                if count >= (most or 0) and not unit.is_safe:
                    found += unit.runs
                count += len(unit.runs)
        return found

    def _emptied(self, units: Sequence[_Unit]) -> list[str]:
        """The oldest runs of each person whose files exceed the limit."""
        most = self._policy.keep_bytes
        if most is None:
            return []
        by_owner: dict[str, list[_Unit]] = defaultdict(list)
        for unit in units:
            by_owner[unit.runs[0].owner].append(unit)
        found: list[str] = []
        for each in by_owner.values():
            counted: set[str] = set()
            size = 0
            for unit in _safe_first(each):
                new = {name for run in unit.runs for name in run.files} - counted
                counted |= new
                size += sum(self._state.files[name].size for name in new if name in self._state.files)
                if size > most and not unit.is_safe:
                    found += [run.id for run in unit.runs if run.files]
        return found

    def _groups(self, left: Iterable[KeptRun]) -> list[str]:
        used = {run.group_id for run in left}
        return [
            name
            for name, began_at in self._state.groups.items()
            if name not in used and self._is_older(began_at, UNDO_SECONDS)
        ]

    def _people(self, with_runs: set[str]) -> list[str]:
        return [
            owner
            for owner, seen_at in self._state.people.items()
            if owner not in with_runs
            and owner != CONSOLE.id
            and seen_at is not None
            and self._is_older(seen_at + SEEN_DAYS * DAY, self._seconds)
        ]

    def _uploads(self, left: Iterable[KeptRun], people: set[str]) -> list[tuple[str, str]]:
        """The tables of people who have left and old tables, except those that a run needs."""
        needed = frozenset().union(*(self._state.needs.get(run.id, frozenset()) for run in left))
        return [
            (row["digest"], row["owner"])
            for row in self._state.uploads
            if row["digest"] not in needed
            and (row["owner"] in people or self._is_older(row["created_at"], self._seconds))
        ]

    def _lessons(self, people: set[str]) -> list[LessonFolder]:
        used = {lesson for owner, lesson in self._state.progress if owner not in people}
        return [
            each
            for each in self._state.lessons
            if (each.name not in used and self._is_older(each.used_at, self._seconds))
            or (not each.is_whole and self._is_older(each.used_at, DAY))
        ]

    def _files(
        self, left: Sequence[KeptRun], emptied: set[str], uploads: set[tuple[str, str]]
    ) -> tuple[dict[str, int], frozenset[str], dict[str, int], frozenset[str]]:
        state = self._state
        tables = {row["digest"] for row in state.uploads}
        named_now = tables.union(state.checkpoints, *(run.files for run in state.runs))
        remaining = {row["digest"] for row in state.uploads if (row["digest"], row["owner"]) not in uploads}
        named = remaining.union(state.checkpoints, *(run.files for run in left if run.id not in emptied))
        is_known = self._is_older(state.known_since, STRANGE_DAYS * DAY)
        files: dict[str, int] = {}
        waiting: dict[str, int] = {}
        strangers: set[str] = set()
        for name, stored in state.files.items():
            if name in named:
                continue
            was_named = name in named_now
            seconds = SETTLED_SECONDS if was_named else STRANGE_DAYS * DAY
            is_old = self._is_older(stored.written_at, seconds)
            if is_old and (was_named or is_known) and not state.others:
                files[name] = stored.size
                strangers |= set() if was_named else {name}
            else:
                waiting[name] = stored.size
        missing = frozenset(named - state.files.keys() - state.checkpoints)
        return files, frozenset(strangers), waiting, missing


def _units(runs: Iterable[KeptRun]) -> list[_Unit]:
    by_unit: dict[tuple[str, str], list[KeptRun]] = defaultdict(list)
    for run in runs:
        by_unit[run.owner, run.group_id or run.id].append(run)
    return [_Unit(tuple(each)) for each in by_unit.values()]


def _safe_first(units: Sequence[_Unit]) -> list[_Unit]:
    """The safe units before the others, each part from the newest to the oldest."""
    return sorted(units, key=lambda unit: (not unit.is_safe, -unit.latest, unit.runs[0].id))
