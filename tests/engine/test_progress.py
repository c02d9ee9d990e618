"""What another worker is given of a run whose worker left."""

from playground.engine.progress import Progress
from playground.engine.task import EngineTask
from playground.messages.events import Began, Epochs, Event, LearningRate
from playground.messages.jobs import Back, Job, Train
from playground.messages.wishes import SetLearningRate
from tests.support.experiments import short

BEGAN = Began(parameters=9, train_rows=100, validation_rows=50)
JOB = Train("run", short(100))


def told(first: int, number: int) -> Epochs:
    epochs = range(first, first + number)
    return Epochs(first=first, logs={"loss": [1.0] * number}, seconds=[float(epoch) for epoch in epochs])


def rest(*events: Event, job: Job = JOB) -> tuple[Job, list[SetLearningRate]]:
    progress = Progress(job)
    for event in events:
        progress.take(event)
    found, met = progress.rest(job)
    return found, list(met)


def test_a_run_that_told_no_epoch_begins_anew() -> None:
    assert rest() == rest(BEGAN) == (JOB, [])


def test_a_run_goes_on_from_its_last_epoch_with_the_rates_that_were_set() -> None:
    rate = LearningRate(epoch=3, batch=2, value=0.5)
    found, met = rest(BEGAN, told(0, 1), told(1, 3), rate, told(4, 2))
    assert found == Train("run", JOB.experiment, Back(5, 5.0, ((3, 2, 0.5),)))
    assert met == []


def test_a_rate_that_was_set_after_the_last_epoch_is_asked_for_again() -> None:
    rates = [LearningRate(epoch=1, batch=batch, value=batch / 10) for batch in (1, 2)]
    found, met = rest(BEGAN, told(0, 2), *rates)
    assert found == Train("run", JOB.experiment, Back(1, 1.0))
    assert met == [SetLearningRate(value=0.2)]


def test_what_the_worker_before_told_last_is_not_told_again() -> None:
    heard: list[Event] = []
    task = EngineTask(JOB, heard.extend)
    for event in (BEGAN, told(0, 3), told(3, 2)):
        task.tell([event])
    task.tell([told(2, 2), told(4, 3)])  # the next worker began after epoch 1
    assert heard == [BEGAN, told(0, 3), told(3, 2), told(5, 2)]


def test_a_run_that_is_moved_twice_keeps_what_it_was_given_the_first_time() -> None:
    once = Train("run", JOB.experiment, Back(5, 5.0, ((3, 2, 0.5),)))
    assert rest(job=once) == (once, [])
    again, _ = rest(told(6, 2), LearningRate(epoch=7, batch=0, value=0.1), job=once)
    assert again == Train("run", JOB.experiment, Back(7, 7.0, ((3, 2, 0.5), (7, 0, 0.1))))
