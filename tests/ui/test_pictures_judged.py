"""Rows that are pictures are shown as pictures, those called wrongly first."""

import numpy as np

from playground.datasets import load
from playground.datasets.pixels import are_pixels, pictures_of
from playground.evaluation.answers import Answers
from playground.experiment import Data
from playground.ui.judge.pictures import wrong_first


def test_the_wrong_ones_come_first_and_the_surest_of_these() -> None:
    predicted = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.45, 0.55], [0.2, 0.8]])
    answers = Answers(np.arange(5), np.array([0, 1, 0, 1, 1]), predicted)
    assert wrong_first(answers, predicted.argmax(axis=1)).tolist() == [1, 2, 3, 4, 0]


def test_pixels_stand_in_their_places_dark_on_white() -> None:
    table = load(Data(dataset="digits")).iloc[:3]
    features = [name for name in reversed(table.columns) if name.startswith("pixel")]
    assert are_pixels(features)
    assert not are_pixels(features[1:])
    assert not are_pixels([*features, "digit"])
    found = pictures_of(table, features, 2)
    assert found.shape == (3, 16, 16)
    expected = 255 - table[sorted(features)].to_numpy().reshape(3, 8, 8) / 16 * 255
    np.testing.assert_array_equal(found[:, ::2, ::2], expected.round())
    np.testing.assert_array_equal(found[:, 1::2, 1::2], found[:, ::2, ::2])
