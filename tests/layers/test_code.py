"""The code of each kind of layer makes the layer that a run has."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.experiment import Network
from playground.layers.kind import Kind
from playground.layers.table import KINDS
from playground.network.backend import keras
from playground.network.build import build
from playground.words import Task
from tests.support.random_experiments import layers

SEED = 3


def configuration(layer: object) -> dict[str, object]:
    """What Keras says of a layer, its name and the seeds that it draws left out."""
    found = layer.get_config()  # type: ignore[attr-defined]
    found.pop("name")
    found.pop("seed", None)
    if (kernel := found.get("kernel_initializer")) is not None:
        kernel["config"].pop("seed", None)
    return dict(found)


def assert_same_layer(kind: Kind) -> None:
    of_run = build(Network(layers=(kind,)), 3, Task.REGRESSION, 1, SEED).layers[0]
    keras.utils.set_random_seed(SEED)
    of_code = eval(kind.code(), {"layers": keras.layers, "keras": keras})
    of_code.build((None, 3))
    assert type(of_code) is type(of_run)
    assert configuration(of_code) == configuration(of_run)
    for mine, its in zip(of_code.get_weights(), of_run.get_weights(), strict=True):
        assert (mine == its).all()


@settings(max_examples=6)
@given(st.data())
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_code_makes_the_layer_of_the_run(kind: type[Kind], data: st.DataObject) -> None:
    assert_same_layer(data.draw(st.just(kind()) | layers(kind)))
