"""What a policy lets go, of what is there."""

import os
from dataclasses import replace
from typing import Any

from playground.keeping.plan import DAY, Plan, plan
from playground.keeping.policy import Policy
from playground.keeping.state import State
from playground.lessons.uploaded import LessonFolder
from playground.store.files import StoredFile
from playground.store.rows import UploadRow
from playground.store.tidying import KeptRun

NOW = 1_700_000_000.0
MONTH = Policy(keep_days=30)


def run(days: float = 0.0, owner: str = "me", **others: Any) -> KeptRun:
    """A run that finished `days` days ago."""
    at = NOW - days * DAY
    usual = KeptRun(os.urandom(16).hex(), owner, None, "finished", False, at, at, None, None, None, None)
    return usual._replace(**others)


def name_of(letter: str) -> str:
    return letter * 64


def files(days: float, **sizes: int) -> dict[str, StoredFile]:
    return {name_of(letter): StoredFile(size, NOW - days * DAY) for letter, size in sizes.items()}


def test_without_a_policy_only_what_its_person_deleted_goes() -> None:
    old, deleted, undone = run(9999), run(deleted_at=NOW - 2 * DAY), run(deleted_at=NOW - 100)
    found = plan(Policy(), State(NOW, runs=[old, deleted, undone], people={"me": NOW - 9999 * DAY}))
    assert found == Plan(deleted=[deleted.id])


def test_old_runs_go_but_those_that_are_starred_or_go_on() -> None:
    old = run(31)
    kept = [run(29), run(31, starred=True), run(31, state="running", ended_at=None), run(31, state="waiting")]
    assert plan(MONTH, State(NOW, runs=[old, *kept])).runs == [old.id]


def test_a_run_of_before_that_ended_lately_is_young() -> None:
    assert plan(MONTH, State(NOW, runs=[run(31, ended_at=NOW)])).runs == []


def test_a_sweep_goes_whole_or_not_at_all() -> None:
    kept = [run(31, group_id="a"), run(31, group_id="a", starred=True)]
    gone = [run(31, group_id="b"), run(33, group_id="b")]
    groups = {"a": NOW - 31 * DAY, "b": NOW - 31 * DAY, "new": NOW}
    found = plan(MONTH, State(NOW, runs=[*kept, *gone], groups=groups))
    assert set(found.runs) == {each.id for each in gone}
    assert found.groups == ["b"]


def test_of_too_many_runs_the_oldest_of_each_person_go_and_starred_ones_count() -> None:
    mine = [run(days) for days in range(4)]
    star = run(50, starred=True)
    found = plan(Policy(keep_runs=3), State(NOW, runs=[*mine, star, run(60, "you")]))
    assert set(found.runs) == {mine[2].id, mine[3].id}


def test_of_too_many_runs_a_sweep_that_reaches_over_the_bound_stays_whole() -> None:
    sweep = [run(days=1, group_id="a") for _ in range(5)]
    found = plan(Policy(keep_runs=3), State(NOW, runs=[run(), *sweep, old := run(2)]))
    assert found.runs == [old.id]


def test_of_too_many_bytes_the_oldest_runs_lose_their_files_and_a_shared_file_counts_once() -> None:
    new, middle, old = (run(n, weights=name_of(w), data=name_of("d")) for n, w in enumerate("abc"))
    star = run(50, weights=name_of("e"), starred=True)
    there = files(2, a=30, b=30, c=30, d=10, e=20)
    found = plan(Policy(keep_bytes=90), State(NOW, runs=[old, new, star, middle], files=there))
    assert found.emptied == [old.id]
    assert found.files == {name_of("c"): 30}
    assert found.runs == []


def upload(letter: str, owner: str = "me", days: float = 31) -> UploadRow:
    digest, at = name_of(letter), NOW - days * DAY
    return UploadRow(digest=digest, owner=owner, title="a", size=1, shared=False, created_at=at)


def test_a_table_stays_as_long_as_a_run_needs_it_whoever_has_the_run() -> None:
    other = run(1, "you")
    state = State(
        NOW,
        runs=[other],
        uploads=[upload("a"), upload("b"), upload("c", days=1)],
        needs={other.id: frozenset({name_of("a")})},
        files=files(31, a=1, b=1),
    )
    found = plan(MONTH, state)
    assert found.uploads == [(name_of("b"), "me")]
    assert set(found.files) == {name_of("b")}


def lesson(letter: str) -> str:
    return f"upload-{letter * 20}"


def test_whoever_was_not_here_for_long_and_keeps_no_run_is_gone() -> None:
    long_ago = NOW - 33 * DAY
    people: dict[str, float | None] = dict.fromkeys(("gone", "star", "console"), long_ago)
    people |= {"here": NOW, "perhaps here since": NOW - 31 * DAY, "unknown": None}
    state = State(
        NOW,
        runs=[run(50, "star", starred=True)],
        people=people,
        uploads=[upload("a", "gone", 1)],
        progress=frozenset({("gone", lesson("a")), ("here", lesson("b"))}),
        lessons=[LessonFolder(lesson(letter), 9, long_ago) for letter in "ab"],
    )
    found = plan(MONTH, state)
    assert found.people == ["gone"]
    assert found.uploads == [(name_of("a"), "gone")]
    assert [each.name for each in found.lessons] == [lesson("a")]
    assert plan(Policy(), replace(state)).people == []


def test_a_file_that_nothing_names_stays_a_week_after_the_database_was_met() -> None:
    state = State(NOW, files=files(8, a=1) | files(6, b=1), known_since=NOW - 8 * DAY)
    assert plan(Policy(), state).files == {name_of("a"): 1}
    assert plan(Policy(), state).waiting == {name_of("b"): 1}
    for met in (NOW - 6 * DAY, None):  # it may have taken the place of the one that names these
        assert plan(Policy(), replace(state, known_since=met)).files == {}


def test_no_file_goes_from_a_place_that_another_database_uses_too() -> None:
    old = run(31, weights=name_of("b"))
    state = State(NOW, runs=[old], files=files(8, a=1, b=1), known_since=NOW - 8 * DAY)
    assert set(plan(MONTH, state).files) == {name_of("a"), name_of("b")}
    shared = plan(MONTH, replace(state, others=frozenset({name_of("c")})))
    assert (shared.runs, shared.files, len(shared.waiting)) == ([old.id], {}, 2)


def test_the_checkpoint_of_a_held_run_is_no_stranger() -> None:
    state = State(NOW, files=files(8, a=1), known_since=NOW - 8 * DAY, checkpoints=frozenset({name_of("a")}))
    assert plan(MONTH, state) == Plan()


def test_a_file_that_was_written_just_now_may_be_about_to_be_named() -> None:
    gone = run(31, weights=name_of("a"))
    found = plan(MONTH, State(NOW, runs=[gone], files=files(0, a=1)))
    assert (found.runs, found.files) == ([gone.id], {})


def test_files_that_are_named_and_missing_are_found_and_stay_named() -> None:
    assert plan(MONTH, State(NOW, runs=[run(weights=name_of("a"))])) == Plan(
        missing=frozenset({name_of("a")})
    )
