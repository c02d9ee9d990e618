"""Whether an epoch is worth compiling with XLA: by size, as measured, not by faith.

XLA takes away what every operation costs to start (2 µs each, 100 to 200 of them a batch) and fuses small ones. Its
matrix products are no faster, its random numbers slower, and compiling takes it 0.1 s a layer. Measured on two
cores, time of an epoch without XLA over that with it (`python -m benchmarks.xla`):

    16-16-16, batch 256                 2.2        512-512-512, batch 32           1.8
    64-64-64, batch 32                  5.3        512-512-512, batch 256          1.1
    20 layers of 16, batch 64           6.9        64-64-64 and dropout, batch 32  1.8
    256-256-256, batch 256              1.2        64-64-64 and dropout, batch 256 1.3
                                                   1024 ×3 and dropout, batch 256  0.4
"""

from typing import Any

from playground.network.backend import keras

MOST_FLOPS = 4e8
MOST_DROPOUT_VALUES = 50_000
MOST_LAYERS = 30


def pays(model: Any, batch_rows: int) -> bool:
    """Whether XLA makes up in the epochs for the seconds it takes to compile, for batches of so many rows."""
    layers = model.layers
    if len(layers) > MOST_LAYERS or flops(model, batch_rows) > MOST_FLOPS:
        return False
    if not all(layer.supports_jit and type(layer).__module__.startswith("keras.") for layer in layers):
        return False
    dropouts = [layer for layer in layers if type(layer) is keras.layers.Dropout and layer.rate > 0]
    if _n_random(layers) > len(dropouts):
        # of random layers only dropout draws the same numbers inside XLA as outside
        return False
    values = sum(batch_rows * _values_of_a_row(layer) for layer in dropouts)
    return values <= MOST_DROPOUT_VALUES


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
