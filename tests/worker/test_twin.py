"""A twin begins with the first weights of its original wherever the shapes allow, and trains on the same batches."""

from typing import Any

import numpy
import pytest

from playground.errors import ExperimentError
from playground.experiment import (
    MAX_BRANCHES,
    BatchNormalization,
    Data,
    Dense,
    Dropout,
    Experiment,
    Layer,
    Network,
    Training,
)
from playground.experiment.parse import from_content
from playground.messages.events import Event
from playground.plan import plan
from playground.studies.twin import twin
from playground.worker.control import Control
from playground.worker.first_weights import begin
from playground.worker.job import train
from playground.worker.stopwatch import Stopwatch
from playground.worker.way import Way

ORIGINAL = Experiment(
    data=Data(dataset="iris"),
    network=Network(layers=(Dense(units=8), Dense(units=6), Dense(units=4))),
    training=Training(epochs=4, batch_size=16, seed=3),
)


def first_kernels(experiment: Experiment) -> list[Any]:
    """Weights of the dense layers before the first batch, the output layer's last."""
    way = Way(Control(), Stopwatch(), max_seconds=60.0, send=lambda *_events: None)
    start = begin(plan(experiment), way)
    assert start is not None
    model = start.model
    return [layer.kernel.numpy() for layer in model.layers if hasattr(layer, "kernel")]


def changed(*layers: Layer, seed: int = 3) -> Experiment:
    training = ORIGINAL.training.model_copy(update={"seed": seed})
    network = Network(layers=layers)
    return twin(ORIGINAL.model_copy(update={"network": network, "training": training}), ORIGINAL)


def same(one: Any, other: Any) -> bool:
    return numpy.array_equal(one, other)


def curves(experiment: Experiment) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}

    def hear(events: list[Event]) -> None:
        for event in events:
            for name, values in getattr(event, "logs", {}).items():
                found.setdefault(name, []).extend(values)

    train(experiment, hear, Control())
    return found


def test_twins_without_any_change_give_the_same_curve_to_the_last_digit() -> None:
    again = twin(ORIGINAL, ORIGINAL)
    assert again.twin is None
    assert curves(again) == curves(ORIGINAL)


def test_an_inserted_layer_leaves_the_first_weights_of_the_others_as_they_were() -> None:
    original = first_kernels(ORIGINAL)
    dense = ORIGINAL.network.layers
    for layers in ((dense[0], Dropout(rate=0.3), *dense[1:]), (BatchNormalization(), *dense)):
        twins = first_kernels(changed(*layers))
        assert all(same(mine, theirs) for mine, theirs in zip(twins, original, strict=True))
    # The seed alone would not do it: dropout draws from it too.
    alone = first_kernels(changed(dense[0], Dropout(rate=0.3), *dense[1:]).model_copy(update={"twin": None}))
    assert not same(alone[1], original[1])


def test_layers_of_another_shape_or_drawn_in_another_way_have_weights_of_their_own() -> None:
    original = first_kernels(ORIGINAL)
    wider = first_kernels(changed(Dense(units=8), Dense(units=7), Dense(units=4)))
    assert [same(a, b) for a, b in zip(wider, original, strict=True)] == [True, False, False, True]
    drawn = first_kernels(changed(Dense(units=8), Dense(units=6, initializer="he_normal"), Dense(units=4)))
    assert [same(a, b) for a, b in zip(drawn, original, strict=True)] == [True, False, True, True]
    fewer = first_kernels(changed(Dense(units=8), Dense(units=4)))
    assert same(fewer[0], original[0])
    assert same(fewer[2], original[3])  # the output layer


def test_another_seed_is_a_change_and_brings_weights_of_its_own() -> None:
    assert changed(Dense(units=8), Dense(units=6), seed=4).twin is None


def test_a_chain_of_twins_holds_together_and_has_an_end() -> None:
    experiment, original = ORIGINAL, first_kernels(ORIGINAL)
    for number in range(MAX_BRANCHES + 3):
        layers = (*ORIGINAL.network.layers, *[Dropout(rate=0.1)] * (number + 1))
        experiment = twin(ORIGINAL.model_copy(update={"network": Network(layers=layers)}), experiment)
        assert same(first_kernels(experiment)[0], original[0])
        assert from_content(experiment.model_dump()) == experiment
    content: dict[str, Any] = ORIGINAL.model_dump()
    for _ in range(MAX_BRANCHES + 1):
        content = {**ORIGINAL.model_dump(), "twin": content}
    with pytest.raises(ExperimentError, match="twin of a twin"):
        from_content(content)
