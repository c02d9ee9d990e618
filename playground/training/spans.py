"""Cuts an epoch into calls that are short enough to meet a person's wishes in between."""

import time
from collections.abc import Callable, Iterator

Span = tuple[int, int, int, int]


class Pace:
    """How many batches one call of TensorFlow may take, learned from the duration of earlier calls.

    The first guess of the time per batch is for a slow machine: a guess that is too high costs only a few extra calls
    in the first epoch, while one that is too low makes a person wait.
    """

    def __init__(
        self,
        train_steps: int,
        test_steps: int,
        flops_of_a_batch: float,
        seconds: float = 0.3,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._train_steps = train_steps
        self._test_steps = test_steps
        self._seconds = seconds
        self._clock = clock
        # 10 gigaflops a second; the forward pass is a third of a training step
        self._test_cost = 1e-4 + flops_of_a_batch / 3e10
        self._train_cost = 1e-4 + flops_of_a_batch / 1e10

    def spans(self, gate: Callable[[int], int | None], first: int = 0) -> Iterator[Span]:
        """One epoch: (first, last) batches to train on, then (first, last) to validate on, for each call.

        The time between two spans counts as the time of the call.

        Args:
            gate: called before each span with the number of batches trained on; returns how many more may be trained
                on at once, None for any number.
            first: how many batches are trained on already.
        """
        test_first = 0
        while first < self._train_steps or test_first < self._test_steps:
            most = gate(first) or self._train_steps
            last = min(self._train_steps, first + min(most, max(1, int(self._seconds / self._train_cost))))
            test_last = test_first
            if last == self._train_steps:
                left = self._seconds - (last - first) * self._train_cost
                test_last = min(
                    self._test_steps, test_first + max(int(first == last), int(left / self._test_cost))
                )
            begin = self._clock()
            yield first, last, test_first, test_last
            self._learn(last - first, test_last - test_first, self._clock() - begin)
            first, test_first = last, test_last

    def _learn(self, train_steps: int, test_steps: int, seconds: float) -> None:
        expected = train_steps * self._train_cost + test_steps * self._test_cost
        # one slow call must not cut the next epochs into small pieces, nor one fast call make the next too long
        ratio = min(max(seconds / expected, 0.25), 4.0)
        if train_steps:
            self._train_cost *= ratio
        if test_steps:
            self._test_cost *= ratio
