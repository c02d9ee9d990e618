"""Which epoch of a run is the best, which network is kept, and what is said where the two differ."""

import math

import pytest

from playground.experiment import EarlyStopping
from playground.messages.events import Best, Carried, Epochs
from playground.runs.remarks import remarks
from tests.support.heard_runs import began, branch_of, ended, epochs, heard


def test_the_best_epoch_is_known_while_the_run_goes_on_and_the_untrained_one_is_none() -> None:
    run = heard([began(), epochs(0, [0.1, 3.0, 2.0])])
    assert run.best == Best(2, "val_loss", 2.0)
    run.hear([epochs(3, [math.nan, 2.0, 1.5, 4.0])])
    assert run.best == Best(5, "val_loss", 1.5)


def test_the_best_accuracy_is_the_largest() -> None:
    event = Epochs(first=0, logs={"val_accuracy": [0.0, 0.5, 0.9, 0.7]}, seconds=[0, 1, 2, 3])
    run = heard([began(), event], early_stopping=EarlyStopping(monitor="val_accuracy"))
    assert run.best == Best(2, "val_accuracy", 0.9)


def test_a_least_improvement_makes_another_best_than_the_lowest_and_a_sentence_says_why() -> None:
    """T1: the lowest value is not the best one, and the network kept is the best one's."""
    stopping = EarlyStopping(min_delta=0.5, patience=2)
    run = heard([began(), epochs(0, [0.1, 3.0, 2.0, 1.9, 1.8])], early_stopping=stopping)
    assert run.best == Best(2, "val_loss", 2.0)
    assert (run.kept, remarks(run)) == (None, [])
    run.hear([ended("stopped_early", reason="The weights of epoch 2 were restored.")])
    assert run.kept == 2
    (sentence,) = remarks(run)
    assert sentence.startswith(
        "Epoch 4 had a better val_loss (1.8) than the best one, epoch 2 (2): early stopping does not count"
    )
    answer = run.since(0)
    assert (answer["kept"], answer["passed_over"]) == ({"epoch": 2}, {"epoch": 4, "value": 1.8})


def test_epochs_before_early_stopping_begins_to_count_are_passed_over_too() -> None:
    stopping = EarlyStopping(min_delta=0, start_from_epoch=2)
    run = heard([began(), epochs(0, [0.1, 1.0, 2.0, 1.9]), ended()], early_stopping=stopping)
    assert (run.best, run.kept) == (Best(3, "val_loss", 1.9), 3)
    assert remarks(run) == [
        "The weights of epoch 3 were restored.",
        "Epoch 1 had a better val_loss (1) than the best one, epoch 3 (1.9): early stopping counts from epoch 3 on.",
    ]


@pytest.mark.parametrize("stopping", [None, EarlyStopping(min_delta=0, restore_best_weights=False)])
def test_without_restored_weights_the_last_network_is_kept_and_a_sentence_says_so(
    stopping: EarlyStopping | None,
) -> None:
    run = heard([began(), epochs(0, [0.1, 2.0, 3.0]), ended()], early_stopping=stopping)
    assert (run.best, run.kept) == (Best(1, "val_loss", 2.0), 2)
    assert remarks(run) == [
        "The network kept is that of the last epoch, 2 (val_loss 3); the best was epoch 1 (val_loss 2)."
    ]


def test_a_run_whose_worker_is_gone_keeps_no_network() -> None:
    for status in ("interrupted", "failed"):
        run = heard([began(), epochs(0, [3.0, 2.0])], [ended(status, reason="The process died.")])
        assert (run.kept, remarks(run)) == (None, [])


def test_what_the_worker_says_it_kept_counts_and_is_written_down() -> None:
    kept = {"epoch": 1, "logs": {"loss": 0.5, "val_loss": math.nan}}
    run = heard([began(), epochs(0, [0.1, 2.0, 3.0]), ended(kept=kept, seconds=1.0)])
    again = heard(run.history())
    for each in (run, again):
        assert each.kept == 1
        assert each.evaluated == kept["logs"]
    assert run.since(9)["evaluated"] == {"loss": 0.5, "val_loss": None}


def test_the_best_of_a_branch_is_one_of_its_own_epochs() -> None:
    run = branch_of(30, [epochs(30, [0.1, 2.0, 3.0]), ended()])
    assert run.best == Best(31, "val_loss", 2.0)


def test_a_branch_that_carries_on_early_stopping_may_count_an_epoch_of_its_parent_and_says_so() -> None:
    carried = Carried(epoch=25, value=0.5)
    run = branch_of(
        30, [epochs(30, [0.1]), carried, epochs(31, [2.0, 3.0]), ended()], early_stopping=EarlyStopping()
    )
    assert (run.best, run.kept) == (Best(25, "val_loss", 0.5), 25)
    assert "Best is epoch 25 of the parent (val_loss 0.5)" in remarks(run)[1]
    assert branch_of(30, run.history(), early_stopping=EarlyStopping()).best == run.best
