"""A worker answers questions about the network that a run kept."""

import numpy as np
import pytest

from playground.experiment import Complete, Data, Dense, Experiment, Network
from playground.messages.checkpoint import as_npz
from playground.messages.events import Answer
from playground.messages.jobs import Ask
from playground.messages.questions import Arrays, PutThrough, Question, unpack
from playground.plan import plan
from playground.worker import asking
from playground.worker.desk import Desk

EXPERIMENT = plan(
    Experiment(data=Data(dataset="iris"), network=Network(layers=(Dense(units=2, activation="linear"),)))
).experiment
WEIGHTS = [np.arange(8.0).reshape(4, 2), np.ones(2), np.array([[1.0, 2, 0], [0, 1, 3]]), np.zeros(3)]


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
