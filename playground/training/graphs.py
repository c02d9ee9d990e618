"""A whole epoch as one call of TensorFlow.

`model.fit` spends 80 to 200 ms an epoch on iterators, Python and one graph call a batch. Here the loop over the
batches is inside the graph, and the data stays in memory as tensors. What happens to a batch is the model's own
`train_step` and `test_step`, so losses, metrics, regularizers, optimizers and layers count as they do in Keras.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playground.network.backend import keras, tf

Logs = dict[str, Any]


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


def trace(
    model: Any,
    train: tuple[Any, ...],
    validation: tuple[Any, ...] | None,
    batch_size: int,
    shuffle: bool,
    xla: bool,
) -> Any:
    """The concrete function `epoch(train, order, validation, span) -> (logs, validation logs)`.

    Its arguments:
        train, validation: tuples (x, y[, sample_weight]) of tensors, validation () if there is none.
        order: (n_rows,) int32, the order in which rows are taken; () for the order of the data.
        span: (4,) int32: first and last batch to train on, first and last batch to validate on. A long epoch is cut
            into several calls; metrics begin anew where a span begins at 0.

    Batches have sizes known at tracing, as XLA needs them, so the last short one is traced on its own.
    """
    train_layout = Layout(_rows(train), batch_size)
    validation_layout = Layout(_rows(validation) if validation else 0, batch_size)

    def epoch(train: Any, order: Any, validation: Any, span: Any) -> tuple[Logs, Logs]:
        def train_batch(begin: Any, size: int) -> None:
            if shuffle:
                rows = tf.slice(order, [begin], [size])
                batch = keras.tree.map_structure(lambda tensor: tf.gather(tensor, rows), train)
            else:
                batch = keras.tree.map_structure(lambda tensor: _rows_of(tensor, begin, size), train)
            model.train_step(batch)

        def test_batch(begin: Any, size: int) -> None:
            model.test_step(keras.tree.map_structure(lambda tensor: _rows_of(tensor, begin, size), validation))

        first, last, test_first, test_last = tf.unstack(span)
        _reset_metrics_at_start(model, first, last)
        _loop(train_layout, first, last, train_batch)
        logs = _scalars(model.get_metrics_result())
        if not validation:
            return logs, {}
        _reset_metrics_at_start(model, test_first, test_last)
        _loop(validation_layout, test_first, test_last, test_batch)
        return logs, _scalars(model.get_metrics_result())

    return tf.function(epoch, jit_compile=xla, autograph=False).get_concrete_function(
        keras.tree.map_structure(_spec, train),
        tf.TensorSpec([train_layout.n_rows], tf.int32) if shuffle else (),
        keras.tree.map_structure(_spec, validation) if validation else (),
        tf.TensorSpec([4], tf.int32),
    )


def _loop(layout: Layout, first: Any, last: Any, on_batch: Callable[[Any, int], None]) -> None:
    """Calls `on_batch(begin, size)` for the batches first to last - 1, inside the graph."""
    size = layout.batch_size
    if layout.full:

        def body(step: Any) -> Any:
            on_batch(step * size, size)
            return step + 1

        until = tf.minimum(last, layout.full)
        tf.while_loop(lambda step: step < until, body, [first], parallel_iterations=1)
    if layout.rest:

        def rest() -> Any:
            on_batch(tf.constant(layout.full * size), layout.rest)
            return tf.constant(0)

        tf.cond(last > layout.full, rest, lambda: tf.constant(0))


def _reset_metrics_at_start(model: Any, first: Any, last: Any) -> None:
    def reset() -> Any:
        model.reset_metrics()
        return tf.constant(0)

    tf.cond(tf.logical_and(tf.equal(first, 0), last > 0), reset, lambda: tf.constant(0))


def _scalars(logs: Logs) -> Logs:
    return keras.tree.map_structure(tf.convert_to_tensor, logs)


def _rows_of(tensor: Any, begin: Any, size: int) -> Any:
    rank = tensor.shape.rank
    return tf.slice(tensor, [begin, *[0] * (rank - 1)], [size, *tensor.shape[1:]])


def _rows(data: Sequence[Any]) -> int:
    return int(keras.tree.flatten(data)[0].shape[0])


def _spec(tensor: Any) -> Any:
    return tf.TensorSpec(tensor.shape, tensor.dtype)
