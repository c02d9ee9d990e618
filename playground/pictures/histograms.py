"""Histograms inside a graph: the distributions of weights, activations and gradients."""

from collections.abc import Sequence
from typing import Any

from playground.network.backend import tf

BINS = 20
MOST_VALUES = (
    30_000  # of more values, about this many evenly spaced ones are counted, which gives the same shape
)


def histogram(tensors: Sequence[Any]) -> tuple[Any, Any]:
    """Counts the values of some tensors, or `MOST_VALUES` of them, in `BINS` equal bins between their ends.

    Args:
        tensors: float32 tensors of any shapes; values that are not finite do not count.

    Returns:
        Counts, (BINS,) int32, and the ends, (2,) float32. Without numbers the counts are 0; equal numbers are all in
        the first bin.
    """
    counts, ends = _histogram(_thin([tf.reshape(tensor, [-1]) for tensor in tensors]))
    return counts, ends


def _thin(rows: Sequence[Any]) -> Any:
    """The rows joined to one, of which every `step`-th value is left: a long row is never copied."""
    if not rows:
        return tf.zeros([0])
    lengths = [row.shape[0] for row in rows]
    if None in lengths:  # a sample of any number of rows
        return tf.concat(rows, axis=0)
    step = max(sum(lengths) // MOST_VALUES, 1)
    starts = [-sum(lengths[:place]) % step for place in range(len(rows))]
    return tf.concat([row[start::step] for row, start in zip(rows, starts, strict=True)], axis=0)


# Traced once for any number of layers.
@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)], autograph=False)  # type: ignore[untyped-decorator]
def _histogram(flat: Any) -> tuple[Any, Any]:
    flat = tf.ensure_shape(flat[:: tf.maximum(tf.size(flat) // MOST_VALUES, 1)], [None])
    finite = tf.boolean_mask(flat, tf.math.is_finite(flat))
    # Without numbers the ends are infinite.
    low = tf.reduce_min(tf.concat([finite, [float("inf")]], 0))
    high = tf.reduce_max(tf.concat([finite, [-float("inf")]], 0))
    low = tf.where(tf.math.is_finite(low), low, 0.0)
    high = tf.where(high > low, high, low + tf.maximum(tf.abs(low) * 1e-3, 1e-6))
    ends = tf.stack([low, high])
    return tf.histogram_fixed_width(finite, ends, BINS), ends
