"""A branch goes on from the weights its parent had at an epoch, to the last bit."""

from collections.abc import Callable
from typing import Any

import pytest

from playground.errors import ExperimentError
from playground.experiment import Branch, Experiment
from playground.experiment.schedule import set_by_hand
from playground.limits import Limits
from playground.messages.checkpoint import Checkpoint, Held
from playground.messages.events import Event, OnTheWay, Paused
from playground.messages.wishes import Pause, Step
from playground.plan import plan
from playground.worker import job, stopwatch
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.compiling import EPOCHS_BEFORE_XLA

pytestmark = pytest.mark.usefixtures("few_epochs_before_xla")

PARENT: dict[str, Any] = {
    "data": {"dataset": "cereals"},
    "network": {"layers": [{"type": "dense", "units": 4}, {"type": "dropout", "rate": 0.2}]},
    "training": {"epochs": 6, "batch_size": 10, "optimizer": {"name": "sgd", "learning_rate": 0.05}},
}


def branched(epoch: int, learning_rates: Any = (), **training: Any) -> Experiment:
    return Experiment.model_validate(
        {
            **PARENT,
            "training": {**PARENT["training"], **training},
            "branch": {"experiment": PARENT, "epoch": epoch, "learning_rates": learning_rates},
        }
    )


def curve(experiment: Experiment, control: Control | None = None) -> tuple[int, list[float], Event]:
    """The first epoch told, the validation losses from there on, and the end."""
    heard: list[Event] = []
    train(experiment, heard.extend, control or Control())
    told = [event for event in heard if event.kind == "epochs"]
    values = [value for event in told for value in event.logs["val_loss"]]
    return told[0].first if told else -1, values, heard[-1]


@pytest.mark.usefixtures("without_xla")
def test_a_branch_begins_with_the_value_its_parent_had_and_counts_on() -> None:
    _, parent, _ = curve(Experiment.model_validate(PARENT))
    first, values, end = curve(branched(3, optimizer={"name": "sgd", "learning_rate": 0.5}))
    assert first == 3
    assert values[0] == parent[3]
    assert len(values) == 4
    assert values[1] != parent[4]
    assert (end.status, end.epochs) == ("finished", 6)


@pytest.mark.usefixtures("without_xla")
def test_learning_rates_that_were_changed_in_mid_run_are_changed_again() -> None:
    _, plain, _ = curve(branched(4))
    _, changed, _ = curve(branched(4, [[2, 0.5]]))
    assert plain[0] != changed[0]


CARRIES: dict[str, Any] = {
    "epochs": EPOCHS_BEFORE_XLA + 5,
    "optimizer": {"name": "adam", "learning_rate": 0.02},
    "early_stopping": {"monitor": "val_loss", "min_delta": 0.0, "patience": 30},
    "reduce_lr_on_plateau": {"monitor": "loss", "factor": 0.5, "patience": 1, "min_delta": 0.05},
}


def grown(at: int | None = None, *, parent: dict[str, Any] = CARRIES, **training: Any) -> Experiment:
    """An experiment with all that training carries, or its branch with these settings changed."""
    whole = {**PARENT, "training": {**PARENT["training"], **parent}}
    branch = {} if at is None else {"branch": {"experiment": whole, "epoch": at}}
    return Experiment.model_validate({**whole, "training": {**whole["training"], **training}, **branch})


def weights_and_rates(experiment: Experiment) -> tuple[Any, list[tuple[int, float]]]:
    heard: list[Event] = []
    weights = train(experiment, heard.extend, Control())
    return weights, [(e.epoch, e.value) for e in heard if e.kind == "learning_rate"]


SCHEDULED: dict[str, Any] = {
    "epochs": EPOCHS_BEFORE_XLA + 5,
    "optimizer": {"name": "adam", "learning_rate": 0.02},
    "schedule": {"name": "cosine", "warmup_epochs": 4},
}


