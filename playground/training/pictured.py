"""The callback that tells a photographer of every epoch; stands last in a run's list."""

from typing import Any

from playground.network.backend import keras
from playground.plan import Plan
from playground.training.photographer import Photographer


class Pictured(keras.callbacks.Callback):  # type: ignore[misc]
    """Has a run's network pictured: before training, now and then after an epoch, and always after the last.

    Keras restores the best weights when training ends, which is after that.
    """

    def __init__(self, photographer: Photographer, planned: Plan, first_epoch: int = 0) -> None:
        super().__init__()
        self._photographer = photographer
        self._planned = planned
        self._first_epoch = first_epoch

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002 -- Keras' signature
        self._photographer.begin(self._planned, self.model, self._first_epoch)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002 -- Keras' signature
        if self.model.stop_training or epoch + 1 == self.params["epochs"]:
            self._photographer.take_now(epoch + 1)
        else:
            self._photographer.moment(epoch + 1)
