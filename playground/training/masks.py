"""Dropout masks that are the same inside XLA as outside."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

from playground.network.backend import tf

_original = tf.nn.experimental.stateless_dropout
_lock = threading.Lock()
_entered = 0  # threads that trace for XLA
_here = threading.local()


@contextlib.contextmanager
def same_masks_in_xla() -> Iterator[None]:
    """Within this context, what this thread traces draws the masks of Keras, even where XLA compiles it.

    XLA itself uses another generator (ThreeFry instead of Philox), and makes numbers from 0 to 1 of the upper instead
    of the lower bits of a random integer.
    """
    _enter(1)
    before, _here.entered = getattr(_here, "entered", False), True
    try:
        yield
    finally:
        _here.entered = before
        _enter(-1)


def _enter(step: int) -> None:
    """Counts the threads that trace; several may trace at once, since one goes on after its run was stopped."""
    global _entered
    with _lock:
        _entered += step
        tf.nn.experimental.stateless_dropout = _choose if _entered else _original


def _choose(*arguments: Any, **named: Any) -> Any:
    """Draws masks as the thread that calls needs them."""
    draw = _stateless_dropout if getattr(_here, "entered", False) else _original
    return draw(*arguments, **named)


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