@pytest.mark.parametrize("at", [3, EPOCHS_BEFORE_XLA + 2])
def test_a_branch_goes_on_in_the_schedule_of_its_parent(at: int) -> None:
    _, parent, _ = curve(grown(parent=SCHEDULED))
    first, values, _ = curve(grown(at, parent=SCHEDULED))
    assert (first, values) == (at, parent[at:])
    weights, rates = weights_and_rates(grown(parent=SCHEDULED))
    branched_weights, branched_rates = weights_and_rates(grown(at, parent=SCHEDULED))
    assert branched_weights == weights
    assert [change for change in branched_rates if change[0] >= at][-(len(rates) - at) :] == rates[at:]


@pytest.mark.usefixtures("without_xla")
def test_a_branch_of_a_run_whose_schedule_was_ended_by_hand_keeps_that_rate() -> None:
    heard: list[Event] = []
    control = Control()
    for wish in (Pause(), Step(), Step(), Step()):
        control.take(wish)

    def hear(events: list[Event]) -> None:
        heard.extend(events)
        if any(isinstance(event, Paused) and event.paused and event.epoch == 3 for event in events):
            control.set_learning_rate(0.003)
            control.resume()

    whole = grown(parent=SCHEDULED)
    weights = train(whole, hear, control)
    changes = [(event.epoch, event.batch, event.value) for event in heard if event.kind == "learning_rate"]
    rates = set_by_hand(whole.training, changes)
    assert rates == ((3, 0, 0.003),)
    branch = Branch(experiment=whole, epoch=6, learning_rates=((3, 0.003),))
    branched_weights, told = weights_and_rates(whole.model_copy(update={"branch": branch}))
    assert branched_weights == weights
    assert told == [(6, 0.003)]


@pytest.mark.parametrize("at", [3, EPOCHS_BEFORE_XLA + 2])
def test_a_branch_with_nothing_changed_is_its_parent_to_the_last_bit(at: int) -> None:
    """Optimizer, dropout's seeds, the counters of callbacks and the learning rate go along, into XLA and in it."""
    _, parent, _ = curve(grown())
    first, values, _ = curve(grown(at))
    assert (first, values) == (at, parent[at:])
    weights, rates = weights_and_rates(grown())
    branched_weights, branched_rates = weights_and_rates(grown(at))
    assert branched_weights == weights
    assert [change for change in branched_rates if change[0] > at] == [
        change for change in rates if change[0] > at
    ]


@pytest.mark.usefixtures("without_xla")
def test_a_branch_of_a_branch_with_nothing_changed_is_its_parent_too() -> None:
    child = grown(3, batch_size=7)
    grandchild = child.model_copy(update={"branch": Branch(experiment=child, epoch=5)})
    _, values, _ = curve(child)
    assert curve(grandchild)[:2] == (5, values[2:])


@pytest.mark.usefixtures("without_xla")
def test_what_a_branch_changes_begins_anew_and_nothing_else() -> None:
    at = 4
    _, parent, _ = curve(grown())
    for change in (
        {"optimizer": {"name": "adam", "learning_rate": 0.001}},
        {"optimizer": {"name": "sgd", "learning_rate": 0.001}},
        {"seed": 9},
        {"loss": "mse"},
    ):
        _, values, end = curve(grown(at, **change))
        assert (values[0] == parent[at]) == ("loss" not in change)
        assert values[1:] != parent[at + 1 :]
        assert end.status == "finished"
    # a longer patience alone changes no number
    patient = {"early_stopping": {"monitor": "val_loss", "min_delta": 0.0, "patience": 31}}
    assert curve(grown(at, **patient))[1] == parent[at:]


def way(experiment: Experiment, control: Control, do: Callable[[Event], None]) -> list[Event]:
    """A run whose events are seen as they come, also those of the way to its branch."""
    heard: list[Event] = []

    def hear(events: list[Event]) -> None:
        for event in events:
            heard.append(event)
            do(event)

    train(experiment, hear, control)
    return heard


LONG = {"epochs": 10_000, "early_stopping": None, "reduce_lr_on_plateau": None}


