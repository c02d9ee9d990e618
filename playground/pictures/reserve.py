"""Reserve: snapshots of a run for pictures after training."""

import math
from collections.abc import Collection
from typing import TYPE_CHECKING

from playground.pictures.film import Moment

if TYPE_CHECKING:
    from playground.pictures.renderer import Snapshot

MOST = 120  # snapshots
MAX_BYTES = 200_000_000  # of snapshots; one takes four bytes a parameter


class Reserve:
    """Snapshots spread over the epochs of a run, and denser where its loss changes.

    The position of an epoch is the mean of two shares: of all epochs so far, and of the total change of the logarithm
    of the loss so far. With more than `most` snapshots, the one nearest to its neighbours is removed.


    Args:
        parameters: the number of the network's parameters.
    """

    def __init__(self, parameters: int) -> None:
        self._most = min(MOST, MAX_BYTES // (4 * max(parameters, 1)))
        self._entries: list[
            tuple[int, float, Snapshot]
        ] = []  # epoch and way of each, the first and the last included
        self._epoch = 0
        self._way = 0.0
        self._loss: float | None = None

    def is_due(self, epoch: int, loss: float) -> bool:
        """Records the loss of an epoch; returns whether its position is far enough from the last snapshot's."""
        now = math.log(loss) if 0 < loss < math.inf else None
        if now is not None and self._loss is not None:
            self._way += abs(now - self._loss)
        self._epoch, self._loss = epoch, self._loss if now is None else now
        if self._most < 3:
            return False
        last = self._position(*self._entries[-1][:2]) if self._entries else -1.0
        return self._position(epoch, self._way) - last >= 0.5 / self._most

    def put(self, snapshot: "Snapshot") -> None:
        """Stores a snapshot of the last recorded epoch."""
        self._entries.append((self._epoch, self._way, snapshot))
        if len(self._entries) > self._most:
            positions = [self._position(epoch, way) for epoch, way, _ in self._entries]
            gaps = [after - before for before, after in zip(positions, positions[2:], strict=False)]
            del self._entries[1 + gaps.index(min(gaps))]

    def take(self, pictured: Collection[Moment]) -> "Snapshot | None":
        """Removes and returns the snapshot farthest from earlier returned ones and all `pictured`; None at the end."""
        known = sorted(epoch for epoch, batch in pictured if not batch)
        left = [entry for entry in self._entries if entry[0] not in known]
        if not left:
            self._entries = []
            return None
        found = max(left, key=lambda entry: min((abs(entry[0] - epoch) for epoch in known), default=entry[0]))
        self._entries = [entry for entry in left if entry is not found]
        return found[2]

    def clear(self) -> None:
        """Removes all snapshots."""
        self._entries = []

    def _position(self, epoch: int, way: float) -> float:
        return (epoch / max(self._epoch, 1) + (way / self._way if self._way else 0.0)) / 2
