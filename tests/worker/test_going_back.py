"""What a person does acts at the epoch that they see, to the last bit, however far the run has come meanwhile."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.in_process import InProcess
from playground.experiment import Branch, Complete, Experiment
from playground.messages.events import Event
from playground.messages.jobs import Back
from playground.messages.wishes import Pause, Resume, SetLearningRate, Step, StepBatch, Stop, Wish
from playground.persons import CONSOLE
from playground.plan import plan
from playground.runs import Run, Runs
from playground.worker.control import Control
from playground.worker.job import train
from playground.worker.replay import Replay
from tests.support.compiling import EPOCHS_BEFORE_XLA

pytestmark = pytest.mark.usefixtures("few_epochs_before_xla")

EPOCHS = EPOCHS_BEFORE_XLA + 3
LAYERS = [{"type": "dense", "units": 6}, {"type": "dropout", "rate": 0.3}, {"type": "batch_normalization"}]
PLATEAU = {"monitor": "loss", "factor": 0.5, "patience": 1, "min_delta": 0.05}
Deed = tuple[int, float]  # at an epoch, another learning rate


def experiment(**training: Any) -> Complete:
    asked = {
        "data": {"dataset": "cereals"},
        "network": {"layers": LAYERS},
        "training": {
            "epochs": EPOCHS,
            "batch_size": 10,
            "optimizer": {"name": "adam", "learning_rate": 0.02},
            "early_stopping": {"monitor": "val_loss", "min_delta": 0.02, "patience": 30},
            **training,
        },
    }
    return plan(Experiment.model_validate(asked)).experiment


def live(what: Complete, *deeds: Deed) -> Run:
    """A run that is held at each epoch of a deed, as one is whose worker waits for its person."""
    run, control, left = Run("live", CONSOLE.id, what), Control(), list(deeds)

    def hear(events: list[Event]) -> None:
        run.hear(events)
        held = [event for event in events if event.kind == "paused" and event.paused]
        if held and left and held[-1].epoch == left[0][0]:
            while left and left[0][0] == held[-1].epoch:
                control.set_learning_rate(left.pop(0)[1])
            control.resume()
            go_on(held[-1].epoch)

    def go_on(epoch: int) -> None:
        if left:
            control.take(Pause())
            for _ in range(left[0][0] - epoch):
                control.take(Step())

    go_on(0)
    train(what, hear, control)
    return run


class Steered:
    """A run that has come to its end each time before its person does something at an earlier epoch."""

    def __init__(self, what: Complete) -> None:
        self._engine = InProcess()
        self.runs = Runs(self._engine)
        self.run = self.runs.start(what, CONSOLE)
        self._engine.close()

    def ask(self, *wishes: Wish) -> Run:
        for wish in wishes:
            self.runs.steering.ask(self.run, wish, CONSOLE)
        self._engine.close()
        return self.run


def course(run: Run) -> dict[str, Any]:
    """All that numbers can tell two runs apart by."""
    return {
        "curves": run.curves,
        "rates": run.learning_rates,
        "best": run.best,
        "kept": run.kept,
        "evaluated": run.evaluated,
        "state": run.state,
        "rate of each epoch": run.learning_rate[1:],
    }


def left_of(deeds: list[Deed]) -> list[Deed]:
    """The deeds that count in the end: one at an epoch drops those at later ones."""
    left: list[Deed] = []
    for epoch, rate in deeds:
        left = [*[known for known in left if known[0] < epoch], (epoch, rate)]
    return left


@pytest.mark.usefixtures("without_xla")
@settings(max_examples=6)
@given(
    st.lists(st.tuples(st.integers(0, EPOCHS - 1), st.sampled_from([0.3, 0.003])), min_size=1, max_size=3),
    st.booleans(),
)
def test_a_rate_changed_at_an_epoch_of_the_past_is_one_changed_there_live(
    deeds: list[Deed], has_plateau: bool
) -> None:
    what = experiment(reduce_lr_on_plateau=PLATEAU if has_plateau else None)
    steered = Steered(what)
    for epoch, rate in deeds:
        steered.ask(SetLearningRate(value=rate, at=epoch))
    assert course(steered.run) == course(live(what, *left_of(deeds)))


def test_the_same_holds_where_xla_has_taken_over() -> None:
    what, deed = experiment(), (EPOCHS - 1, 0.3)
    assert course(Steered(what).ask(SetLearningRate(value=deed[1], at=deed[0]))) == course(live(what, deed))


@pytest.mark.usefixtures("without_xla")
def test_a_pause_and_steps_at_a_seen_epoch_change_nothing_of_what_was_trained_ahead() -> None:
    what = experiment()
    steered = Steered(what)
    before = course(steered.run)
    assert course(steered.ask(Pause(at=3), Step(at=3), Step(at=4), Resume(at=5))) == before
    assert before == course(live(what, (0, what.training.optimizer.learning_rate))) | {"rates": []}


@pytest.mark.usefixtures("without_xla")
def test_a_batch_at_a_seen_epoch_holds_there_and_what_follows_is_what_it_was() -> None:
    steered = Steered(experiment())
    before = course(steered.run)
    steered.runs.steering.ask(steered.run, StepBatch(at=4), CONSOLE)
    run = steered.run
    assert (run.epoch, len(run.elapsed)) == (4, 5)
    assert not run.over
    assert course(steered.ask(Resume())) == before


@pytest.mark.usefixtures("without_xla")
def test_a_rate_changed_amid_an_epoch_is_changed_there_when_the_run_goes_back_to_a_later_one() -> None:
    what = experiment()
    steered = Steered(what)
    steered.ask(StepBatch(at=2), SetLearningRate(value=0.3), Resume())
    changed = course(steered.run)
    assert steered.run.learning_rates == [(2, 0.3)]
    steered.ask(SetLearningRate(value=0.3, at=6))
    assert course(steered.run) | {"rates": [(2, 0.3)]} == changed
    assert steered.run.learning_rates == [(2, 0.3), (6, 0.3)]


@pytest.mark.usefixtures("without_xla")
def test_a_stop_at_a_seen_epoch_ends_the_run_with_the_network_of_that_epoch() -> None:
    what = experiment(early_stopping=None)
    run = Steered(what).ask(Stop(at=5))
    assert (run.state, run.epoch, run.kept) == ("stopped", 5, 5)
    whole = live(what, (0, what.training.optimizer.learning_rate))
    assert run.curves == {name: values[:6] for name, values in whole.curves.items()}
    assert run.seconds == run.elapsed[-1]


@pytest.mark.usefixtures("without_xla")
def test_a_stop_at_a_seen_epoch_of_a_branch_ends_it_with_the_network_of_that_epoch() -> None:
    parent = experiment(early_stopping=None)
    what = plan(parent.model_copy(update={"branch": Branch(experiment=parent, epoch=2)})).experiment
    run = Steered(what).ask(Stop(at=4))
    assert (run.state, run.epoch, run.kept) == ("stopped", 4, 4)


def test_what_is_repeated_is_not_told_again() -> None:
    heard: list[Event] = []
    train(experiment(), heard.extend, Control(), back=Back(epoch=EPOCHS - 1, seconds=1.5))
    told = [event for event in heard if event.kind == "epochs"]
    assert [(event.first, len(event.seconds)) for event in told] == [(EPOCHS, 1)]
    assert told[0].seconds[0] > 1.5
    assert [event.kind for event in heard if event.kind != "epochs"] == ["ended"]


@pytest.mark.usefixtures("without_xla")
def test_a_stop_that_comes_while_epochs_are_repeated_ends_the_run_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[Event] = []
    control, gate = Control(), Replay.gate
    control.take(Stop(at=EPOCHS - 1))  # with this one the run goes back, so it counts from there on

    def stop_at_two(replay: Replay, model: Any, epoch: int, batch: int) -> bool:
        if epoch == 2:
            control.take(Stop())
        return gate(replay, model, epoch, batch)

    monkeypatch.setattr(Replay, "gate", stop_at_two)
    train(experiment(early_stopping=None), heard.extend, control, back=Back(epoch=EPOCHS - 1, seconds=1.5))
    (ended,) = [event for event in heard if event.kind == "ended"]
    assert (ended.status, ended.epochs) == ("stopped", 2)
