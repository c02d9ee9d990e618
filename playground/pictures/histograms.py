"""Histograms inside a graph: the distributions of weights, activations and gradients."""

from typing import Any

from playground.network.backend import tf

BINS = 20
MOST_VALUES = (
    30_000  # of more values, about this many evenly spaced ones are counted, which gives the same shape
)


def histogram(values: Any) -> tuple[Any, Any]:
    """Counts the values, or `MOST_VALUES` of them, in `BINS` equal bins between their ends.

    Args:
        values: a float32 tensor of any shape; values that are not finite do not count.

    Returns:
        Counts, (BINS,) int32, and the ends, (2,) float32. Without numbers the counts are 0; equal numbers are all in
        the first bin.
    """
    counts, ends = _histogram(tf.reshape(values, [-1]))
    return counts, ends


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
