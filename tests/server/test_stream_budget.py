"""All streams share one budget, in turn, and pictures have an allowance for each page."""

import asyncio

import pytest

from playground.server.stream.budget import BYTES, SHARE, SHORTEST, Allowance, Budget
from tests.support.waiting import awaited


def spent(seconds: float, size: int = 0) -> Budget:
    """A budget whose messages all cost so much."""
    budget = Budget()
    for _ in range(500):
        budget.spend(seconds, size)
    return budget


@pytest.mark.parametrize(
    ("viewers", "cost", "size", "seconds"),
    [
        (1, 0.0002, 500, SHORTEST),
        (30, 0.0002, 500, 30 * 0.0002 / SHARE),
        (30, 0.0, 100_000, 30 * 100_000 / BYTES),
    ],
)
def test_the_more_pages_look_and_the_more_a_message_costs_the_fewer_there_are(
    viewers: int, cost: float, size: int, seconds: float
) -> None:
    budget = spent(cost, size)
    for _ in range(viewers + 1):
        budget.enter()
    budget.leave()
    assert budget.seconds == pytest.approx(seconds, rel=0.01)


def test_pages_have_turns_in_the_order_in_which_they_ask() -> None:
    budget = spent(0.0001)
    had: list[int] = []

    async def page(number: int) -> None:
        for _ in range(3):
            await budget.turn()
            had.append(number)

    async def pages() -> None:
        await budget.turn()
        await asyncio.gather(*(page(number) for number in range(5)))

    awaited(pages())
    assert had == [0, 1, 2, 3, 4] * 3


def test_pictures_come_at_once_and_then_as_their_bytes_allow() -> None:
    allowance = Allowance(per_second=100.0, at_once=50.0)
    assert allowance.take(30, 0.0) == 0.0
    assert allowance.take(40, 0.0) == pytest.approx(0.2)
    assert allowance.take(40, 0.2) == 0.0
    # One that is larger than the allowance comes all the same, and those after it have to wait the longer.
    assert allowance.take(250, 10.0) == 0.0
    assert allowance.take(10, 10.0) == pytest.approx(2.1)
