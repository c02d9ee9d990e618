"""The report of a run says in words what it trained."""

from playground.experiment import Branch, Data, Dense, Experiment, Network
from playground.messages.events import Ended, Epochs
from playground.plan import plan
from playground.runs import Run
from playground.runs.reporting import report_of
from tests.support.experiments import complete

MOONS = Experiment(data=Data(dataset="moons"), network=Network(layers=(Dense(units=1),)))


def told(experiment: Experiment, first: int, last: int) -> str:
    run = Run("r", "me", plan(experiment).experiment)
    losses = [0.5] * (last - first + 1)
    run.hear([Epochs(first=first, logs={"loss": losses, "val_loss": losses}, seconds=[0.0] * len(losses))])
    run.hear([Ended(status="finished", reason="", epochs=last, seconds=1.0)])
    return report_of(run)


def test_epochs_of_a_branch_are_those_that_it_trained() -> None:
    assert "It trained 3 epochs in" in told(MOONS, 0, 3)
    branch = Branch(experiment=complete(MOONS), epoch=41)
    assert "It went on from epoch 41 of another run and trained 2 epochs in" in told(
        MOONS.model_copy(update={"branch": branch}), 41, 43
    )


def test_one_value_is_one() -> None:
    found = told(MOONS, 0, 1)
    assert "<td>1 value</td>" in found
    assert "1 values" not in found
