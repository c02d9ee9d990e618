"""What a probe sees is what Keras computes with these weights."""

from typing import Any

import numpy as np
import pytest

from playground.experiment import (
    Activation,
    BatchNormalization,
    Data,
    Dense,
    Dropout,
    Experiment,
    Network,
    Optimizer,
    Training,
)
from playground.network.backend import keras, tf
from playground.network.build import build, compile_for
from playground.pictures.drawn_layers import parts
from playground.pictures.histograms import BINS, MOST_VALUES, histogram
from playground.pictures.look import Look
from playground.pictures.probe import KeptProbes, Probe, variables
from playground.pictures.subject import Subject, subject
from playground.plan import Plan, plan
from playground.training import fit

LAYERS = (
    Dense(units=12, activation="tanh"),
    Dropout(rate=0.5),
    BatchNormalization(momentum=0.5),
    Activation(activation="relu"),
    Dense(units=3, activation="sigmoid"),
)


def planned(dataset: str = "iris", layers: Any = LAYERS) -> Plan:
    training = Training(optimizer=Optimizer(learning_rate=0.05), epochs=3)
    return plan(Experiment(data=Data(dataset=dataset), network=Network(layers=layers), training=training))


def network(plan: Plan, seed: int = 0) -> Any:
    prepared, training = plan.prepared, plan.experiment.training
    model = build(plan.experiment.network, len(prepared.inputs), prepared.task, prepared.outputs, seed)
    return compile_for(model, training, prepared.task)


def weights(model: Any) -> list[Any]:
    return [variable.numpy().copy() for variable in variables(model)]


def look(probe: Probe, model: Any, seen: Subject) -> Look:
    return probe(weights(model), seen.rows, seen.x, seen.y)


@pytest.fixture(scope="module")
def seen() -> Subject:
    return subject(planned())


@pytest.fixture(scope="module")
def model(seen: Subject) -> Any:
    """Trained a little, so that batch normalization has something to normalize."""
    model = network(seen.planned)
    fit(model, seen.prepared.training.x, seen.prepared.training.y, batch_size=16, epochs=3, seed=0)
    return model


@pytest.fixture(scope="module")
def probe(seen: Subject) -> Probe:
    """Traced on another network than it looks at."""
    return Probe(network(seen.planned, seed=5), seen.parts, seen.sizes)


def inner(model: Any, rows: Any) -> list[Any]:
    every = keras.Model(model.inputs[0], [layer.output for layer in model.layers])
    return [np.asarray(values) for values in every(rows, training=False)]


def test_the_output_is_the_networks(probe: Probe, model: Any, seen: Subject) -> None:
    cells = seen.sizes.cells
    expected = np.asarray(model(seen.rows, training=False)).T.reshape(-1, cells, cells)
    np.testing.assert_allclose(look(probe, model, seen).output, expected, atol=1e-5)


