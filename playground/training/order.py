"""The order in which an epoch takes the rows."""

import numpy as np
from numpy.typing import NDArray


class Order:
    """A new order for every epoch, which depends only on the seed and the epoch.

    NumPy draws it, not the graph: this takes 5 µs for 300 rows and 15 ms for a million, a tenth of the time for sorting
    random numbers.
    """

    def __init__(self, n_rows: int, shuffle: bool, seed: int | None) -> None:
        self._rows = np.arange(n_rows if shuffle else 0, dtype=np.int32)
        self.shuffle = shuffle
        self._random = np.random.default_rng(seed)
        self._next_epoch = 0

    def of_epoch(self, epoch: int) -> NDArray[np.int32]:
        """(n_rows,) int32, every row's number once; () without shuffling.

        The caller asks for epochs in ascending order, each once.
        """
        while self.shuffle and self._next_epoch <= epoch:
            self._random.shuffle(self._rows)
            self._next_epoch += 1
        return self._rows

    def any(self) -> NDArray[np.int32]:
        """(n_rows,) int32, the order that was drawn last; () without shuffling."""
        return self._rows
