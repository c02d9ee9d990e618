"""A held run goes on elsewhere, to the last bit: what it carries is in its checkpoint and nowhere else."""

from typing import Any

import pytest

from playground.experiment import Experiment
from playground.limits import Limits
from playground.messages.checkpoint import Checkpoint, Held, as_npz
from playground.messages.events import Event
from playground.messages.wishes import Pause, Resume, SetLearningRate, Step, StepBatch, Stop, Wish
from playground.worker import job, stopwatch
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.compiling import EPOCHS_BEFORE_XLA

pytestmark = pytest.mark.usefixtures("few_epochs_before_xla")

EPOCHS = EPOCHS_BEFORE_XLA + 4
LAYERS = [{"type": "dense", "units": 6}, {"type": "dropout", "rate": 0.3}, {"type": "batch_normalization"}]
PLAIN = {"optimizer": {"name": "adam", "learning_rate": 0.02}}
CALLBACKS = {
    **PLAIN,
    "epochs": 80,
    "metrics": ["mae"],
    "early_stopping": {"monitor": "val_loss", "min_delta": 0.02, "patience": 8},
    "reduce_lr_on_plateau": {"monitor": "loss", "factor": 0.5, "patience": 2, "min_delta": 0.05},
}


SCHEDULED = {
    **PLAIN,
    "schedule": {"name": "exponential", "factor": 0.5, "every": 3, "warmup_epochs": EPOCHS_BEFORE_XLA - 2},
}

TARGET = {**PLAIN, "epochs": 80, "stop_at": {"monitor": "loss", "value": 0.09}}


def experiment(**training: Any) -> Experiment:
    return Experiment.model_validate(
        {
            "data": {"dataset": "cereals"},
            "network": {"layers": LAYERS},
            "training": {"epochs": EPOCHS, "batch_size": 10, **training},
        }
    )


class Moved:
    """A run that gives up its worker whenever it is held, and goes on elsewhere when it is asked for something."""

    def __init__(self, what: Experiment) -> None:
        self.experiment = what
        self.heard: list[Event] = []
        self.held: Held | None = None
        self.number = 0

    def ask(self, *wishes: Wish) -> bytes | Held | None:
        """Train to where the wishes lead."""
        first, self.number = self.number + 1, self.number + len(wishes)
        while True:
            control = Control()
            checkpoint = Checkpoint.decode(self.held.content) if self.held is not None else None
            if checkpoint is not None:
                control.put_back(checkpoint)
            control.take_in_order("me", first, wishes)
            control.give_up()
            result = train(self.experiment, self.heard.extend, control, checkpoint=checkpoint)
            if not isinstance(result, Held):
                return result
            self.held = result
            assert result.taken == {"me": self.number}
            if not result.goes_on:
                return result

    @property
    def curves(self) -> dict[str, list[float]]:
        curves: dict[str, list[float]] = {}
        for event in self.heard:
            if event.kind == "epochs":
                for name, values in event.logs.items():
                    assert len(curves.setdefault(name, [])) == event.first, "each epoch is told once"
                    curves[name].extend(values)
        return curves


def told(heard: list[Event], kind: str) -> list[Event]:
    return [event for event in heard if event.kind == kind]


def undisturbed(what: Experiment) -> tuple[Moved, bytes | Held | None]:
    """The same run, never held."""
    run = Moved(what)
    return run, run.ask()


@pytest.mark.parametrize(
    "training", [PLAIN, CALLBACKS, SCHEDULED, TARGET], ids=["plain", "callbacks", "schedule", "target"]
)
def test_a_run_that_moves_before_and_after_xla_and_amid_an_epoch_has_the_same_numbers(
    training: dict[str, Any],
) -> None:
    alone, weights = undisturbed(experiment(**training))
    run = Moved(experiment(**training))
    run.ask(Pause())
    run.ask(Step())
    run.ask(StepBatch())
    run.ask(StepBatch())
    run.ask(*[Step()] * (EPOCHS_BEFORE_XLA - 1))
    run.ask(Step())
    run.ask(StepBatch())
    assert [(e.epoch, e.batch) for e in told(run.heard, "paused") if e.paused] == [
        (0, 0),
        (1, 0),
        (1, 1),
        (1, 2),
        (EPOCHS_BEFORE_XLA, 0),
        (EPOCHS_BEFORE_XLA + 1, 0),
        (EPOCHS_BEFORE_XLA + 1, 1),
    ]
    assert run.ask(Resume()) == weights
    assert run.curves == alone.curves
    assert told(run.heard, "learning_rate") == told(alone.heard, "learning_rate")
    assert len(told(run.heard, "began")) == 1
    end, expected = run.heard[-1], alone.heard[-1]
    assert end.model_copy(update={"seconds": 0}) == expected.model_copy(update={"seconds": 0})
    assert end.status == ("stopped_early" if training in (CALLBACKS, TARGET) else "finished")


