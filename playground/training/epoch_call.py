"""One epoch of training as calls of TensorFlow, with a person's wishes met between them."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from playground.network.backend import keras
from playground.training import xla
from playground.training.batches import listens_to_batches, listens_to_tests
from playground.training.compiled import KeptEpoch, KeptEpochs, signature
from playground.training.graphs import Data, Layout, Logs, n_rows, stand_ins, trace
from playground.training.order import Order
from playground.training.spans import Pace

_kept = KeptEpochs()
# Several threads that trace are no faster than one, and one may trace what another needs.
_tracing = threading.Lock()


class EpochCall:
    """The compiled epoch of one model on one set of data, from the cache or new."""

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
        """Trains one epoch from batch `batch` on and validates; returns the logs, or None if it was stopped."""
        if self._kept is None:  # stopped during tracing
            return None
        order = self._order.of_epoch(epoch)
        if self._shows_batches:
            listeners.on_train_batch_begin(0)
        logs: Logs = {}
        for span in self._pace.spans(self._most_batches, batch):
            if epoch >= self._epochs_before_xla and not self._in_xla and not self._model.stop_training:
                # After the gate, because a run that is held there needs no compiled epoch yet.
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

    def wait_for_xla(self, may_go_on: Callable[[], bool]) -> None:
        """Waits until XLA has compiled the epoch, or `may_go_on` says no."""
        while self._kept is not None and self._kept.is_compiling(0.1) and may_go_on():
            pass

    def let_go(self) -> None:
        """Gives the compiled epoch to the cache for the next model."""
        if self._kept is not None:
            self._kept.unbind()
            _kept.give(self._signature, self._kept, _n_values(self._model))
            self._kept = None

    def _go_on_in_xla(self) -> None:
        assert self._kept is not None
        if not self._kept.pays:
            self._in_xla = True  # for the updates of weights alone
            return
        while self._kept.is_compiling(0.1):
            if self._asked_to_stop():
                return
        if self._kept.is_compiled:
            self._kept.bind_in_xla(self._model, self._data)
            self._in_xla = True

    def _trace(self, batch_size: int, use_xla: bool) -> None:
        """Traces in a separate thread, so that a wish to stop is met during tracing."""
        result: list[KeptEpoch] = []
        errors: list[BaseException] = []

        def trace_epoch() -> None:
            try:
                with _tracing:
                    result.append(_kept.take(self._signature) or self._trace_epoch(batch_size, use_xla))
                    result[0].bind(self._model, self._data)
                # an empty span trains on nothing, but has TensorFlow prepare all of the graph
                result[0]((0, 0, 0, 0), self._order.any(), in_xla=False)
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

    def _trace_epoch(self, batch_size: int, use_xla: bool) -> KeptEpoch:
        train, validation = stand_ins(self._data)
        epoch = trace(self._model, train, validation, batch_size, self._order.shuffle, use_xla)
        return KeptEpoch(epoch, self._model, (train, validation))

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


def _n_values(model: Any) -> int:
    return sum(int(np.prod(variable.shape)) for variable in [*model.variables, *model.optimizer.variables])
