"""A whole epoch as one call of TensorFlow.

`model.fit` spends 80 to 200 ms an epoch on iterators, Python and one graph call a batch. Here the loop over
the batches is inside the graph, and the data stays in memory. What happens to a batch is the model's own
`train_step` and `test_step`, so losses, metrics, regularizers, optimizers and layers count as they do in
Keras.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.network.backend import UninitializedVariable, keras, tf
from playground.training.masks import same_masks_in_xla

_BEFORE_ORDER = 5  # numbers that an epoch takes before the order of its rows

# A tuple (x, y[, sample_weight]) of `tf.Variable`s or structures of them: a graph captures variables, and
# another model's call can put other data in their place (a captured tensor may end as a constant).
Data = tuple[Any, ...]
Shapes = dict[str, tuple[int, ...]]
Logs = dict[str, Any]  # a float, or an array where a metric returns a vector


@dataclass(frozen=True)
class Layout:
    """How data is cut into batches: `n_rows` rows, `batch_size` each, the last one perhaps shorter."""

    n_rows: int
    batch_size: int

    @property
    def full(self) -> int:
        """Number of batches of the whole size."""
        return self.n_rows // self.batch_size

    @property
    def rest(self) -> int:
        """Rows of the last short batch, 0 if there is none."""
        return self.n_rows % self.batch_size

    @property
    def steps(self) -> int:
        """Number of batches."""
        return self.full + bool(self.rest)


@dataclass(frozen=True)
class Epoch:
    """A traced epoch.

    Attributes:
        function: the concrete function `(span, whether updates are fused, then the order of rows if shuffled)
            -> (logs, validation logs)`. Its one argument is int32: first and last batch to train on, first and
            last batch to validate on, 0 or 1, then (n_rows,) the rows in the order they are to be taken. A long
            epoch is cut into several calls; metrics begin anew where a span begins at 0. With 0 it computes what
            `model.fit` does, to the last bit.
        in_xla: the same for XLA to compile when it is first called; None where XLA does not pay, and only the
            updates of weights are fused.
        shapes, test_shapes: of the values in either logs by name; the logs hold all of them, flat, as one float32
            vector each.
    """

    function: Any
    in_xla: Any | None
    shapes: Shapes
    test_shapes: Shapes

    def __call__(
        self, span: tuple[int, int, int, int], order: NDArray[np.int32], in_xla: bool = False
    ) -> tuple[Logs, Logs]:
        """Logs of a part of an epoch; `order` is empty where rows are taken as they stand.

        With `in_xla`, XLA computes all of it or, where that does not pay, the updates of weights.
        """
        function: Any = self.in_xla if in_xla and self.in_xla is not None else self.function
        logs, test_logs = function(tf.constant(np.concatenate([np.array([*span, in_xla], np.int32), order])))
        return _logs(logs.numpy(), self.shapes), _logs(test_logs.numpy(), self.test_shapes)


def trace(model: Any, train: Data, validation: Data, batch_size: int, shuffle: bool, xla: bool) -> Epoch:
    """Traces an epoch of a model whose variables all exist; `validation` is () if there is none.

    Batches have a size that is known at tracing, as XLA needs it; the last short one is a call of its own.
    """
    train_layout = Layout(n_rows(train), batch_size)
    test_layout = Layout(n_rows(validation) if validation else 0, batch_size)
    shapes: Shapes = {}
    test_shapes: Shapes = {}

    def epoch(span_and_order: Any) -> tuple[Any, Any]:
        first, last, test_first, test_last = tf.unstack(span_and_order[:4])
        order = span_and_order[_BEFORE_ORDER:]
        rows, test_rows = _values(train), _values(validation)
        train_step = _traced_once(model.train_step, train)
        test_step = _traced_once(model.test_step, validation)

        def train_batch(begin: Any, size: int) -> None:
            if shuffle:
                chosen = tf.slice(order, [begin], [size])
                train_step(keras.tree.map_structure(lambda tensor: tf.gather(tensor, chosen), rows))
            else:
                train_step(keras.tree.map_structure(lambda tensor: _slice(tensor, begin, size), rows))

        def test_batch(begin: Any, size: int) -> None:
            test_step(keras.tree.map_structure(lambda tensor: _slice(tensor, begin, size), test_rows))

        _reset_metrics_at_start(model, first, last)
        with same_masks_in_xla() if xla else _fused_updates(model.optimizer, span_and_order[4] > 0):
            _loop(train_layout, first, last, train_batch)
        logs = _results(model, shapes)
        if not validation:
            return logs, tf.zeros([0])
        _reset_metrics_at_start(model, test_first, test_last)
        _loop(test_layout, test_first, test_last, test_batch)
        return logs, _results(model, test_shapes)

    argument = tf.TensorSpec([_BEFORE_ORDER + (train_layout.n_rows if shuffle else 0)], tf.int32)
    function = tf.function(epoch, autograph=False).get_concrete_function(argument)
    in_xla = None
    if xla:
        # A function that calls the other one is traced at once.
        in_xla = tf.function(
            lambda span_and_order: function(span_and_order), jit_compile=True, autograph=False
        ).get_concrete_function(argument)
    return Epoch(function, in_xla, shapes, test_shapes)


def stand_ins(data: Data) -> Data:
    """Variables of the same shapes without any memory: what is traced with them keeps no data alive."""
    variables: Data = keras.tree.map_structure(
        lambda variable: UninitializedVariable(shape=variable.shape, dtype=variable.dtype, trainable=False),
        data,
    )
    return variables


def n_rows(data: Data) -> int:
    """How many rows (x, y[, sample_weight]) have."""
    return int(keras.tree.flatten(data)[0].shape[0])


def _traced_once(step: Callable[[Any], Any], data: Data) -> Callable[[Any], Any]:
    """A model's step for batches of any size, so that whole and short batches share one tracing."""
    if not data:
        return step

    def without_result(batch: Any) -> None:
        step(batch)

    signature = keras.tree.map_structure(
        lambda tensor: tf.TensorSpec([None, *tensor.shape[1:]], tensor.dtype), data
    )
    function: Callable[[Any], Any] = tf.function(without_result, input_signature=[signature], autograph=False)
    return function


