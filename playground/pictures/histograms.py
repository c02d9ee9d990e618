"""Histograms inside a graph: how weights, activations and gradients are spread."""

from typing import Any

from playground.network.backend import tf

BINS = 20
MOST_VALUES = 30_000  # of more, about so many are counted, evenly taken: a histogram looks the same


def histogram(values: Any) -> tuple[Any, Any]:
    """How many of the values, or of `MOST_VALUES` of them, lie in each of `BINS` equal bins between their ends.

    Args:
        values: a float32 tensor of any shape; what is no number is not counted.

    Returns:
        Counts, (BINS,) int32, and the ends, (2,) float32. Without a number the counts are 0; where all are
        equal they stand in the first bin.
    """
    counts, ends = _histogram(tf.reshape(values, [-1]))
    return counts, ends


# Traced once, however many layers a network has.
@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)], autograph=False)  # type: ignore[untyped-decorator]
def _histogram(flat: Any) -> tuple[Any, Any]:
    flat = tf.ensure_shape(flat[:: tf.maximum(tf.size(flat) // MOST_VALUES, 1)], [None])
    finite = tf.boolean_mask(flat, tf.math.is_finite(flat))
    # The ends of nothing are infinite.
    low = tf.reduce_min(tf.concat([finite, [float("inf")]], 0))
    high = tf.reduce_max(tf.concat([finite, [-float("inf")]], 0))
    low = tf.where(tf.math.is_finite(low), low, 0.0)
    high = tf.where(high > low, high, low + tf.maximum(tf.abs(low) * 1e-3, 1e-6))
    ends = tf.stack([low, high])
    return tf.histogram_fixed_width(finite, ends, BINS), ends