@pytest.mark.usefixtures("without_xla")
@pytest.mark.parametrize(
    "steps", [[Step(), Step()], [Step(), StepBatch()]], ids=["at an epoch", "amid an epoch"]
)
def test_a_rate_set_by_hand_ends_the_schedule_wherever_the_run_goes_on(steps: list[Wish]) -> None:
    what = experiment(
        epochs=5, optimizer={"name": "adam", "learning_rate": 0.02}, schedule=SCHEDULED["schedule"]
    )
    alone, control = Moved(what), Control()
    for wish in (Pause(), *steps):
        control.take(wish)

    def hear(events: list[Event]) -> None:
        alone.heard.extend(events)
        if any(event.paused and (event.epoch, event.batch) != (0, 0) for event in told(events, "paused")):
            control.set_learning_rate(0.003)
            control.resume()

    weights = train(what, hear, control)
    run = Moved(what)
    run.ask(Pause(), *steps)
    run.ask(SetLearningRate(value=0.003))
    assert run.ask(Resume()) == weights
    assert run.curves == alone.curves
    rates = [(event.epoch, event.value) for event in told(run.heard, "learning_rate")]
    assert rates == [(event.epoch, event.value) for event in told(alone.heard, "learning_rate")]
    assert rates[-1] == (len([step for step in steps if step == Step()]), 0.003)


@pytest.mark.usefixtures("without_xla")
def test_a_checkpoint_is_plain_data_and_knows_the_weights_that_the_run_would_end_with() -> None:
    run = Moved(experiment(**CALLBACKS))
    run.ask(Pause(), *[Step()] * 9)
    assert run.held is not None
    found = Checkpoint.decode(run.held.content)
    weights = run.ask(Stop())
    assert as_npz(found.end_weights) == weights
    assert run.heard[-1].status == "stopped"
    with pytest.raises(ValueError, match="cannot be read"):
        Checkpoint.decode(run.held.content[:-100])


@pytest.mark.usefixtures("without_xla")
def test_pauses_do_not_count_for_the_seconds_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Held for longer than the limit of seconds, on its worker and without one, a run goes on."""
    now = [0.0]
    monkeypatch.setattr(stopwatch.Stopwatch.__init__, "__defaults__", (0.0, lambda: now[0]))
    monkeypatch.setattr(job, "limits", lambda: Limits(max_seconds=10))
    run = Moved(experiment(epochs=3))
    control = Control()
    control.pause()

    def hear(events: list[Event]) -> None:
        run.heard.extend(events)
        if (held := told(events, "paused")) and held[-1].paused:
            now[0] += 100
            control.resume()

    assert isinstance(train(run.experiment, hear, control), bytes)
    assert run.heard[-1].status == "finished"
    moved = Moved(experiment(epochs=3))
    moved.ask(Pause(), Step())
    now[0] += 100
    moved.ask(Resume())
    assert moved.heard[-1].status == "finished"


@pytest.mark.usefixtures("without_xla")
def test_a_run_without_a_worker_takes_what_it_was_asked_meanwhile_once() -> None:
    control = Control()
    assert control.take_in_order("me", 1, [Pause(), Step()]) == 2
    assert control.take_in_order("me", 1, [Pause(), Step(), Step()]) == 3, "the first two are repeated"
    assert control.take_in_order("me", 5, [Step()]) == 3, "the fourth is missing"
    assert control.take_in_order("you", 1, [Step()]) == 1, "each sender counts for itself"
    left = control.leave()
    assert (left["steps"], left["taken"]) == (["epoch"] * 3, {"me": 3, "you": 1})
    assert control.take_in_order("me", 4, [Step()]) == 3, "who has left takes nothing"