@contextlib.contextmanager
def _fused_updates(optimizer: Any, fuses: Any) -> Iterator[None]:
    """Compiles only the optimizer with XLA, where `fuses` is true: one pass over the memory of the weights.

    Otherwise updates are a dozen passes, half of the time of a network with 512 units a layer.
    """
    apply = optimizer.apply

    def update(grads: Any, trainable_variables: Any = None) -> None:
        def plain() -> None:
            apply(grads, trainable_variables)

        compiled = tf.function(
            lambda *grads: apply(list(grads), trainable_variables), jit_compile=True, autograph=False
        )
        _when(fuses, lambda: compiled(*grads), plain)

    optimizer.apply = update
    try:
        yield
    finally:
        del optimizer.apply


def _loop(layout: Layout, first: Any, last: Any, on_batch: Callable[[Any, int], None]) -> None:
    """Calls `on_batch(begin, size)` for the batches first to last - 1, inside the graph."""
    size = layout.batch_size
    if layout.full:

        def body(step: Any) -> Any:
            on_batch(step * size, _hidden(size))
            return step + 1

        until = tf.minimum(last, layout.full)
        tf.while_loop(lambda step: step < until, body, [first], parallel_iterations=1)
    if layout.rest:
        in_span = tf.logical_and(first <= layout.full, last > layout.full)
        _when(in_span, lambda: on_batch(tf.constant(layout.full * size), _hidden(layout.rest)))


def _hidden(number: int) -> Any:
    """The number where XLA knows it and TensorFlow's own optimizer does not.

    It would divide by a batch's size by multiplying with its inverse, which rounds differently from `model.fit`.
    """
    return tf.raw_ops.PlaceholderWithDefault(input=number, shape=[])


def _reset_metrics_at_start(model: Any, first: Any, last: Any) -> None:
    _when(tf.logical_and(tf.equal(first, 0), last > 0), model.reset_metrics)


def _when(condition: Any, action: Callable[[], None], otherwise: Callable[[], None] = lambda: None) -> None:
    def act(action: Callable[[], None]) -> Any:
        action()
        return tf.constant(0)

    tf.cond(condition, lambda: act(action), lambda: act(otherwise))


def _results(model: Any, shapes: Shapes) -> Any:
    """The metrics' results as one vector, which costs no more to fetch than one value; sets `shapes`."""
    flat: dict[str, Any] = {}
    for name, value in model.get_metrics_result().items():
        # Keras flattens a metric that returns several values in the same way
        flat.update(value if isinstance(value, dict) else {name: value})
    values = {name: tf.cast(value, tf.float32) for name, value in flat.items()}
    # a function may be traced twice; the names are the same
    shapes.clear()
    shapes.update({name: tuple(value.shape) for name, value in values.items()})
    return tf.concat([tf.reshape(value, [-1]) for value in values.values()], axis=0)


def _logs(flat: NDArray[np.float32], shapes: Shapes) -> Logs:
    """The values by name: numbers as Python's own, as Keras gives them to callbacks."""
    logs: Logs = {}
    begin = 0
    for name, shape in shapes.items():
        end = begin + int(np.prod(shape, dtype=int))
        logs[name] = float(flat[begin]) if end - begin == 1 else flat[begin:end].reshape(shape)
        begin = end
    return logs


def _values(data: Data) -> Data:
    values: Data = keras.tree.map_structure(lambda variable: variable.value(), data)
    return values


def _slice(tensor: Any, begin: Any, size: int) -> Any:
    return tf.slice(tensor, [begin, *[0] * (tensor.shape.rank - 1)], [size, *tensor.shape[1:]])
