"""Trains one case with Keras and returns its history."""

from functools import partial
from typing import Any

import keras
import numpy as np

from playground.training import fit
from tests.doctor.labelled.case import Case
from tests.doctor.labelled.tables import table

History = dict[str, list[float]]


_OPTIMIZERS: dict[str, Any] = {
    "adam": keras.optimizers.Adam,
    "sgd": keras.optimizers.SGD,
    "rmsprop": keras.optimizers.RMSprop,
    "nadam": keras.optimizers.Nadam,
    "adamw": keras.optimizers.AdamW,
    "nesterov": lambda rate: keras.optimizers.SGD(rate, momentum=0.9, nesterov=True),
    "momentum": lambda rate: keras.optimizers.SGD(rate, momentum=0.9),
}


class _Rates(keras.callbacks.Callback):  # type: ignore[misc]
    """Sets the learning rate at the beginning of some epochs."""

    def __init__(self, rate: float, rates: tuple[tuple[int, float], ...]) -> None:
        super().__init__()
        self.at = {epoch: rate * factor for epoch, factor in rates}

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        if epoch in self.at:
            self.model.optimizer.learning_rate.assign(self.at[epoch])


def train(case: Case, start: int | None = None) -> History:
    """The history of a case, as Keras gives it: the first value is that of epoch 1.

    Args:
        case: what is trained.
        start: the seed of the first weights and the batches, by default that of the case, which also draws the rows.
    """
    seed = case.seed if start is None else start
    keras.utils.set_random_seed(seed)
    (x, y), validation, classes = _data(case)
    model = _model(case, x.shape[1], classes)
    callbacks: list[Any] = []
    if case.patience:
        callbacks.append(keras.callbacks.EarlyStopping(patience=case.patience, restore_best_weights=True))
    if case.rates:
        callbacks.append(_Rates(case.rate, case.rates))
    options: dict[str, Any] = {
        "validation_data": validation,
        "batch_size": case.batch,
        "epochs": case.epochs,
        "callbacks": callbacks,
    }
    trained = partial(model.fit, verbose=0) if case.plain else partial(fit, model, seed=seed)
    history = trained(x, y, **options)
    return {
        name: [float(value) for value in values]
        for name, values in history.history.items()
        if not (case.without_validation and name.startswith("val_"))
    }


def _data(case: Case) -> tuple[tuple[Any, Any], tuple[Any, Any], int]:
    x, y, classes = table(case.table)
    rng = np.random.default_rng(100 + case.seed)
    order = rng.permutation(len(x))
    x, y = x[order], y[order]
    if case.raw:
        x = x * 10.0 ** rng.uniform(0, 3, x.shape[1]).astype("float32") + 5
    if not classes:
        y = y * case.scale
    elif case.flipped:
        drawn = rng.random(len(y)) < case.flipped
        y = np.where(drawn, rng.integers(0, classes, len(y)), y)
    n_validation = len(x) // 3 if case.validation is None else case.validation
    if case.easy:
        hard = _difficulty(x, y, classes)
        first = np.argsort(hard, kind="stable")[:n_validation]
        chosen = np.zeros(len(x), bool)
        chosen[first] = True
        return (x[~chosen][: case.rows], y[~chosen][: case.rows]), (x[chosen], y[chosen]), classes
    rest = slice(n_validation, n_validation + case.rows)
    return (x[rest], y[rest]), (x[:n_validation], y[:n_validation]), classes


def _difficulty(x: Any, y: Any, classes: int) -> Any:
    """How far each row lies from what its nearest rows say."""
    distance = ((x[:, None, :] - x[None, :, :]) ** 2).sum(-1)
    near = np.argsort(distance, axis=1)[:, 1:8]
    return (y[near] != y[:, None]).mean(1) if classes else np.abs(y[near].mean(1) - y)


def _model(case: Case, features: int, classes: int) -> Any:
    layers: list[Any] = [keras.Input((features,))]
    if case.noise:
        layers.append(keras.layers.GaussianNoise(case.noise))
    for units in case.units:
        penalty = keras.regularizers.L2(case.l2) if case.l2 else None
        layers.append(keras.layers.Dense(units, case.activation, kernel_regularizer=penalty))
        if case.normalized:
            layers.append(keras.layers.BatchNormalization())
        if case.dropout:
            layers.append(keras.layers.Dropout(case.dropout))
    binary = classes == 2
    layers.append(
        keras.layers.Dense(
            1 if binary or not classes else classes,
            "sigmoid" if binary else "softmax" if classes else None,
        )
    )
    model = keras.Sequential(layers)
    usual = "binary_crossentropy" if binary else "sparse_categorical_crossentropy" if classes else "mse"
    optimizer = _OPTIMIZERS[case.optimizer](case.rate)
    metric = "accuracy" if classes else ("mse" if case.loss == "mae" else "mae")
    model.compile(optimizer, case.loss or usual, metrics=[metric] if case.metric else [])
    return model
