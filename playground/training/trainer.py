"""`fit`: what `keras.Model.fit` computes on data that fits in memory, at the machine's speed."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from playground.network.backend import keras, tf
from playground.training import xla
from playground.training.batches import fit_by_batches, listens_to_batches, listens_to_tests, needs_batches
from playground.training.compiled import KeptEpoch, KeptEpochs, signature
from playground.training.graphs import Data, Layout, Logs, n_rows, stand_ins, trace
from playground.training.order import Order
from playground.training.spans import Pace

_kept = KeptEpochs()


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
    may have a method `on_interval()` besides Keras' own: it is called several times a second while an epoch
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
    epoch_call = _EpochCall(model, train, validation, batch_size, rows, callbacks, epochs)
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


class _EpochCall:
    """The compiled epoch of one model on one set of data, kept or new."""

    def __init__(
        self,
        model: Any,
        train: Data,
        validation: Data,
        batch_size: int,
        order: Order,
        callbacks: Sequence[Any],
        epochs: int,
    ) -> None:
        self._model = model
        self._batch_size = batch_size
        self._for_keras: Data = ()  # what Keras itself validates
        if any(listens_to_tests(callback) for callback in callbacks):
            self._for_keras, validation = validation, ()
        self._data = (train, validation)
        self._order = order
        self._intervals: list[Callable[[], None]] = [
            callback.on_interval for callback in callbacks if hasattr(callback, "on_interval")
        ]
        self._gates: list[Callable[[int], int | None]] = [
            callback.on_gate for callback in callbacks if hasattr(callback, "on_gate")
        ]
        self._shows_batches = any(listens_to_batches(callback) for callback in callbacks)
        layout = Layout(n_rows(train), batch_size)
        test_steps = Layout(n_rows(validation), batch_size).steps if validation else 0
        self._steps = layout.steps
        batch_rows = min(batch_size, layout.n_rows)
        self._pace = Pace(layout.steps, test_steps, xla.flops(model, batch_rows))
        use_xla = xla.pays(model, batch_rows)
        self._signature = signature(model, self._data, batch_size, order.shuffle, use_xla)
        self._kept = _kept.take(self._signature)
        self._in_xla = False
        self._epochs_before_xla = xla.epochs_before(model, batch_rows, layout.steps)
        if self._kept is not None:
            self._kept.bind(model, self._data)
        else:
            self._trace(batch_size, use_xla)
        if self._kept is not None and epochs > self._epochs_before_xla:
            self._kept.compile(model, self._data, order.any())

    def __call__(self, epoch: int, listeners: Any, batch: int = 0) -> Logs | None:
        """Trains one epoch and validates; the logs, or None if someone asked to stop in its midst.

        The first `batch` batches of the epoch are over.
        """
        if self._kept is None:  # stopped while it was traced
            return None
        order = self._order.of_epoch(epoch)
        if self._shows_batches:
            listeners.on_train_batch_begin(0)
        logs: Logs = {}
        for span in self._pace.spans(self._most_batches, batch):
            if epoch >= self._epochs_before_xla and not self._in_xla and not self._model.stop_training:
                # Behind the gate: a run that is held there needs no compiled epoch yet.
                self._go_on_in_xla()
            if self._model.stop_training:
                return None
            part_logs, test_logs = self._kept(span, order, self._in_xla)
            first, last, *_ = span
            if first < last == self._steps:
                logs = part_logs
        if self._shows_batches:
            listeners.on_train_batch_end(self._steps - 1, logs)
        if self._for_keras:
            test_logs = self._evaluate(listeners)
        return logs | {f"val_{name}": value for name, value in test_logs.items()}

    def _evaluate(self, listeners: Any) -> Logs:
        """Keras' own validation, for callbacks that change the network before it or look at its batches."""
        x, y, *sample_weight = keras.tree.map_structure(lambda rows: rows.value(), self._for_keras)
        logs: Logs = self._model.evaluate(
            x,
            y,
            sample_weight=sample_weight[0] if sample_weight else None,
            batch_size=self._batch_size,
            callbacks=listeners,
            return_dict=True,
            verbose=0,
        )
        return logs

    def let_go(self) -> None:
        """Leave the compiled epoch to the next model."""
        if self._kept is not None:
            self._kept.unbind()
            _kept.give(self._signature, self._kept, _n_values(self._model))
            self._kept = None

    def _go_on_in_xla(self) -> None:
        assert self._kept is not None
        while self._kept.is_compiling(0.1):
            if self._asked_to_stop():
                return
        if self._kept.is_compiled:
            self._kept.bind_in_xla(self._model, self._data)
            self._in_xla = True

    def _trace(self, batch_size: int, use_xla: bool) -> None:
        """Traces in a thread of its own, so that a wish to stop is heard meanwhile."""
        result: list[KeptEpoch] = []
        errors: list[BaseException] = []

        def trace_epoch() -> None:
            try:
                train, validation = stand_ins(self._data)
                epoch = trace(self._model, train, validation, batch_size, self._order.shuffle, use_xla)
                kept = KeptEpoch(epoch, self._model, (train, validation))
                kept.bind(self._model, self._data)
                # an empty span trains on nothing, but has TensorFlow prepare all of the graph
                kept((0, 0, 0, 0), self._order.any(), in_xla=False)
                result.append(kept)
            except BaseException as error:
                errors.append(error)

        # No daemon: a process that ends in the middle would be aborted by the C++ beneath.
        thread = threading.Thread(target=trace_epoch, name="trace")
        thread.start()
        while thread.is_alive() and not self._asked_to_stop():
            thread.join(0.1)
        if errors:
            raise errors[0]
        if result:
            self._kept = result[0]

    def _most_batches(self, trained: int) -> int | None:
        """How many batches may be trained at once after `trained` batches; may wait for a person."""
        if trained:
            self._asked_to_stop()
        if trained == self._steps:
            return None
        allowed = [most for on_gate in self._gates if (most := on_gate(trained)) is not None]
        return min(allowed, default=None)

    def _asked_to_stop(self) -> bool:
        for on_interval in self._intervals:
            on_interval()
        return bool(self._model.stop_training)


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


def _n_values(model: Any) -> int:
    return sum(int(np.prod(variable.shape)) for variable in [*model.variables, *model.optimizer.variables])


def _has_metrics(model: Any) -> bool:
    try:
        model.get_metrics_result()
    except ValueError:  # nothing was ever evaluated
        return False
    return True


def _create_variables(model: Any, train: Data) -> None:
    """Graphs may not create variables: one row shows model and metrics what they have to hold."""
    row = keras.tree.map_structure(lambda variable: variable[:1], train)
    if not (model.built and _has_metrics(model)) and _has_own_loss(model):
        # As Keras does it: a model's own `compute_loss` is not called with a row that nobody trains on.
        model._symbolic_build(data_batch=row)
    if not (model.built and _has_metrics(model)):
        model.test_step(row)  # four times faster
        model.reset_metrics()
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)


def _has_own_loss(model: Any) -> bool:
    return getattr(model.compute_loss, "__func__", None) is not keras.Model.compute_loss
