"""Every kind of layer says of itself what is so: its settings, its shape, and what it does in training."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from playground.experiment import Network
from playground.experiment.link import from_link, to_link
from playground.experiment.parse import from_content
from playground.layers.kind import Kind
from playground.layers.table import KINDS
from playground.network.backend import keras
from playground.network.build import build
from playground.part import exact
from playground.words import Task

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
ROWS = np.random.default_rng(0).normal(2, 3, (64, 6)).astype(np.float32)


def built(layer: Kind) -> Any:
    """The layer as the first of a network with six inputs."""
    model = build(Network.model_validate({"layers": [layer.model_dump()]}), 6, Task.REGRESSION, 1, seed=1)
    return model.layers[0]


@every_kind
def test_its_usual_settings_are_found_again_in_an_experiment_by_its_type(kind: type[Kind]) -> None:
    network = Network.model_validate({"layers": [{"type": kind().model_dump()["type"]}]})
    assert network.layers == (kind(),)


@every_kind
def test_a_link_carries_it(kind: type[Kind]) -> None:
    content = {"data": {"dataset": "spiral"}, "network": {"layers": [kind().model_dump()]}}
    assert from_link(to_link(from_content(content))).network.layers == (kind(),)


@every_kind
def test_a_widget_sets_each_of_its_settings(kind: type[Kind]) -> None:
    names = [widget.name for row in kind.widgets for widget in row]
    assert sorted(names) == sorted(set(kind.model_fields) - {"type"})


@every_kind
def test_a_sweep_proposes_values_that_its_settings_may_have(kind: type[Kind]) -> None:
    for sweep in kind.sweeps:
        for value in sweep.values:
            assert kind.model_validate({sweep.name: value}).model_dump()[sweep.name] == value


@every_kind
def test_it_refuses_settings_that_are_no_numbers_and_those_it_has_not(kind: type[Kind]) -> None:
    for name in set(kind.model_fields) - {"type"}:
        with pytest.raises(ValidationError):
            kind.model_validate({name: float("nan")})
    with pytest.raises(ValidationError):
        kind.model_validate({"unheard_of": 1})


@every_kind
def test_its_shape_its_parameters_and_its_variables_are_those_of_keras(kind: type[Kind]) -> None:
    layer = built(kind())
    assert (None, *kind().shape((6,))) == layer.output.shape
    assert kind().parameters((6,)) == layer.count_params()
    assert kind.variables == len(layer.weights)


@every_kind
def test_it_passes_values_on_as_it_says(kind: type[Kind]) -> None:
    answer = keras.ops.convert_to_numpy(built(kind())(ROWS, training=False))
    assert np.array_equal(answer, ROWS) == kind.passes_on


@every_kind
def test_it_does_something_else_in_training_exactly_where_it_says_so(kind: type[Kind]) -> None:
    layer = built(kind())
    prediction = keras.ops.convert_to_numpy(layer(ROWS, training=False))
    training = keras.ops.convert_to_numpy(layer(ROWS, training=True))
    assert np.allclose(prediction, training) == (not kind.in_training)


@every_kind
def test_what_it_tells_of_its_variables_is_a_number_for_each_value(kind: type[Kind]) -> None:
    layer = built(kind())
    learned = kind.learned([np.asarray(variable, np.float32) for variable in layer.weights])
    assert {len(values) for values in learned.values()} <= {6}


def test_a_number_keeps_all_its_digits() -> None:
    assert [exact(value) for value in (0.001, 1e-05, 20000, 0.1 + 0.2)] == [
        "0.001",
        "1e-05",
        "20000",
        "0.30000000000000004",
    ]
