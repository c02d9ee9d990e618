"""How long a job will wait is told by how long the latest jobs have had their workers."""

import pytest

from playground.engine.estimate import Estimate


def after(*seconds: float) -> Estimate:
    estimate = Estimate()
    for each in seconds:
        estimate.note(each)
    return estimate


def test_nothing_is_told_before_a_job_is_done_or_without_workers() -> None:
    assert not Estimate().words(1, 2)
    assert not after(10.0).words(1, 0)


@pytest.mark.parametrize(
    ("place", "workers", "told"),
    [
        (1, 2, "within a minute"),
        (4, 2, "within a minute"),
        (5, 2, "about 2 minutes"),
        (18, 2, "about 5 minutes"),
        (18, 4, "about 3 minutes"),
        (500, 2, "more than an hour"),
    ],
)
def test_a_place_is_a_time(place: int, workers: int, told: str) -> None:
    assert told in after(30.0, 30.0, 30.0).words(place, workers)


def test_one_long_job_among_short_ones_frightens_nobody_and_old_ones_are_forgotten() -> None:
    assert "within a minute" in after(5.0, 5.0, 600.0).words(2, 1)
    assert "about 20 minutes" in after(*[5.0] * 30, *[600.0] * 20).words(2, 1)
