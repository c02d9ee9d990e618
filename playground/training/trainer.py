"""`fit`: what `keras.Model.fit` computes on data that fits in memory, at the machine's speed."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from playground.network.backend import keras, tf
from playground.training.batches import fit_by_batches, needs_batches
from playground.training.epoch_call import EpochCall
from playground.training.graphs import Data, Layout, Logs, n_rows
from playground.training.order import Order


def fit(
    model: Any,
    x: Any,
    y: Any,
    *,
    validation_data: Sequence[Any] | None = None,
    batch_size: int = 32,
    epochs: int = 1,
    callbacks: Sequence[Any] = (),
    shuffle: bool = True,
    seed: int | None = None,
) -> Any:
    """Trains a compiled model in place and returns its `keras.callbacks.History`, as `model.fit` does.

    A whole epoch is one call of TensorFlow, so callbacks are served at train and epoch level. A callback
    may have a method `on_interval()` in addition to Keras' own: it is called several times a second while an epoch
    is compiled and between the parts of a long one, and may set `model.stop_training` (the epoch is then
    left unfinished and not reported). One may also have `on_gate(batch)`, called before each call of
    TensorFlow with the number of batches trained on in this epoch: it may wait, and returns how many batches
    may be trained until it is called again, None for any number. Callbacks that have to see every batch are
    served too, slowly, by `model.fit` itself.

    Args:
        model: a compiled `keras.Model`.
        x: (n_rows, ...) inputs.
        y: (n_rows, ...) targets.
        validation_data: (x, y) or (x, y, sample_weight), looked at after every epoch in batches of
            `batch_size`.
        batch_size: rows in a batch; the last batch of an epoch may be shorter.
        epochs: how many times all rows are used.
        callbacks: `keras.callbacks.Callback` objects.
        shuffle: whether every epoch takes the rows in another order.
        seed: makes these orders the same at every call; None draws a fresh one.

    Raises:
        ValueError: if the model is not compiled, or x and y are empty or differ in their number of rows.
    """
    return fit_from(
        (model._initial_epoch or 0, 0),
        model,
        (x, y),
        validation_data,
        batch_size=batch_size,
        epochs=epochs,
        callbacks=callbacks,
        order=(shuffle, seed),
    )


def fit_from(
    start: tuple[int, int],
    model: Any,
    data: tuple[Any, Any],
    validation_data: Sequence[Any] | None,
    *,
    batch_size: int,
    epochs: int,
    callbacks: Sequence[Any],
    order: tuple[bool, int | None],
) -> Any:
    """`fit` from a position on, with metrics, optimizer and seeds as the model has them.

    Args:
        start: how many epochs are over, and how many batches of the next.
        model: a compiled `keras.Model`.
        data: (x, y), (n_rows, ...) each.
        validation_data, batch_size, epochs, callbacks: as in `fit`.
        order: (shuffle, seed), as in `fit`.

    Raises:
        ValueError: as `fit` does.
    """
    x, y = data
    if not model.compiled:
        raise ValueError("The model is not compiled: call model.compile(optimizer, loss) before training it.")
    train = _variables((x, y))
    validation = _variables(tuple(validation_data)) if validation_data is not None else ()
    layout = Layout(n_rows(train), batch_size)
    rows = Order(layout.n_rows, *order)
    if needs_batches(callbacks) or model.run_eagerly:
        return fit_by_batches(model, train, validation, layout, epochs, callbacks, rows)

    listeners = keras.callbacks.CallbackList(
        list(callbacks), add_history=True, model=model, verbose=0, epochs=epochs, steps=layout.steps
    )
    model.stop_training = False
    listeners.on_train_begin()
    _create_variables(model, train)
    logs: Logs | None = None
    epoch_call = EpochCall(model, train, validation, batch_size, rows, callbacks, epochs)
    try:
        first_epoch, batch = start
        for epoch in range(first_epoch, epochs):
            if model.stop_training:
                break
            listeners.on_epoch_begin(epoch)
            logs = epoch_call(epoch, listeners, batch if epoch == first_epoch else 0)
            if logs is None:
                break
            listeners.on_epoch_end(epoch, logs)
    finally:
        epoch_call.let_go()
    if epochs > 0:
        model.optimizer.finalize_variable_values(model.trainable_variables)
    listeners.on_train_end(logs)
    return model.history


def prepare(
    model: Any,
    data: tuple[Any, Any],
    validation_data: Sequence[Any] | None,
    *,
    batch_size: int,
    epochs: int,
    order: tuple[bool, int | None],
    may_go_on: Callable[[], bool],
) -> None:
    """Traces and compiles what `fit_from` needs, without training.

    The next model of the same architecture on data of the same shape then begins without tracing.

    Args:
        model, data, validation_data, batch_size, epochs, order: as in `fit_from`.
        may_go_on: returns whether to keep waiting for XLA; after False, XLA continues by itself.
    """
    train = _variables(data)
    validation = _variables(tuple(validation_data)) if validation_data is not None else ()
    model.stop_training = False
    _create_variables(model, train)
    rows = Order(n_rows(train), *order)
    epoch_call = EpochCall(model, train, validation, batch_size, rows, (), epochs)
    try:
        epoch_call.wait_for_xla(may_go_on)
    finally:
        epoch_call.let_go()


def _variables(data: tuple[Any, ...]) -> Data:
    """(x, y[, sample_weight]) as variables, in Keras' own precision.

    Raises:
        ValueError: if they are empty or differ in their number of rows.
    """

    def variable(values: Any) -> Any:
        if not tf.is_tensor(values):
            values = np.asarray(values)
            if values.dtype == np.float64:
                values = values.astype(keras.config.floatx())
        return tf.Variable(values, trainable=False)

    variables: Data = tuple(keras.tree.map_structure(variable, part) for part in data)
    rows = {int(variable.shape[0]) for variable in keras.tree.flatten(variables)}
    if len(rows) != 1:
        raise ValueError(f"x and y have different numbers of rows: {', '.join(map(str, sorted(rows)))}.")
    if rows == {0}:
        raise ValueError("There are no rows to train on.")
    return variables


def _has_metrics(model: Any) -> bool:
    try:
        model.get_metrics_result()
    except ValueError:  # nothing was ever evaluated
        return False
    return True


def _create_variables(model: Any, train: Data) -> None:
    """Creates all variables by calling model and metrics with one row, because graphs may not create variables."""
    row = keras.tree.map_structure(lambda variable: variable[:1], train)
    if not (model.built and _has_metrics(model)) and _has_own_loss(model):
        # Like Keras: a model's own `compute_loss` is not called with a row that is not trained on.
        model._symbolic_build(data_batch=row)
    if not (model.built and _has_metrics(model)):
        model.test_step(row)  # four times faster
        model.reset_metrics()
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)


def _has_own_loss(model: Any) -> bool:
    return getattr(model.compute_loss, "__func__", None) is not keras.Model.compute_loss
