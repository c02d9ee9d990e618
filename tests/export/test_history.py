"""The curves of a run as CSV."""

import math

from playground.export.history import history


def test_a_branch_begins_with_the_epoch_in_which_it_left_its_run() -> None:
    nothing = math.nan
    told = history({"loss": [nothing, nothing, 0.5, 0.25]}, [nothing, nothing, nothing, 0.1])
    assert told.splitlines() == ["epoch,loss,learning_rate", "2,0.5,nan", "3,0.25,0.1"]


def test_a_run_whose_losses_are_no_numbers_keeps_its_epochs() -> None:
    told = history({"loss": [0.5, math.nan, math.nan]}, [math.nan, 0.1, 0.1])
    assert told.splitlines() == ["epoch,loss,learning_rate", "1,nan,0.1", "2,nan,0.1"]
