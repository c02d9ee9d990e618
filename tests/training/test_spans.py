"""Epochs are cut into calls that are short enough, and into no more than that."""

from playground.training.spans import Pace, Span


def _epoch(
    pace: Pace, clock: list[float], train_cost: float, test_cost: float, most: int | None = None
) -> list[Span]:
    """The spans of an epoch on a machine with these costs, in seconds a batch."""
    spans = []
    for span in pace.spans(lambda _: most):
        first, last, test_first, test_last = span
        clock[0] += (last - first) * train_cost + (test_last - test_first) * test_cost
        spans.append(span)
    return spans


def _pace(train_steps: int, test_steps: int, clock: list[float], flops: float = 1e6) -> Pace:
    return Pace(train_steps, test_steps, flops, seconds=0.3, clock=lambda: clock[0])


def test_a_short_epoch_is_one_call() -> None:
    clock = [0.0]
    pace = _pace(5, 2, clock)
    assert [_epoch(pace, clock, 1e-3, 1e-3) for _ in range(3)] == [[(0, 5, 0, 2)]] * 3


def test_a_long_epoch_is_cut_into_calls_of_the_wanted_length_and_leaves_out_no_batch() -> None:
    clock = [0.0]
    pace = _pace(1000, 100, clock)
    for _ in range(4):
        spans = _epoch(pace, clock, 0.01, 0.005)
    trained = [step for first, last, *_ in spans for step in range(first, last)]
    tested = [step for *_, first, last in spans for step in range(first, last)]
    assert (trained, tested) == (list(range(1000)), list(range(100)))
    lengths = [0.01 * (last - first) + 0.005 * (to - start) for first, last, start, to in spans]
    assert max(lengths) < 0.35
    assert len(spans) <= 1.3 * 10.5 / 0.3


def test_the_first_call_of_a_large_network_is_short_on_a_slow_machine() -> None:
    clock = [0.0]
    flops = 6.0 * 10_000_000 * 256
    first = _epoch(_pace(1000, 0, clock, flops), clock, flops / 1e10, 0.0)[0]
    assert first == (0, 1, 0, 0)


def test_an_epoch_is_cut_where_someone_wants_to_look_in_between() -> None:
    clock = [0.0]
    assert _epoch(_pace(3, 1, clock), clock, 1e-3, 1e-3, most=1) == [(0, 1, 0, 0), (1, 2, 0, 0), (2, 3, 0, 1)]