@pytest.mark.usefixtures("without_xla")
def test_the_way_to_a_branch_is_told_and_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(stopwatch.Stopwatch.__init__, "__defaults__", (0.0, lambda: now[0]))
    monkeypatch.setattr(job, "limits", lambda: Limits(max_seconds=10))

    def late(event: Event) -> None:
        if event.kind == "on_the_way":
            now[0] += 11

    heard = way(grown(9_000, parent=LONG), Control(), late)
    assert heard[0] == OnTheWay(epoch=0, until=9_000)
    assert heard[-1].status == "stopped"
    assert "10 seconds" in heard[-1].reason


@pytest.mark.usefixtures("without_xla")
def test_the_way_to_a_branch_can_be_paused_and_stopped() -> None:
    control = Control()

    def do(event: Event) -> None:
        match event:
            case OnTheWay():
                control.pause()
            case Paused(paused=True):
                control.resume()
            case Paused(paused=False):
                control.stop()

    heard = way(grown(9_000, parent=LONG), control, do)
    assert [event.kind for event in heard][:3] == ["on_the_way", "paused", "paused"]
    assert heard[-1].status == "stopped"


@pytest.mark.usefixtures("without_xla")
def test_the_seconds_of_a_way_that_gave_up_its_worker_go_on_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(stopwatch.Stopwatch.__init__, "__defaults__", (0.0, lambda: now[0]))
    monkeypatch.setattr(job, "limits", lambda: Limits(max_seconds=10))
    what, control = grown(9_000, parent=LONG), Control()

    def leave(events: list[Event]) -> None:
        match events[-1]:
            case OnTheWay():
                now[0] += 6
                control.pause()
            case Paused(paused=True):
                now[0] += 100  # held: these do not count
                assert control.give_up()

    held = train(what, leave, control)
    assert isinstance(held, Held)
    checkpoint = Checkpoint.decode(held.content)
    assert checkpoint.spent == 6
    heard, control = [], Control()
    control.put_back(checkpoint)
    control.resume()

    def go_on(events: list[Event]) -> None:
        heard.extend(events)
        now[0] += 6

    assert train(what, go_on, control, checkpoint=checkpoint) is None
    assert [event.kind for event in heard] == ["on_the_way", "ended"]
    assert "10 seconds" in heard[-1].reason


@pytest.mark.usefixtures("without_xla")
def test_a_pause_asked_for_with_a_branch_holds_at_its_begin() -> None:
    control = Control()
    control.pause()
    control.step()

    def do(event: Event) -> None:
        if event.kind == "paused":
            control.stop()

    heard = way(grown(3), control, do)
    held = next(event for event in heard if event.kind == "paused")
    assert (held.paused, held.epoch) == (True, 4)


@pytest.mark.usefixtures("without_xla")
@pytest.mark.parametrize(
    "parent",
    [
        {**CARRIES, "early_stopping": {"monitor": "val_loss", "min_delta": 1000, "patience": 2}},
        {**CARRIES, "loss": "mse", "optimizer": {"name": "sgd", "learning_rate": 100}},
    ],
    ids=["early stopping", "diverged"],
)
def test_a_branch_at_an_epoch_that_its_parent_never_reaches_ends_with_a_sentence(
    parent: dict[str, Any],
) -> None:
    _, _, end = curve(grown(14, parent=parent))
    assert end.status == "failed"
    assert "it has no epoch 14 to branch off" in end.reason


def test_a_branch_can_be_stopped_before_it_has_begun() -> None:
    control = Control()
    control.stop()
    assert curve(branched(3), control)[2].status == "stopped"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"network": {"layers": []}}, "data and layers must stay as they are"),
        ({"branch": {"experiment": PARENT, "epoch": 7}}, "has 6 epochs only"),
        ({"branch": {"experiment": PARENT, "epoch": 6}}, "ask for more epochs"),
    ],
)
def test_a_branch_that_cannot_be_is_refused_with_a_sentence(change: dict[str, Any], sentence: str) -> None:
    content = {**PARENT, "branch": {"experiment": PARENT, "epoch": 3}, **change}
    with pytest.raises(ExperimentError, match=sentence):
        plan(Experiment.model_validate(content))
