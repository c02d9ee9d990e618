"""The callbacks that tell a picture maker the progress of a run."""

from typing import Any

from playground.network.backend import keras
from playground.pictures.picture_maker import PictureMaker
from playground.plan import Plan


class BatchPictureCallback(keras.callbacks.Callback):  # type: ignore[misc]
    """Has a network pictured within a long epoch; it must be first in a run's list.

    There it is called before another callback holds the run.
    """

    def __init__(self, picture_maker: PictureMaker) -> None:
        super().__init__()
        self._picture_maker = picture_maker
        self._epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002 -- Keras' signature
        self._epoch = epoch

    def on_gate(self, batch: int) -> int | None:
        """Tells the picture maker that `batch` batches of the epoch are over; any number may follow."""
        if batch:
            self._picture_maker.moment(self._epoch, batch)
        else:
            self._picture_maker.go_ahead()
        return None


class PictureCallback(keras.callbacks.Callback):  # type: ignore[misc]
    """Has a run's network pictured before training, after some epochs, and always after the last.

    It must be last in a run's list, so that it knows whether another callback ends the run. Keras restores the best
    weights after that, when training ends.

    """

    def __init__(
        self, picture_maker: PictureMaker, planned: Plan | None, first_epoch: int = 0, batch: int = 0
    ) -> None:
        super().__init__()
        self._picture_maker = picture_maker
        self._planned = planned
        self._first = (first_epoch, batch)

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002 -- Keras' signature
        if self._planned is not None:  # else somebody else begins
            self._picture_maker.begin(self._planned, self.model, *self._first)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if self.model.stop_training or epoch + 1 == self.params["epochs"]:
            self._picture_maker.make_now(epoch + 1)
        else:
            self._picture_maker.moment(epoch + 1, loss=logs.get("loss"))
