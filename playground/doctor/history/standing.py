"""The plateau of a training loss: the longest stretch on which it stands still before it falls."""

from dataclasses import dataclass
from functools import cached_property

import numpy

from playground.doctor.history.measures import bends, median
from playground.doctor.history.reading import Values

STANDS = 0.015  # as a share of the level: how much a loss that stands still may move between its halves
_LONG = 0.12  # of the epochs
_LONG_LATE = 0.25  # the same for a plateau that does not begin in the first tenth of the epochs
_FALLS = 0.12  # the fall after a plateau, as a share of its level
_FALLS_LATE = 0.25  # the same for a plateau that is not at the beginning
_MATTERS = 0.01  # as a share of the first loss: a smaller fall does not matter
_AT_FIRST = 0.7  # as a share of the first loss: a plateau above this is at the beginning
_SLOWER_BEFORE = 0.15  # times the steepest pace after the plateau
_STEPS = 40  # the number of indices tried as the end of a plateau


@dataclass(frozen=True)
class Standing:
    """A training loss that is searched for a plateau.

    Attributes:
        loss: (n,) finite values.
        smoothed: (n,) its smoothed values.
        end: its level at the end.
    """

    loss: Values
    smoothed: Values
    end: float

    @property
    def longest(self) -> tuple[int, int] | None:
        """(first, last) indices of the longest plateau; None without one."""
        n = len(self.loss)
        starts = sorted({min(2, n // 10), n // 10, n // 4, n // 2})
        stops = sorted({round(share * n) for share in numpy.linspace(_LONG, 0.95, _STEPS)}, reverse=True)
        stretches = [
            (first, stop)
            for first in starts
            for stop in stops
            if stop - first >= max(6, (_LONG if first <= n // 10 else _LONG_LATE) * n) and n - stop >= 2
        ]
        stretches.sort(key=lambda stretch: stretch[0] - stretch[1])
        found = next((stretch for stretch in stretches if self._stands_then_falls(*stretch)), None)
        return None if found is None else (found[0], found[1] - 1)

    def _stands_then_falls(self, first: int, stop: int) -> bool:
        """Whether the loss stands still from `first` to before `stop` and falls after it.

        A median costs more than all the rest, so most stretches are refused after the first of the four conditions.
        """
        stretch = self.loss[first:stop]
        stands, last = median(stretch), float(self.smoothed[stop - 1])
        at_first = first <= len(self.loss) // 10 and stands > _AT_FIRST * float(self.loss[0])
        falls = stands - self.end
        if not falls > max((_FALLS if at_first else _FALLS_LATE) * stands, _MATTERS * float(self.loss[0])):
            return False
        # The noise may be a quarter of the fall at most.
        if not last > stands - max(2 * STANDS * stands, falls / 2):
            return False
        jumps = median(self._bends[first : stop - 2])
        if not (falls > 4 * jumps and last > stands - max(2 * STANDS * stands, 2 * jumps)):
            return False
        half = (stop - first) // 2
        moved = median(stretch[:half]) - median(stretch[half:])
        if abs(moved) >= max(STANDS * stands, jumps):
            return False
        return moved / half < _SLOWER_BEFORE * self._steepest(stop)

    @cached_property
    def _bends(self) -> Values:
        return bends(self.loss)

    def _steepest(self, stop: int) -> float:
        """The steepest fall of the smoothed loss per epoch from the end of a plateau on."""
        after = self.smoothed[stop - 1 :]
        reach = max(1, min(len(self.loss) // 20, len(after) - 1))
        return float((after[:-reach] - after[reach:]).max()) / reach
