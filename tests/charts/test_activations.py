"""The curves of activations are Keras' own, and the chosen one stands in front."""

import numpy
import pytest

from playground.charts.activations import FUNCTIONS, activation_curves
from playground.words import ACTIVATIONS


def test_every_activation_has_a_curve_and_the_chosen_one_is_drawn_last() -> None:
    assert FUNCTIONS.keys() == ACTIVATIONS.keys()
    figure = activation_curves("tanh")
    assert figure.data[-1].name == "tanh"
    assert [trace.opacity == 1 for trace in figure.data].count(True) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_curve_is_that_of_keras(name: str) -> None:
    import keras

    z = numpy.linspace(-4, 4, 41)
    expected = numpy.asarray(keras.activations.get(name)(keras.ops.convert_to_tensor(z)))
    assert FUNCTIONS[name](z) == pytest.approx(expected, abs=1e-6)
