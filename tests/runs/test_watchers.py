"""Whoever watches a run hears of each change, in the thread that makes it."""

from playground.experiment import Data, Experiment
from playground.messages.events import Picture
from playground.messages.wishes import Pause
from playground.runs import Run
from tests.support.experiments import complete


def test_a_run_calls_its_watchers_after_what_it_hears_and_what_is_asked_of_it() -> None:
    run = Run("r", "somebody", complete(Experiment(data=Data(dataset="iris"))))
    seen: list[tuple[int, bool]] = []

    def see() -> None:
        seen.append((run.since(0)["pictures"], run.since(0)["held"]))  # the change is made already

    run.watchers.add(see)
    run.hear([Picture(epoch=0, batch=0, bytes=b"picture")])
    run.wish(Pause())
    assert seen == [(1, False), (1, True)]
    run.watchers.remove(see)
    run.hear([Picture(epoch=1, batch=0, bytes=b"picture")])
    assert len(seen) == 2
    assert run.watchers.version == 3
