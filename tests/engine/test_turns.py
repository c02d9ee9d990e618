"""Turns in the queue: between addresses, then between persons, then first come, first served."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from playground.engine.queue import Queue


@dataclass(eq=False)
class _Run:
    name: str
    owner: str = ""
    address: str = ""
    later: bool = False


def _taken(runs: Queue[_Run]) -> list[str]:
    return [runs.take().name for _ in range(len(runs))]


def _queue(*runs: _Run) -> Queue[_Run]:
    filled: Queue[_Run] = Queue()
    for run in runs:
        filled.put(run)
    return filled


def test_one_persons_runs_go_first_come_first_served() -> None:
    assert _taken(_queue(_Run("a"), _Run("b"), _Run("c"))) == ["a", "b", "c"]


def test_forty_runs_of_one_person_let_another_pass_after_the_first() -> None:
    many = [_Run(f"a{number}", owner="a") for number in range(40)]
    assert _taken(_queue(*many, _Run("b", owner="b")))[:3] == ["a0", "b", "a1"]


def test_forty_persons_of_one_address_let_another_address_pass_after_the_first() -> None:
    made_up = [_Run(f"a{number}", owner=f"made up {number}", address="10.0.0.1") for number in range(40)]
    assert _taken(_queue(*made_up, _Run("b", owner="b", address="10.0.0.2")))[:3] == ["a0", "b", "a1"]


def test_who_had_a_turn_goes_behind_those_who_wait() -> None:
    runs = _queue(_Run("a1", owner="a"))
    runs.take()
    runs.put(_Run("a2", owner="a"))
    runs.put(_Run("b", owner="b"))
    assert _taken(runs) == ["b", "a2"]


def test_sweeps_wait_until_nothing_else_does() -> None:
    assert _taken(_queue(_Run("sweep", owner="a", later=True), _Run("b1", "b"), _Run("b2", "b"))) == [
        "b1",
        "b2",
        "sweep",
    ]


def test_a_turn_that_came_to_nothing_is_had_again_first() -> None:
    runs = _queue(_Run("a"), _Run("b"))
    first = runs.take()
    runs.put_first(first)
    assert _taken(runs) == ["a", "b"]


_RUNS = st.lists(
    st.builds(
        _Run, st.text(max_size=3), st.sampled_from("abc"), st.sampled_from(["1", "2", ""]), st.booleans()
    ),
    max_size=25,
)


@given(_RUNS)
def test_the_order_told_is_the_order_taken_and_nobody_is_lost(given_runs: list[_Run]) -> None:
    runs = _queue(*given_runs)
    told = list(runs)
    taken = [runs.take() for _ in range(len(runs))]
    assert taken == told
    assert sorted(map(id, taken)) == sorted(map(id, given_runs))
