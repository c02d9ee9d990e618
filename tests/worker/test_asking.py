"""A worker answers questions about the network that a run kept."""

from functools import partial

import numpy as np
import pytest

from playground.evaluation.importance import drops
from playground.experiment import Complete, Data, Dense, Experiment, Network
from playground.messages.checkpoint import as_npz
from playground.messages.events import Answer
from playground.messages.jobs import Ask
from playground.messages.questions import Arrays, Explain, Follow, PutThrough, Question, Shuffle, unpack
from playground.plan import plan
from playground.worker import asking
from playground.worker.desk import Desk

EXPERIMENT = plan(
    Experiment(data=Data(dataset="iris"), network=Network(layers=(Dense(units=2, activation="linear"),)))
).experiment
WEIGHTS = [
    np.array([[1.0, 0], [-2, 1], [0.5, 3], [0, -1]]),
    np.ones(2),
    np.array([[1.0, 2, 0], [-2, 1, 3]]),
    np.zeros(3),
]


def answer(question: Question, experiment: Complete = EXPERIMENT, factor: float = 0.1) -> Arrays:
    weights = as_npz([factor * each for each in WEIGHTS])
    found = asking.do(Ask("0" * 32, experiment, weights, question), Desk(lambda _events: None))
    assert isinstance(found, Answer)
    return unpack(found.content)


def expected(x: np.ndarray, factor: float = 0.1) -> np.ndarray:
    first, bias, second, end = (factor * each for each in WEIGHTS)
    values = np.exp((x @ first + bias) @ second + end)
    return values / values.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("factor", [0.1, 0.2])
def test_inputs_are_put_through_the_weights_given(factor: float) -> None:
    x = plan(EXPERIMENT).prepared.validation.x
    found = answer(PutThrough(x), factor=factor)["outputs"]
    np.testing.assert_allclose(found, expected(x, factor), rtol=1e-5)


def test_a_row_is_followed_through_each_layer_to_the_answer() -> None:
    x = plan(EXPERIMENT).prepared.validation.x
    found = answer(Follow(x[0]))
    assert list(found) == ["layer_0", "layer_1"]
    np.testing.assert_allclose(found["layer_0"], x[0] @ (0.1 * WEIGHTS[0]) + 0.1, rtol=1e-5)
    np.testing.assert_allclose(found["layer_1"], expected(x[:1])[0], rtol=1e-5)


def test_columns_are_shuffled_and_a_row_explained_with_the_weights_given() -> None:
    prepared = plan(EXPERIMENT).prepared
    columns = prepared.encoding.used[1:3]
    found = answer(Shuffle(columns), factor=1.0)["drops"]
    near = drops(plan(EXPERIMENT), partial(expected, factor=1.0), columns)
    np.testing.assert_allclose(found, near, atol=1e-12)
    assert found.any()
    row = prepared.validation.x[0]
    told = answer(Explain(row))
    np.testing.assert_allclose(told["mean"] + told["added"].sum(axis=0), expected(row[None])[0], rtol=1e-5)
    assert told["added"].shape == (len(prepared.encoding.used), 3)
