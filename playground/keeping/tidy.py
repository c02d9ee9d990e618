"""Tidying: carries out a plan in small steps. What is starred or goes on again during the tidying stays."""

from collections.abc import Callable, Collection
from typing import TypeVar

from playground.keeping.plan import Plan, plan
from playground.keeping.policy import Policy
from playground.keeping.report import Amount, Report, report_of
from playground.keeping.state import State, read_state, sign_of
from playground.lessons import uploaded
from playground.store import Files, Store
from playground.store.leases import Lease
from playground.store.people import People
from playground.store.store import UNDO_SECONDS
from playground.store.tidying import BATCH, Tidying

_T = TypeVar("_T")

LEASE_SECONDS = 600.0  # how long the lease of a tidying server lasts before it has to be renewed


class CutOffError(Exception):
    """Another process tidies now, or this one ends."""


def lease_of(store: Store, holder: str) -> Lease:
    """The lease for tidying; `holder` is the id of the process."""
    return Lease(store, "tidy", holder, LEASE_SECONDS)


def preview(store: Store, files: Files, policy: Policy, lease: Lease) -> Report:
    """What `tidy` would remove; nothing is changed.

    Raises:
        StoreError: database or files cannot be used.
    """
    return report_of(plan(policy, read_state(store, files, lease.first_at())))


def tidy(
    store: Store, files: Files, policy: Policy, lease: Lease, ends: Callable[[], bool] = lambda: False
) -> Report:
    """Removes what the policy no longer keeps, and returns the report. The caller holds the lease.

    It holds no lock while it writes and uses small transactions, so that no run waits for it. It stops when `ends`
    returns True.

    Raises:
        StoreError: database or files cannot be used; what was removed before stays removed.
        CutOffError: another process tidies now, or this one ends; what was removed before stays removed.
    """
    files.sign(sign_of(store))
    state = read_state(store, files, lease.first_at())
    found = plan(policy, state)
    People(store).note_new([owner for owner, seen_at in state.people.items() if seen_at is None])
    named = frozenset().union(*(run.files for run in state.runs))
    sizes = {name: stored.size for name, stored in state.files.items() if name in named}
    Tidying(store).note_sizes(sizes)
    return _carry_out(found, state, store, files, lambda: not ends() and lease.renew())


def _carry_out(
    found: Plan, state: State, store: Store, files: Files, may_go_on: Callable[[], bool]
) -> Report:
    """Removes what a plan names, except what was starred, used or written again since `state` was read."""
    tables, people = Tidying(store), People(store)

    def step(things: Collection[_T], remove: Callable[[list[_T]], int]) -> int:
        done = 0
        every = list(things)
        for first in range(0, len(every), BATCH):
            if not may_go_on():
                raise CutOffError
            done += remove(every[first : first + BATCH])
        return done

    planned = report_of(found)
    deleted = step(found.deleted, lambda ids: tables.remove_deleted(ids, state.now - UNDO_SECONDS))
    runs = step(found.runs, tables.remove_runs)
    emptied = step(found.emptied, tables.empty_runs)
    groups = step(found.groups, tables.remove_groups)
    keys = set(found.uploads)
    rows = [row for row in state.uploads if (row["digest"], row["owner"]) in keys]
    uploads = step(rows, lambda some: sum(map(tables.remove_upload, some)))
    persons = step(
        found.people, lambda some: sum(people.remove_gone(each, state.people[each] or 0.0) for each in some)
    )
    lessons = [lesson.size for lesson in found.lessons if uploaded.remove(lesson)]
    removed: list[str] = []

    def remove_files(names: list[str]) -> int:
        free = tables.unnamed(names)
        removed_now = [name for name in free if files.remove_unchanged(name, state.files[name].written_at)]
        removed.extend(removed_now)
        return len(removed_now)

    step(found.files, remove_files)
    for path in found.parts:
        files.remove_part(path)
    strangers = [name for name in removed if name in found.strangers]
    return planned._replace(
        deleted_runs=Amount(deleted),
        runs=Amount(runs),
        emptied_runs=Amount(emptied),
        groups=Amount(groups),
        uploads=Amount(uploads),
        lessons=Amount(len(lessons), sum(lessons)),
        people=Amount(persons),
        files=Amount(
            len(removed) + len(found.parts),
            sum(found.files[name] for name in removed) + sum(found.parts.values()),
        ),
        strangers=Amount(len(strangers), sum(found.files[name] for name in strangers)),
    )
