"""XLA is chosen where it was measured to pay."""

from typing import Any

import pytest

from playground.experiment import BatchNormalization, Dense, Dropout, Network
from playground.network.backend import keras, tf
from playground.network.build import build
from playground.training import xla
from playground.training.masks import same_masks_in_xla
from playground.words import Task


def _pays(*layers: Any, batch_rows: int = 256) -> bool:
    return xla.pays(build(Network(layers=layers), 11, Task.REGRESSION, 1, seed=0), batch_rows)


def test_networks_of_usual_size_are_compiled_by_xla() -> None:
    assert _pays()
    assert _pays(*[Dense(units=16)] * 3)
    assert _pays(*[Dense(units=64), Dropout(rate=0.3), BatchNormalization()] * 3, batch_rows=32)
    assert _pays(*[Dense(units=512)] * 3)


def test_huge_products_very_many_random_numbers_and_many_layers_are_not() -> None:
    assert not _pays(*[Dense(units=2048)] * 3)
    assert not _pays(*[Dense(units=128), Dropout(rate=0.3)] * 3, batch_rows=10_000)
    assert _pays(*[Dense(units=128), Dropout(rate=0)] * 3, batch_rows=10_000)
    assert not _pays(*[Dense(units=2)] * 40)


def test_layers_that_are_not_keras_own_are_not() -> None:
    class Custom(keras.layers.Layer):  # type: ignore[misc]
        def call(self, inputs: Any) -> Any:
            return inputs

    assert not xla.pays(keras.Sequential([keras.Input((3,)), Custom()]), 1)
    assert not xla.pays(keras.Sequential([keras.Input((3,)), keras.layers.GaussianNoise(0.1)]), 1)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(5, 7), (64, 33)])
def test_dropout_masks_are_the_same_inside_xla(shape: tuple[int, int]) -> None:
    seed = tf.Variable([3, 2**31 - 5])
    ones = tf.ones(shape)
    expected = tf.nn.experimental.stateless_dropout(ones, rate=0.3, seed=seed)

    def masked() -> Any:
        return tf.nn.experimental.stateless_dropout(ones, rate=0.3, seed=seed * 1)

    with same_masks_in_xla():
        assert tf.reduce_all(tf.function(masked, jit_compile=True)() == expected)
        assert tf.reduce_all(masked() == expected)
