"""Who waits, in which order; which wishes are on their way; who leaves a worker: plain data, no cluster."""

from typing import Any

import pytest

from playground.engine import calls, shelf
from playground.engine.held import HeldRuns, who_leaves
from playground.engine.outbox import KEPT, Outbox
from playground.engine.queue import Queue
from playground.engine.shelf import Shelf
from playground.engine.task import EngineTask
from playground.limits import Limits
from playground.messages.checkpoint import Held
from playground.messages.jobs import Job
from playground.messages.wishes import Pause, Resume, SetLearningRate, Step, Stop
from tests.support.waiting import awaited


def task(name: str, **more: Any) -> EngineTask:
    return EngineTask(Job(name), lambda _: None, **more)


def test_who_comes_first_is_first_and_whoever_lets_others_go_is_last() -> None:
    queue: Queue[EngineTask] = Queue()
    patient, first, second = task("patient", later=True), task("first"), task("second")
    for one in (patient, first, second):
        queue.put(one)
    assert list(queue) == [first, second, patient]
    assert queue.take() is first
    queue.put_first(first)
    queue.remove(second)
    queue.remove(second)
    assert list(queue) == [first, patient]


def test_wishes_wait_until_their_number_is_taken() -> None:
    outbox = Outbox([Pause()])
    outbox.put(Step())
    assert (outbox.first, list(outbox.waiting)) == (1, [Pause(), Step()])
    assert outbox.acknowledge(1)
    assert not outbox.acknowledge(1)
    assert (outbox.first, list(outbox.waiting)) == (2, [Step()])
    assert outbox.acknowledge(99)
    assert (outbox.first, list(outbox.waiting), outbox.last) == (3, [], 2)


def test_what_a_checkpoint_does_not_hold_is_made_again() -> None:
    outbox = Outbox([Pause(), Step()])
    outbox.acknowledge(2)
    outbox.settle(2)
    outbox.put(Step())
    outbox.put(Resume())
    outbox.acknowledge(4)
    outbox.go_back(2)
    assert (outbox.first, list(outbox.waiting)) == (3, [Step(), Resume()])
    outbox.settle(4)
    outbox.go_back(0)
    assert (outbox.first, list(outbox.waiting)) == (5, [])


def test_a_run_without_checkpoints_keeps_no_more_wishes_than_it_may() -> None:
    outbox = Outbox()
    for _ in range(3 * KEPT):
        outbox.put(Step())
        outbox.acknowledge(outbox.last)
    assert outbox.first == 3 * KEPT + 1
    outbox.go_back(0)
    assert len(outbox.waiting) <= KEPT


@pytest.mark.parametrize(
    ("wish", "needs", "paused"),
    [
        (Step(), True, True),
        (Resume(), True, False),
        (Stop(), False, True),
        (SetLearningRate(value=0.1), False, True),
    ],
)
def test_a_held_run_needs_a_worker_for_what_trains(wish: Any, needs: bool, paused: bool) -> None:
    outbox = Outbox([Pause()])
    outbox.acknowledge(1)
    outbox.put(wish)
    assert (outbox.needs_worker, outbox.is_paused) == (needs, paused)


def test_the_longest_held_leaves_first_and_who_goes_on_by_itself_never() -> None:
    free = task("free", worker="a")
    late = task("late", worker="b", held_since=9.0, outbox=Outbox([Pause()]))
    long = task("long", worker="c", held_since=2.0, outbox=Outbox([Pause()]))
    steps = task("steps", worker="d", outbox=Outbox([Step()]))
    asked = task("asked", worker="e", held_since=1.0, asked_away=True, outbox=Outbox([Pause()]))
    assert who_leaves([free, late, steps, long, asked], 3) == [long, late]
    assert who_leaves([free, late, steps, long, asked], 9) == [long, late, steps]
    assert who_leaves([free, late, steps, long, asked], 1) == []


@pytest.mark.parametrize("meanwhile", [{"future": object(), "asked_away": False}, {"asked_away": False}])
def test_a_late_answer_does_not_count_a_run_that_left_or_goes_on_as_leaving(
    monkeypatch: pytest.MonkeyPatch, meanwhile: dict[str, Any]
) -> None:
    one = task("one", worker="a", outbox=Outbox([Pause()]))

    async def answer(*_: Any, **__: Any) -> dict[str, Any]:
        for name, value in meanwhile.items():
            setattr(one, name, value)
        return {"a": True}

    monkeypatch.setattr(calls, "_run", answer)
    cluster: Any = None
    awaited(calls.give_up(cluster, one))
    assert not one.asked_away


def test_held_runs_take_no_more_room_than_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "limits", lambda: Limits(held_bytes=25))
    ended: list[tuple[str, str]] = []
    held = HeldRuns(Shelf(None), lambda _: None, lambda _: None, lambda one, _, reason: end(one, reason))

    def end(one: EngineTask, reason: str) -> None:
        ended.append((one.run_id, reason))
        held.remove(one)

    for number in range(4):
        awaited(held.put(task(str(number)), Held(bytes([number]) * 10, number, 0, {}, False)))
    assert [run_id for run_id, _ in ended] == ["0", "1"]
    assert "held for longest" in ended[0][1]
    assert [one.run_id for one in held.all] == ["2", "3"]
    assert awaited(held.shelf.get("3")) == bytes([3]) * 10
    awaited(held.put(task("large"), Held(b"x" * 26, 1, 0, {}, False)))
    assert [one.run_id for one in held.all] == []


def test_a_run_whose_steps_are_not_all_taken_waits_for_a_worker_again() -> None:
    waiting: list[EngineTask] = []
    held = HeldRuns(Shelf(None), waiting.append, lambda _: None, lambda *_: None)
    stepping, resting, asked = task("stepping"), task("resting", outbox=Outbox([Pause()])), task("asked")
    awaited(held.put(stepping, Held(b"1", 1, 0, {}, True)))
    resting.outbox.acknowledge(1)
    awaited(held.put(resting, Held(b"2", 1, 0, {}, False)))
    asked.outbox.put(Step())  # while it left
    awaited(held.put(asked, Held(b"3", 1, 0, {}, False)))
    assert waiting == [stepping, asked]
    assert resting in held


def test_a_run_that_was_asked_to_stop_while_it_left_takes_no_worker_from_anybody() -> None:
    waiting: list[EngineTask] = []
    stopped: list[EngineTask] = []
    held = HeldRuns(Shelf(None), waiting.append, stopped.append, lambda *_: None)
    asked = task("asked", outbox=Outbox([Pause(), Step(), Stop()]))
    awaited(held.put(asked, Held(b"1", 1, 0, {}, True)))
    assert (waiting, stopped) == ([], [asked])
