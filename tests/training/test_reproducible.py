"""Same experiment and seed, same numbers, whatever ran before in the process; every row once an epoch."""

from typing import Any

import numpy as np
import pytest

from playground.experiment import BatchNormalization, CompleteTraining, Dense, Dropout, Network, Optimizer
from playground.network.backend import keras, tf
from playground.network.build import build, compile_for
from playground.training import epoch_call, fit
from playground.training.compiled import KeptEpoch, KeptEpochs
from playground.training.graphs import Epoch
from playground.words import Task
from tests.support.compiling import EPOCHS_BEFORE_XLA

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_epochs_before_xla")]

NETWORK = Network(layers=(Dense(units=8), Dropout(rate=0.3), BatchNormalization()))
DRAW = np.random.default_rng(0)
# Batches of 16 divide them: a short last batch is compiled on its own, which takes as long again.
X, X_VALIDATION = DRAW.normal(size=(48, 3)).astype(np.float32), DRAW.normal(size=(16, 3)).astype(np.float32)
Y, Y_VALIDATION = X[:, :1] * 2, X_VALIDATION[:, :1] * 2


def _train(
    seed: int = 0, learning_rate: float = 0.01, factor: float = 1.0, units: int | None = None
) -> list[bytes]:
    network = NETWORK if units is None else Network(layers=(Dense(units=units),))
    model = build(network, 3, Task.REGRESSION, 1, seed)
    training = CompleteTraining(loss="mse", metrics=(), optimizer=Optimizer(learning_rate=learning_rate))
    compile_for(model, training, Task.REGRESSION)
    history = fit(
        model,
        X * factor,
        Y,
        validation_data=(X_VALIDATION * factor, Y_VALIDATION),
        batch_size=16,
        epochs=EPOCHS_BEFORE_XLA + 3,
        seed=seed,
    )
    return [repr(history.history).encode(), *(variable.numpy().tobytes() for variable in model.variables)]


def _refusing_xla(call: Any) -> Any:
    def refuse(self: Epoch, span: Any, order: Any, in_xla: bool) -> Any:
        if in_xla:
            raise tf.errors.InvalidArgumentError(None, None, "XLA does not know this")
        return call(self, span, order, in_xla)

    return refuse


@pytest.fixture
def traces(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Everything traced in a test, which begins with nothing kept."""
    monkeypatch.setattr(epoch_call, "_kept", KeptEpochs())
    traced: list[Any] = []
    trace = epoch_call.trace

    def counted(*arguments: Any) -> Any:
        traced.append(arguments)
        return trace(*arguments)

    monkeypatch.setattr(epoch_call, "trace", counted)
    return traced


def test_numbers_do_not_depend_on_what_ran_before(traces: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = _train(seed=1)
    others = [_train(seed=2, learning_rate=0.5), _train(seed=1, factor=3.0)]
    again = _train(seed=1)
    assert len(traces) == 1, "another seed, learning rate or data of the same shape needs no tracing"
    assert again == fresh
    assert fresh not in others
    monkeypatch.setattr(epoch_call, "_kept", KeptEpochs())
    assert others == [_train(seed=2, learning_rate=0.5), _train(seed=1, factor=3.0)], (
        "kept and new are the same"
    )


def test_compiling_while_the_first_epochs_are_trained_changes_no_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_the_midst = _train(units=7)
    compile_in_thread = KeptEpoch.compile

    def compile_before(self: KeptEpoch, *arguments: Any) -> None:
        compile_in_thread(self, *arguments)
        while self.is_compiling(1.0):
            pass

    monkeypatch.setattr(epoch_call, "_kept", KeptEpochs())
    monkeypatch.setattr(KeptEpoch, "compile", compile_before)
    assert _train(units=7) == in_the_midst


def test_what_xla_cannot_compile_is_trained_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    in_xla = _train(units=6)
    monkeypatch.setattr(epoch_call, "_kept", KeptEpochs())
    monkeypatch.setattr(Epoch, "__call__", _refusing_xla(Epoch.__call__))
    without = _train(units=6)
    assert len(without) == len(in_xla)
    for mine, theirs in zip(without[1:], in_xla[1:], strict=True):
        np.testing.assert_allclose(
            np.frombuffer(mine, np.float32), np.frombuffer(theirs, np.float32), rtol=1e-3, atol=1e-4
        )


@pytest.mark.usefixtures("without_xla")
def test_only_the_last_used_epochs_are_kept(traces: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptEpochs(n_epochs=2)
    monkeypatch.setattr(epoch_call, "_kept", kept)
    for units in (1, 2, 1, 3, 1):
        _train(units=units)
    assert (len(traces), len(kept)) == (3, 2)
    _train(units=2)
    assert len(traces) == 4


class RowCounter(keras.Sequential):  # type: ignore[misc]
    """Notes the rows it is shown, by the number in their first column."""

    def __init__(self, n_rows: int) -> None:
        super().__init__([keras.layers.Dense(1)])
        self.seen = tf.Variable(tf.zeros([0], tf.int32), shape=[None], trainable=False)
        self.counts = tf.Variable(tf.zeros([n_rows], tf.int32), trainable=False)

    def train_step(self, data: Any) -> Any:
        rows = tf.cast(data[0][:, 0], tf.int32)
        self.counts.assign(tf.tensor_scatter_nd_add(self.counts, rows[:, None], tf.ones_like(rows)))
        self.seen.assign(tf.concat([self.seen, rows], 0))
        return super().train_step(data)


@pytest.mark.usefixtures("without_xla")  # XLA knows no growing variables
@pytest.mark.parametrize("batch_size", [1, 7, 11, 40])
def test_shuffling_uses_every_row_once_an_epoch_in_another_order(batch_size: int) -> None:
    x = np.arange(22, dtype=np.float32)[:, None]

    def orders(**settings: Any) -> np.ndarray:
        model = RowCounter(22)
        model.compile("sgd", "mse")
        fit(model, x, x, batch_size=batch_size, epochs=3, **settings)
        assert (model.counts.numpy() == 3).all()
        return model.seen.numpy().reshape(3, 22)  # type: ignore[no-any-return]

    first = orders(seed=1)
    assert (np.sort(first, 1) == np.arange(22)).all()
    assert len({tuple(order) for order in first}) == 3
    np.testing.assert_array_equal(orders(seed=1), first)
    assert not np.array_equal(orders(seed=2), first)
    assert (orders(shuffle=False) == np.arange(22)).all()
