"""A branch goes on from the weights its parent had at an epoch, to the last bit."""

from typing import Any

import pytest

from playground.errors import ExperimentError
from playground.experiment import Experiment
from playground.plan import plan
from playground.training.control import Control
from playground.training.events import Event
from playground.training.job import train

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
    told = [event for event in heard if event["kind"] == "epochs"]
    values = [value for event in told for value in event["logs"]["val_loss"]]
    return told[0]["first"] if told else -1, values, heard[-1]


@pytest.mark.usefixtures("without_xla")
def test_a_branch_begins_with_the_value_its_parent_had_and_counts_on() -> None:
    _, parent, _ = curve(Experiment.model_validate(PARENT))
    first, values, end = curve(branched(3, optimizer={"name": "sgd", "learning_rate": 0.5}))
    assert first == 3
    assert values[0] == parent[3]
    assert len(values) == 4
    assert values[1] != parent[4]
    assert (end["status"], end["epochs"]) == ("finished", 6)


@pytest.mark.usefixtures("without_xla")
def test_learning_rates_that_were_changed_in_mid_run_are_changed_again() -> None:
    _, plain, _ = curve(branched(4))
    _, changed, _ = curve(branched(4, [[2, 0.5]]))
    assert plain[0] != changed[0]


def test_a_branch_can_be_stopped_before_it_has_begun() -> None:
    control = Control()
    control.stop()
    assert curve(branched(3), control)[2]["status"] == "stopped"


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
