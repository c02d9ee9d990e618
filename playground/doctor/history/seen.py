"""The subject of the rules: a history, and measures of its curves that do not depend on their scale."""

from dataclasses import dataclass
from functools import cached_property

import numpy

from playground.doctor.history.facts import Facts
from playground.doctor.history.measures import first_within, level, median, noise, part, smooth, window
from playground.doctor.history.reading import History, Values
from playground.doctor.history.standing import Standing

_TINY = 1e-300


@dataclass(frozen=True)
class Seen:
    """A history for the rules; `facts` are those of its experiment, None if it is unknown.

    An index counts the epochs of the history from 0.
    """

    history: History
    facts: Facts | None = None

    @cached_property
    def n_finite(self) -> int:
        """How many epochs there are before the first with losses that are not finite."""
        finite = numpy.isfinite(self.history.loss)
        if self.history.val_loss is not None:
            measured = numpy.maximum.accumulate(~numpy.isnan(self.history.val_loss))
            finite &= numpy.isfinite(self.history.val_loss) | ~measured
        return int(len(finite) if finite.all() else numpy.argmin(finite))

    @cached_property
    def loss(self) -> Values:
        """The training loss while it is finite, (n_finite,)."""
        return self.history.loss[: self.n_finite]

    @cached_property
    def val_loss(self) -> Values | None:
        """The validation loss while it is finite, (n_finite,); None without one."""
        values = self.history.val_loss
        if values is None or not self.n_finite or not numpy.isfinite(values[: self.n_finite]).all():
            return None
        return values[: self.n_finite]

    @property
    def begins_untrained(self) -> bool:
        """Whether it begins with the first weights; a branch begins where it left its run."""
        return self.history.epochs[0] <= 1

    def epoch(self, index: int) -> int:
        """The number of the epoch at `index`."""
        return self.history.epochs[index]

    def __len__(self) -> int:
        return self.n_finite

    @cached_property
    def smooth_loss(self) -> Values:
        """The smoothed training loss, (n_finite,)."""
        return smooth(self.loss)

    @cached_property
    def smooth_val(self) -> Values:
        """The smoothed validation loss, (n_finite,); only if there is one."""
        assert self.val_loss is not None
        return smooth(self.val_loss)

    @cached_property
    def end(self) -> float:
        """The level of the training loss at its end."""
        return level(self.loss)

    @cached_property
    def val_end(self) -> float:
        """The level of the validation loss at its end."""
        assert self.val_loss is not None
        return level(self.val_loss)

    @cached_property
    def first(self) -> float:
        """The first training loss."""
        return float(self.loss[0])

    @cached_property
    def fall(self) -> float:
        """How far the training loss has fallen, as a share of its first value; negative if it rose."""
        return (self.first - self.end) / max(abs(self.first), _TINY)

    @cached_property
    def late_fall(self) -> float:
        """The share of the fall in the last fifth of the epochs: 0.2 for a line, 0 for a curve that has settled."""
        fallen = self.first - self.end
        before = level(part(self.loss, 0, 0.8))
        return (before - self.end) / fallen if fallen > 0 else 0.0

    @cached_property
    def jitter(self) -> float:
        """The usual distance of a training loss from its neighbours, as a share of its level, in the second half."""
        return _share(self.loss)

    @cached_property
    def val_jitter(self) -> float:
        """The same for the validation loss, 0 without one."""
        return 0.0 if self.val_loss is None else _share(self.val_loss)

    @cached_property
    def swing(self) -> float:
        """The jitter of the training loss in units of its whole range, not of its level."""
        spread = float(self.loss.max() - self.smooth_loss.min())
        return noise(part(self.loss, 0.5, 1)) / max(spread, _TINY)

    @cached_property
    def arrival(self) -> int:
        """The index from which on the smoothed training loss is near its end: 5 % of its range, or its noise."""
        near = max(0.05 * float(numpy.ptp(self.loss)), 3 * noise(part(self.loss, 0.5, 1)))
        return first_within(self.smooth_loss, self.end, near)

    @cached_property
    def plateau(self) -> tuple[int, int] | None:
        """(first, last) indices of the longest stretch on which the training loss stands still before it falls."""
        return Standing(self.loss, self.smooth_loss, self.end).longest

    @cached_property
    def accuracy(self) -> float | None:
        """The level of the training accuracy at its end; None if it was not measured."""
        names = ("accuracy", "binary_accuracy", "sparse_categorical_accuracy", "categorical_accuracy", "acc")
        values = next((self.history.metrics[name] for name in names if name in self.history.metrics), None)
        return None if values is None or not self.n_finite else level(values[: self.n_finite])

    @cached_property
    def best(self) -> int:
        """The index of the lowest smoothed validation loss; only if there is one."""
        return int(numpy.argmin(self.smooth_val))

    @cached_property
    def lowest(self) -> int:
        """The index of the lowest validation loss itself near `best`; only if there is one."""
        assert self.val_loss is not None
        reach = window(len(self))
        first = max(0, self.best - reach)
        return first + int(numpy.argmin(self.val_loss[first : self.best + reach + 1]))


def _share(values: Values) -> float:
    half = part(values, 0.5, 1)
    return noise(half) / max(abs(median(half)), _TINY)
