"""A picture is as fine as what it costs allows."""

import pytest

from playground.pictures.drawn_layers import DrawnLayer
from playground.pictures.sizes import _INPUTS, sizes


@pytest.mark.parametrize(("inputs", "cells"), [(10, 96), (1000, 96), (3000, 48), (20_000, 16)])
def test_the_grid_of_thousands_of_inputs_is_coarser(inputs: int, cells: int) -> None:
    layers = [
        DrawnLayer("input", "Inputs", "input", inputs, 8),
        DrawnLayer("output", "Output", "output", 1, 1, "sigmoid"),
    ]
    found = sizes(layers, inputs + 1, 2)
    assert found.cells == cells
    assert found.rows * inputs <= _INPUTS
