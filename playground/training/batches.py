"""The slower way, for callbacks that have to see every batch: `model.fit` itself, on the same rows in the same order."""

from collections.abc import Sequence
from typing import Any

from playground.network.backend import keras, tf
from playground.training.graphs import Layout
from playground.training.order import Order

_BATCH_METHODS = (
    "on_batch_begin",
    "on_batch_end",
    "on_train_batch_begin",
    "on_train_batch_end",
    "on_test_batch_begin",
    "on_test_batch_end",
)


def listens_to_batches(callback: Any) -> bool:
    """Whether a callback overrides one of Keras' methods at batch level."""
    return any(
        getattr(type(callback), name, None) is not getattr(keras.callbacks.Callback, name) for name in _BATCH_METHODS
    )


def needs_batches(callbacks: Sequence[Any]) -> bool:
    """Whether one of the callbacks would miss something if an epoch were its only batch.

    Some of Keras' own override batch methods, but as they are set up only count or look at the last logs: they
    are served as under `steps_per_execution`, one "batch" an epoch.
    """
    return any(listens_to_batches(callback) and not _does_without(callback) for callback in callbacks)


def _does_without(callback: Any) -> bool:
    kind = type(callback)
    if kind is keras.callbacks.TerminateOnNaN:
        return True
    if kind is keras.callbacks.ModelCheckpoint:
        return bool(callback.save_freq == "epoch")
    if kind is keras.callbacks.TensorBoard:
        return callback.update_freq == "epoch" and not callback.write_steps_per_second and not callback._should_trace
    return False


class _Batches(keras.utils.PyDataset):  # type: ignore[misc]
    def __init__(self, data: tuple[Any, ...], layout: Layout, order: Order) -> None:
        super().__init__()
        self._data = data
        self._layout = layout
        self._order = order
        self._epoch = 0
        self._rows = order.of_epoch(0)

    def __len__(self) -> int:
        return self._layout.steps

    def __getitem__(self, step: int) -> tuple[Any, ...]:
        size = self._layout.batch_size
        rows = self._rows[step * size : (step + 1) * size]
        batch: tuple[Any, ...] = keras.tree.map_structure(lambda tensor: tf.gather(tensor, rows), self._data)
        return batch

    def on_epoch_end(self) -> None:
        self._epoch += 1
        self._rows = self._order.of_epoch(self._epoch)


def fit_by_batches(
    model: Any,
    train: tuple[Any, ...],
    validation: tuple[Any, ...] | None,
    layout: Layout,
    epochs: int,
    callbacks: Sequence[Any],
    order: Order,
) -> Any:
    """Trains by `model.fit` and returns its history; 50 to 200 times slower on small networks."""
    return model.fit(
        _Batches(train, layout, order),
        epochs=epochs,
        validation_data=validation,
        validation_batch_size=layout.batch_size,
        callbacks=list(callbacks),
        shuffle=False,
        verbose=0,
    )
