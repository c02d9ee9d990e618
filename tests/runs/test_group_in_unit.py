"""The cells of a sweep are compared in the target's own unit."""

import pytest

from playground.messages.events import Began, Ended, Epochs
from playground.runs.group import Group
from playground.runs.run import Run
from tests.support.cases import case


def finished(name: str, value: float) -> Run:
    run = Run(name.ljust(32, "0"), "me", case(name))
    run.hear(
        [
            Began(parameters=1, train_rows=721, validation_rows=309),
            Epochs(first=0, logs={"loss": [1.0, 1.0], "val_loss": [1.0, value]}, seconds=[0, 1]),
            Ended(status="finished", reason="", best=None, seconds=1.0),
        ]
    )
    return run


def test_the_smaller_error_in_the_unit_is_the_better_one_whatever_the_scale() -> None:
    minmax, standard = finished("M1-minmax", 0.0552), finished("M1-standard", 0.2491)
    group = Group("0" * 32, "me", "sweep", {"over": []}, (minmax, standard))
    assert group.ranked() == [standard, minmax]
    cells = group.in_short()["runs"]
    assert [cell["in_unit"] for cell in cells] == pytest.approx([4.43, 4.13], abs=0.01)
    assert [cell["best"]["value"] for cell in cells] == [0.0552, 0.2491]
