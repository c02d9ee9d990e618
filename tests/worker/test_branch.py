"""A branch goes on from the weights its parent had at an epoch, to the last bit."""

from typing import Any

import pytest

from playground.errors import ExperimentError
from playground.experiment import Branch, Experiment
from playground.experiment.schedule import set_by_hand
from playground.messages.events import Event, Paused
from playground.messages.wishes import Pause, Step
from playground.plan import plan
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.branches import PARENT, branched, curve, grown
from tests.support.compiling import EPOCHS_BEFORE_XLA

pytestmark = pytest.mark.usefixtures("few_epochs_before_xla")


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
