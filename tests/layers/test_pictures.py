"""A picture shows every kind of layer: its values, its settings and what it has learned."""

import numpy as np
import pytest

from playground.layers.kind import Kind
from playground.layers.table import KINDS
from tests.support.layer_pictures import picture_with

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@every_kind
def test_a_picture_has_its_title_its_settings_and_numbers_for_its_values(kind: type[Kind]) -> None:
    layer = kind()
    picture = picture_with(layer)
    shown, after = picture.header["layers"][2:4]
    number = 2 if kind.has_matrix else 1  # the second dense layer
    assert shown["title"] == f"{kind.title} {number}"
    assert {name: shown[name] for name in layer.drawn} == dict(layer.drawn)
    assert shown["activation"] == layer.curve
    assert ("maps" in shown) == (not kind.passes_on)
    if not kind.has_matrix:
        learned = kind.learned([np.ones(4, np.float32)] * kind.variables)
        assert all(len(shown[name]) == 4 for name in learned)
    assert after["kind"] == "dense"
    assert picture.arrays[after["weights"]].shape == (shown["shown"], 3)
