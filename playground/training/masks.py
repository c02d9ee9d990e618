"""Dropout masks that are the same inside XLA as outside."""

import contextlib
from collections.abc import Iterator
from typing import Any

from playground.network.backend import tf


@contextlib.contextmanager
def same_masks_in_xla() -> Iterator[None]:
    """While this is entered, what is traced draws the masks of Keras, even if XLA compiles it.

    Left alone, XLA draws them by another generator (ThreeFry instead of Philox), and makes numbers in 0 … 1 of the
    upper instead of the lower bits of a random integer.
    """
    original = tf.nn.experimental.stateless_dropout
    tf.nn.experimental.stateless_dropout = _stateless_dropout
    try:
        yield
    finally:
        tf.nn.experimental.stateless_dropout = original


def _stateless_dropout(
    x: Any, rate: Any, seed: Any, rng_alg: Any = None, noise_shape: Any = None, name: str | None = None
) -> Any:
    """`tf.nn.experimental.stateless_dropout` with the same result on every device."""

    def uniform(shape: Any, dtype: Any) -> Any:
        integers = tf.random.stateless_uniform(
            shape, seed, minval=None, maxval=None, dtype=tf.uint32, alg=rng_alg or "philox"
        )
        # TensorFlow's Uint32ToFloat (tsl/lib/random/random_distributions.h): 23 low bits behind an exponent of 0
        mantissa = tf.bitwise.bitwise_and(integers, tf.constant(0x7FFFFF, tf.uint32))
        floats = tf.bitcast(tf.bitwise.bitwise_or(mantissa, tf.constant(0x3F800000, tf.uint32)), tf.float32)
        return tf.cast(floats - 1.0, dtype)

    return tf.nn.experimental.general_dropout(x, rate, uniform, noise_shape=noise_shape, name=name)
