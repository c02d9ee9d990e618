"""A labelled case as an experiment of the playground, and an experiment that a remedy changed as a case."""

from dataclasses import replace
from functools import cache

from playground.experiment import (
    Complete,
    Data,
    Dense,
    Dropout,
    EarlyStopping,
    Experiment,
    Network,
    Optimizer,
    Schedule,
)
from playground.layers.table import Layer
from playground.plan import plan
from tests.doctor.labelled.case import Case
from tests.doctor.labelled.tables import table

_MOMENTUM = 0.9


@cache
def _usual(dataset: str) -> Complete:
    return plan(Experiment(data=Data(dataset=dataset))).experiment


def experiment_of(case: Case) -> Complete:
    """The settings of a case that remedies look at and change, on a table of the same task."""
    _, _, classes = table(case.table)
    usual = _usual("iris" if classes > 2 else "ionosphere" if classes else "concrete")
    n_training, n_validation = _rows(case)
    share = min(max(round(n_training / (n_training + n_validation), 2), 0.05), 0.95)
    data = usual.data.model_copy(
        update={"scaling": "none" if case.raw else "standard", "train_fraction": share}
    )
    layers: list[Layer] = []
    for units in case.units:
        layers.append(Dense(units=units, activation=case.activation, l2=case.l2))
        if case.dropout:
            layers.append(Dropout(rate=case.dropout))
    momentum = _MOMENTUM if case.optimizer == "momentum" else 0.0
    training = usual.training.model_copy(
        update={
            "optimizer": Optimizer(
                name="sgd" if momentum else case.optimizer, learning_rate=case.rate, momentum=momentum
            ),
            "batch_size": case.batch,
            "epochs": case.epochs,
            "schedule": Schedule() if case.rates else None,  # any: a remedy keeps it or drops it
            "early_stopping": EarlyStopping(patience=case.patience, min_delta=0.0) if case.patience else None,
        }
    )
    return usual.model_copy(
        update={"data": data, "network": Network(layers=tuple(layers)), "training": training}
    )


def case_of(case: Case, changed: Complete) -> Case:
    """The case with what an experiment has changed."""
    before = experiment_of(case)
    training, layers = changed.training, changed.network.layers
    now = case
    if training.optimizer != before.training.optimizer:
        name = "momentum" if training.optimizer.momentum else training.optimizer.name
        now = replace(now, optimizer=name, rate=training.optimizer.learning_rate)
    if training.schedule is None:
        now = replace(now, rates=())
    if changed.data.scaling != before.data.scaling:
        now = replace(now, raw=changed.data.scaling == "none")
    if changed.data.train_fraction != before.data.train_fraction:
        total = sum(_rows(case))
        n_training = round(changed.data.train_fraction * total)
        now = replace(now, rows=n_training, validation=total - n_training)
    return replace(
        now,
        units=tuple(layer.units for layer in layers if isinstance(layer, Dense)),
        activation=next((layer.activation for layer in layers if isinstance(layer, Dense)), case.activation),
        dropout=next((layer.rate for layer in layers if isinstance(layer, Dropout)), 0.0),
        l2=next((layer.l2 for layer in layers if isinstance(layer, Dense)), case.l2),
        epochs=training.epochs,
        patience=0 if training.early_stopping is None else training.early_stopping.patience,
    )


def _rows(case: Case) -> tuple[int, int]:
    """(training, validation) rows of a case."""
    total = len(table(case.table)[0])
    n_validation = total // 3 if case.validation is None else case.validation
    return min(case.rows, total - n_validation), n_validation
