"""What each layer puts out for a row is what a prediction computes: no chance, and no measures of a batch."""

import numpy as np

from playground.experiment import BatchNormalization, Dense, Dropout, Network
from playground.network.build import build
from playground.network.outputs import layer_outputs, outputs
from playground.words import Task


def test_a_row_goes_through_dropout_and_batch_normalization_as_in_a_prediction() -> None:
    layers = (Dense(units=6), Dropout(rate=0.5), BatchNormalization(), Dense(units=4))
    model = build(Network(layers=layers), 3, Task.MULTICLASS, 5, seed=1)
    normalization = model.layers[2]
    scale, shift, mean, variance = (np.arange(1.0, 7.0) + index for index in range(4))
    normalization.set_weights([scale, shift, mean, variance])
    row = np.array([0.5, -1.0, 2.0], np.float32)
    dense, dropped, normal, _, answer = found = layer_outputs(model, row)
    assert [len(each) for each in found] == [6, 6, 6, 4, 5]
    np.testing.assert_array_equal(dropped, dense)
    expected = scale * (dense - mean) / np.sqrt(variance + 1e-3) + shift
    np.testing.assert_allclose(normal, expected, rtol=1e-4)
    np.testing.assert_allclose(answer, outputs(model, row[None])[0], rtol=1e-5)
