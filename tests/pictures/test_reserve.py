"""What is kept of a run for its film lies evenly over its epochs, and closer where its loss changes."""

import math
from itertools import pairwise

import pytest

from playground.pictures.renderer import Snapshot
from playground.pictures.reserve import MAX_BYTES, MOST, Reserve


def kept(losses: list[float], parameters: int = 9) -> list[int]:
    """The epochs in the order in which their snapshots are handed out; the first and the last are pictured already."""
    reserve = Reserve(parameters)
    for epoch, loss in enumerate(losses, 1):
        if reserve.is_due(epoch, loss):
            reserve.put(Snapshot(epoch, 0, []))
    pictured = {(0, 0), (len(losses), 0)}
    order = []
    while (snapshot := reserve.take(pictured)) is not None:
        pictured.add(snapshot.moment)
        order.append(snapshot.epoch)
    return order


def test_a_steady_run_of_any_length_is_kept_evenly() -> None:
    for length in (10, 100, 200, 1000):
        epochs = sorted(kept([math.exp(-epoch / length) for epoch in range(length)]))
        assert len(epochs) >= min(length - 1, 60)
        gaps = [after - before for before, after in pairwise([0, *epochs, length])]
        assert max(gaps) <= max(2.5 * length / len(epochs), 1)


def test_more_is_kept_where_the_loss_changes_and_no_place_stays_empty() -> None:
    losses = [1.0] * 1000 + [math.exp(-epoch / 10) for epoch in range(50)] + [math.exp(-5.0)] * 1000
    epochs = sorted(kept(losses))
    amid = [epoch for epoch in epochs if 1000 <= epoch < 1050]
    assert len(amid) > len(epochs) / 4
    assert max(after - before for before, after in pairwise([0, *epochs, len(losses)])) <= 5 * 2050 / MOST


def test_the_widest_gap_is_handed_out_first() -> None:
    first, second, third, *_ = kept([1.0] * 64)
    assert abs(first - 32) <= 1
    assert {second // 32, third // 32} == {0, 1}


@pytest.mark.parametrize("losses", [[math.nan] * 300, [math.inf, 1.0, 0.0] * 100])
def test_a_loss_that_is_no_number_changes_nothing(losses: list[float]) -> None:
    assert len(kept(losses)) >= 60


def test_snapshots_of_large_networks_are_fewer() -> None:
    assert len(kept([1.0] * 500, parameters=MAX_BYTES // 4 // 10)) <= 10
    assert kept([1.0] * 500, parameters=MAX_BYTES) == []
