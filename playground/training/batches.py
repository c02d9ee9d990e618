"""The slower way with `model.fit`, for callbacks that have to see every batch; it takes rows in the same order."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from playground.network.backend import keras, tf
from playground.training.graphs import Data, Layout
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
    return any(_overrides(callback, name) for name in _BATCH_METHODS)


def listens_to_tests(callback: Any) -> bool:
    """Whether a callback overrides one of Keras' methods around a whole validation."""
    return _overrides(callback, "on_test_begin") or _overrides(callback, "on_test_end")


def _overrides(callback: Any, name: str) -> bool:
    """Whether the callback's class or, as in a LambdaCallback, the object itself has its own method."""
    method = getattr(callback, name, None)
    return getattr(method, "__func__", method) is not getattr(keras.callbacks.Callback, name)


def needs_batches(callbacks: Sequence[Any]) -> bool:
    """Whether one of the callbacks has to be called at every batch.

    Some of Keras' callbacks override batch methods but, with their settings, only count or read the last logs. They
    are called as under `steps_per_execution`, with one "batch" per epoch.
    """
    return any(listens_to_batches(callback) and not _does_without(callback) for callback in callbacks)


def _does_without(callback: Any) -> bool:
    kind = type(callback)
    if kind is keras.callbacks.TerminateOnNaN:
        return True
    if kind is keras.callbacks.ModelCheckpoint:
        return bool(callback.save_freq == "epoch")
    if kind is keras.callbacks.TensorBoard:
        return (
            callback.update_freq == "epoch"
            and not callback.write_steps_per_second
            and not callback._should_trace
        )
    return False


def fit_by_batches(
    model: Any,
    train: Data,
    validation: Data,
    layout: Layout,
    epochs: int,
    callbacks: Sequence[Any],
    order: Order,
) -> Any:
    """Trains by `model.fit` and returns its history; 50 to 200 times slower on small networks."""
    batches = tf.data.Dataset.from_generator(
        lambda: _batches(train, layout, order),
        output_signature=keras.tree.map_structure(
            lambda rows: tf.TensorSpec([None, *rows.shape[1:]], rows.dtype), train
        ),
    )
    return model.fit(
        batches,
        steps_per_epoch=layout.steps,
        epochs=epochs,
        validation_data=keras.tree.map_structure(lambda rows: rows.value(), validation) or None,
        validation_batch_size=layout.batch_size,
        callbacks=list(callbacks),
        shuffle=False,
        verbose=0,
    )


def _batches(data: Data, layout: Layout, order: Order) -> Iterator[Data]:
    """Yields the batches of one epoch after the other, without end; Keras reads ahead but takes only what it needs."""
    for epoch in itertools.count():
        rows = order.of_epoch(epoch)
        for step in range(layout.steps):
            chosen = slice(step * layout.batch_size, (step + 1) * layout.batch_size)
            if order.shuffle:
                batch: Data = keras.tree.map_structure(lambda part: tf.gather(part, rows[chosen]), data)  # noqa: B023
            else:
                batch = keras.tree.map_structure(lambda part: part[chosen], data)  # noqa: B023
            yield batch
