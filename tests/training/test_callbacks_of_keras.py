"""Keras' callbacks work with `fit`, with the same logs in the same order."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.experiment import CompleteTraining, Dense, Network, Optimizer
from playground.network.backend import keras
from playground.network.build import build, compile_for
from playground.training import epoch_call, fit
from playground.words import Task

DRAW = np.random.default_rng(0)
X = DRAW.normal(size=(40, 3)).astype(np.float32)
Y = (X[:, :1] > 0).astype(np.float32)
SETTINGS: Any = {"validation_data": (X[:15] * 2, Y[:15]), "batch_size": 16, "shuffle": False}
C = keras.callbacks

pytestmark = pytest.mark.usefixtures("without_xla")


def _model(learning_rate: float = 0.05) -> Any:
    model = build(Network(layers=(Dense(units=4),)), 3, Task.BINARY, 1, seed=0)
    optimizer = Optimizer(name="sgd", learning_rate=learning_rate)
    return compile_for(
        model,
        CompleteTraining(loss="binary_crossentropy", metrics=("accuracy",), optimizer=optimizer),
        Task.BINARY,
    )


class _Notes(C.Callback):  # type: ignore[misc]
    """Writes down every call at train and epoch level."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Any] = []

    def _note(self, name: str, *arguments: Any) -> None:
        *position, logs = arguments
        self.calls.append((name, *position, {key: round(value, 5) for key, value in (logs or {}).items()}))

    def on_train_begin(self, logs: Any = None) -> None:
        self._note("train begin", logs)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._note("epoch begin", epoch, logs)

    def on_test_begin(self, logs: Any = None) -> None:
        self._note("test begin", logs)

    def on_test_end(self, logs: Any = None) -> None:
        self._note("test end", logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._note("epoch end", epoch, logs)

    def on_train_end(self, logs: Any = None) -> None:
        self._note("train end", logs)


class _Batches(_Notes):
    """Needs every batch."""

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._note("batch end", batch, logs)


def _both(make: Any, epochs: int = 6, learning_rate: float = 0.05) -> tuple[Any, Any]:
    """(model, callbacks, history) after `fit` and after `model.fit`."""
    results = []
    for train in (fit, lambda model, x, y, **settings: model.fit(x, y, verbose=0, **settings)):
        model, callbacks = _model(learning_rate), make()
        history = train(model, X, Y, epochs=epochs, callbacks=callbacks, **SETTINGS)
        results.append((model, callbacks, history))
    return results[0], results[1]


def _assert_same(ours: Any, theirs: Any) -> None:
    assert ours[2].epoch == theirs[2].epoch
    assert list(ours[2].history) == list(theirs[2].history)
    for name, values in theirs[2].history.items():
        np.testing.assert_allclose(ours[2].history[name], values, rtol=1e-5, err_msg=name)
    for mine, their in zip(ours[0].weights, theirs[0].weights, strict=True):
        np.testing.assert_allclose(mine, their, rtol=1e-5, atol=1e-6)


def test_calls_come_in_keras_order_with_keras_logs() -> None:
    ours, theirs = _both(lambda: [_Notes()], epochs=2)
    assert ours[1][0].calls == theirs[1][0].calls


def test_early_stopping_stops_and_restores_as_in_keras() -> None:
    ours, theirs = _both(
        lambda: [C.EarlyStopping(min_delta=0.02, patience=2, restore_best_weights=True)], epochs=30
    )
    assert 2 < len(ours[2].epoch) < 30
    assert ours[1][0].best_epoch == theirs[1][0].best_epoch
    _assert_same(ours, theirs)


def test_learning_rates_changed_between_epochs_count() -> None:
    def schedule(epoch: int, rate: float) -> float:
        return rate if epoch < 2 else rate * 0.5

    _assert_same(*_both(lambda: [C.LearningRateScheduler(schedule)]))
    ours, theirs = _both(lambda: [C.ReduceLROnPlateau(min_delta=0.05, patience=1, factor=0.1)])
    _assert_same(ours, theirs)
    assert ours[2].history["learning_rate"][-1] < ours[2].history["learning_rate"][0]


def test_checkpoints_and_csv_logs_are_written(tmp_path: Path) -> None:
    numbers = iter(range(2))

    def make() -> list[Any]:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        return [
            C.ModelCheckpoint(folder / "{epoch}.weights.h5", save_weights_only=True),
            C.CSVLogger(folder / "log.csv"),
        ]

    ours, theirs = _both(make, epochs=2)
    _assert_same(ours, theirs)
    assert [path.name for path in sorted((tmp_path / "0").iterdir())] == [
        "1.weights.h5",
        "2.weights.h5",
        "log.csv",
    ]
    mine, their = (np.genfromtxt(tmp_path / folder / "log.csv", delimiter=",", names=True) for folder in "01")
    assert mine.dtype.names == their.dtype.names
    np.testing.assert_allclose(mine.tolist(), their.tolist(), rtol=1e-5)


def test_terminate_on_nan_ends_training() -> None:
    model = _model()
    model.compile(keras.optimizers.SGD(1e30), "mse")
    history = fit(model, X, Y, epochs=9, callbacks=[C.TerminateOnNaN()], **SETTINGS)
    assert len(history.epoch) < 9


def test_a_callback_that_stops_training_is_obeyed() -> None:
    stop = C.LambdaCallback(on_epoch_end=lambda epoch, logs: setattr(model, "stop_training", epoch == 1))
    model = _model()
    assert fit(model, X, Y, epochs=9, callbacks=[stop], **SETTINGS).epoch == [0, 1]


def test_a_callback_that_needs_batches_gets_every_one() -> None:
    ours, theirs = _both(lambda: [_Batches()], epochs=2)
    _assert_same(ours, theirs)
    assert ours[1][0].calls == theirs[1][0].calls


def test_the_way_by_batches_shuffles_as_the_fast_one() -> None:
    settings = SETTINGS | {"shuffle": True, "seed": 5, "epochs": 3}
    fast, slow = _model(), _model()
    histories = [fit(fast, X, Y, **settings), fit(slow, X, Y, callbacks=[_Batches()], **settings)]
    _assert_same((fast, None, histories[0]), (slow, None, histories[1]))


def test_a_wish_to_stop_is_heard_within_an_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stop(C.Callback):  # type: ignore[misc]
        intervals = 0

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            self.intervals = 0

        def on_interval(self) -> None:
            self.intervals += 1
            self.model.stop_training = int(self.model.optimizer.iterations) == 5

    pace = epoch_call.Pace
    monkeypatch.setattr(epoch_call, "Pace", lambda *arguments: pace(*arguments, seconds=0))
    model = _model()
    history = fit(model, X, Y, epochs=9, callbacks=[Stop()], **SETTINGS)
    assert history.epoch == [0], "an unfinished epoch is not reported"
    assert int(model.optimizer.iterations) == 5


def test_a_wish_to_stop_is_heard_while_an_epoch_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    released = threading.Event()

    def slow_trace(*arguments: Any) -> Any:
        released.wait(30)
        raise RuntimeError("too late")

    class Stop(C.Callback):  # type: ignore[misc]
        def on_interval(self) -> None:
            self.model.stop_training = True

    monkeypatch.setattr(epoch_call, "trace", slow_trace)
    model = _model()
    model.compile(keras.optimizers.Lion(), "mse")  # of which no epoch is kept
    try:
        assert fit(model, X, Y, epochs=9, callbacks=[Stop()], **SETTINGS).epoch == []
    finally:
        released.set()


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [(X, Y[:3], "different numbers of rows"), (X[:0], Y[:0], "no rows")],
)
def test_data_that_does_not_fit_together_is_refused(x: Any, y: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        fit(_model(), x, y)


def test_a_model_that_is_not_compiled_is_refused() -> None:
    with pytest.raises(ValueError, match="not compiled"):
        fit(keras.Sequential([keras.layers.Dense(1)]), X, Y)


def test_a_models_own_loss_is_called_for_training_alone() -> None:
    class Model(keras.Sequential):  # type: ignore[misc]
        def compute_loss(
            self, x: Any = None, y: Any = None, y_pred: Any = None, weight: Any = None, training: bool = True
        ) -> Any:
            if not keras.src.backend.common.symbolic_scope.in_symbolic_scope():
                assert training
            loss = super().compute_loss(x, y, y_pred, weight, training)
            self.fourfold.update_state(4 * loss)
            return loss

    model = Model([keras.layers.Dense(1)])
    model.fourfold = keras.metrics.Mean(name="fourfold")
    model.compile("sgd", "mse")
    history = fit(model, X, Y, batch_size=len(X), shuffle=False).history
    assert history["fourfold"] == pytest.approx([4 * history["loss"][0]])


def test_a_metric_may_return_a_vector() -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile("sgd", "mse", metrics=[keras.metrics.R2Score(class_aggregation=None, name="r2")])
    both = np.hstack([Y, 1 - Y])
    history = fit(model, X, both, validation_data=(X, both), batch_size=16, epochs=2, shuffle=False).history
    assert [value.shape for value in history["r2"]] == [(2,), (2,)]
    with_keras = model.evaluate(X, both, batch_size=16, return_dict=True, verbose=0)["r2"]
    np.testing.assert_allclose(history["val_r2"][-1], with_keras, rtol=1e-5)
