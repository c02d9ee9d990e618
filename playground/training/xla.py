"""Whether compiling an epoch with XLA pays, decided by its size from measurements.

XLA avoids the cost of starting operations (2 µs each, 100 to 200 per batch), fuses small operations, and updates the
weights in one pass over their memory. Its matrix products are not faster, and compiling takes 2 to 6 seconds, during
which the first epochs are trained without XLA. Measured on two cores, time of an epoch without
XLA over that with it (`python -m benchmarks.xla`):

    16 ×3, batch 256            3.9        512 ×3, batch 32                 1.9
    16 ×20, batch 64            3.1        512 ×3, batch 256                1.3
    64 ×3, batch 32             6.9        512 ×3, dropout, batch 256       1.1
    64 ×3, dropout, batch 32    3.5        1024 ×3, batch 256               1.2
    64 ×3, dropout, batch 256   1.4        1024 ×3, dropout and BN          1.1
    256 ×3, batch 256           1.5        2048 ×2, batch 256               1.2
"""

from typing import Any

from playground.network.backend import keras

MOST_FLOPS = 8e9  # to train on a batch; larger ones were not measured
MOST_DROPOUT_VALUES = 1_000_000
MOST_LAYERS = 30
# A run trains its first epochs without XLA while it compiles; fewer of them if epochs are long. They equal
# those of `model.fit` to the last bit, so an exported script repeats them, even where training amplifies rounding.
EPOCHS_BEFORE = 20
SECONDS_BEFORE = 5.0


def pays(model: Any, batch_rows: int) -> bool:
    """Whether XLA saves more time than compiling costs, for batches of `batch_rows` rows."""
    layers = model.layers
    if len(layers) > MOST_LAYERS or flops(model, batch_rows) > MOST_FLOPS:
        return False
    if not all(layer.supports_jit and type(layer).__module__.startswith("keras.") for layer in layers):
        return False
    dropouts = [layer for layer in layers if type(layer) is keras.layers.Dropout and layer.rate > 0]
    if _n_random(layers) > len(dropouts):
        # Of random layers only dropout draws the same numbers inside XLA as outside. Gaussian noise could too, by
        # TensorFlow's own formula, but it was measured slower inside: 64 ×3 with noise took 1.3 (batch 32) to 2.6 times
        # (batch 256) as long.
        return False
    values = sum(batch_rows * _values_of_a_row(layer) for layer in dropouts)
    return values <= MOST_DROPOUT_VALUES


def epochs_before(model: Any, batch_rows: int, steps: int) -> int:
    """How many epochs of a run are trained without XLA, so that people see them while it compiles.

    It depends only on the network and its data, never on a clock, because the last bits of the numbers depend on it.

    """
    seconds = steps * (6e-4 + flops(model, batch_rows) / 1e11)
    return min(EPOCHS_BEFORE, int(SECONDS_BEFORE / seconds))


def flops(model: Any, batch_rows: int) -> float:
    """Floating-point operations to train on a batch: two for a weight and row forward, four backward."""
    return 6.0 * int(model.count_params()) * batch_rows


def _n_random(layers: Any) -> int:
    return sum(any("seed_generator" in variable.path for variable in layer.variables) for layer in layers)


def _values_of_a_row(layer: Any) -> int:
    size = 1
    for length in layer.output.shape[1:]:
        size *= length or 1
    return size