def test_every_map_is_the_average_of_what_the_neuron_puts_out(
    probe: Probe, model: Any, seen: Subject
) -> None:
    cells, each = seen.sizes.cells, seen.sizes.cells // seen.sizes.map_cells
    values = [seen.rows, *inner(model, seen.rows)]
    expected = []
    for part, own in zip(seen.parts, values, strict=True):
        if part.has_maps:
            blocks = own.T[: part.shown].reshape(part.shown, cells // each, each, cells // each, each)
            expected.append(blocks.mean(axis=(2, 4)))
    np.testing.assert_allclose(look(probe, model, seen).maps, np.concatenate(expected), atol=1e-5)


def test_gradients_and_weights_have_the_size_that_keras_gives(
    probe: Probe, model: Any, seen: Subject
) -> None:
    with tf.GradientTape() as tape:
        loss = keras.losses.sparse_categorical_crossentropy(seen.y, model(seen.x, training=False))
        loss = tf.reduce_mean(loss)
    trained = model.layers[-1].trainable_variables
    gradients = tape.gradient(loss, trained)
    found = look(probe, model, seen).numbers[-1]
    for number, tensors in ((found[0], trained), (found[1], gradients)):
        flat = np.concatenate([np.ravel(tensor) for tensor in tensors])
        np.testing.assert_allclose(number, np.sqrt(np.mean(flat**2)), rtol=1e-4)


def test_sums_are_what_goes_into_an_activation(probe: Probe, model: Any, seen: Subject) -> None:
    first = seen.x[: seen.sizes.points]
    kernel, bias = weights(model)[:2]
    values = inner(model, first)
    expected = [
        (first @ kernel + bias).T[:8],  # tanh
        values[2].T[:8],  # relu, after the batch normalization
    ]
    sums = look(probe, model, seen).sums
    np.testing.assert_allclose(sums[:16], np.concatenate(expected), atol=1e-4)
    assert sums.shape == (8 + 8 + 3 + 3, seen.sizes.points)


def test_histograms_count_every_value_once(probe: Probe, model: Any, seen: Subject) -> None:
    counts = look(probe, model, seen).counts.sum(axis=1).tolist()
    rows = len(seen.x)
    dense, dropout, normalization = [4 * 12 + 12, rows * 12], [0, 0, 0], [24, rows * 12, 24]
    assert counts[:9] == [*dense, dense[0], *dropout, *normalization]


def test_dead_units_are_those_that_never_answer(probe: Probe, model: Any, seen: Subject) -> None:
    changed = weights(model)
    shift = changed[3]  # of the batch normalization: kernel, bias, scale, shift
    shift[[2, 7]] = -1000
    found = probe(changed, seen.rows, seen.x, seen.y)
    assert set(np.flatnonzero(found.dead[3])) >= {2, 7}
    shift[[2, 7]] = 1000
    found = probe(changed, seen.rows, seen.x, seen.y)
    assert not found.dead[3][[2, 7]].any()


def test_behind_weights_that_are_no_numbers_no_unit_is_said_to_be_dead(
    probe: Probe, model: Any, seen: Subject
) -> None:
    changed = weights(model)
    changed[0][:] = np.nan
    found = probe(changed, seen.rows, seen.x, seen.y)
    assert not any(units.any() for units in found.dead)


def test_saturation_is_the_share_of_values_at_the_limits(probe: Probe, model: Any, seen: Subject) -> None:
    changed = weights(model)
    changed[1][:] = 0
    changed[1][:3] = [50, -50, 50]
    changed[0][:] = 0
    assert probe(changed, seen.rows, seen.x, seen.y).numbers[0, 2] == pytest.approx(3 / 12)


def test_a_network_of_nan_is_looked_at_all_the_same(probe: Probe, model: Any, seen: Subject) -> None:
    found = probe([weight * np.nan for weight in weights(model)], seen.rows, seen.x, seen.y)
    assert np.isnan(found.output).all()
    assert np.isnan(found.numbers[0, 0])
    assert found.counts.sum() == 0


def test_one_probe_serves_all_networks_of_an_architecture(seen: Subject) -> None:
    kept, built = KeptProbes(capacity=1), []

    def make() -> Any:
        built.append(network(seen.planned))
        return built[-1]

    loss = "categorical_crossentropy"
    first = kept.probe(make, seen.parts, seen.sizes, loss)
    assert kept.probe(make, seen.parts, seen.sizes, loss) is first
    assert len(built) == 1
    other = subject(planned(layers=(Dense(units=2),)))
    kept.probe(lambda: network(other.planned), other.parts, other.sizes, loss)
    kept.probe(make, seen.parts, seen.sizes, loss)
    assert len(built) == 2, "the one unused for longest goes"


def test_layers_are_numbered_by_kind() -> None:
    titles = [part.title for part in parts(planned())]
    assert titles == [
        "Inputs", "Dense 1", "Dropout 1", "Batch normalization 1", "Activation 1", "Dense 2", "Output",
    ]  # fmt: skip


@pytest.mark.parametrize("values", [[1.0, 1.0], [0.0], [-5e20, 5e20], []])
def test_any_values_have_a_histogram(values: list[float]) -> None:
    counts, span = histogram([tf.constant(values, tf.float32)])
    assert counts.numpy().sum() == len(values)
    assert len(counts) == BINS
    assert span[0] < span[1]


def test_the_rows_of_a_histogram_are_thinned_as_one() -> None:
    values = np.random.default_rng(0).normal(size=10 * MOST_VALUES + 7).astype(np.float32)
    parts = [values[:1234].reshape(2, 617), values[1234:1240], values[1240:]]
    counts, span = histogram([tf.constant(part) for part in parts])
    expected, ends = np.histogram(values[::10], BINS)
    np.testing.assert_allclose(span, [ends[0], ends[-1]])
    assert np.abs(counts.numpy() - expected).sum() <= 4  # a value at the edge of two bins is in either


@pytest.mark.parametrize("scale", [1.0, 4e21, 3e-25])
def test_weights_of_any_size_have_a_root_mean_square(
    scale: float, probe: Probe, model: Any, seen: Subject
) -> None:
    changed = [np.asarray(weight) for weight in weights(model)]
    kernel, bias = (np.random.default_rng(1).normal(size=weight.shape) for weight in changed[:2])
    changed[:2] = [(values * scale).astype(np.float32) for values in (kernel, bias)]
    size = probe(changed, seen.rows, seen.x, seen.y).numbers[0, 0]
    flat = np.concatenate([np.ravel(kernel), np.ravel(bias)]) * scale
    np.testing.assert_allclose(size, np.sqrt(np.mean(flat**2)), rtol=1e-4)
