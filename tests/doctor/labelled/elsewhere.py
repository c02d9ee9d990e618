"""A case of the recipes moved elsewhere: to tables, activations, optimizers and row numbers of no earlier draw."""

from dataclasses import replace
from typing import Any

from tests.doctor.labelled.case import Case
from tests.doctor.labelled.draws import NUMBERS, one_of

_NUMBERS = ("house-prices", "multi-gaussian", "roll", "product", "low-rank", "wave")
_CLASSES = ("blobs-5", "gaussians", "rings", "checkers", "clusters-3", "clusters-8")
_POOLS = {  # (numbers, classes) for labels that not every table can show
    "underfitting": (("multi-gaussian", "roll", "product", "wave"), ("rings", "checkers", "clusters-8")),
    "overfitting": (("house-prices", "product", "low-rank"), ("checkers", "clusters-3", "clusters-8")),
}
_ACTIVATIONS = {"relu": ("gelu", "silu", "leaky_relu", "relu"), "elu": ("selu",), "tanh": ("softsign",)}
_OPTIMIZERS = {"adam": ("nadam", "adamw", "adam"), "momentum": ("nesterov",)}
_LONGEST_PLAIN, _LONGEST = 30, 150  # epochs


def elsewhere(rng: Any, case: Case) -> Case:
    """The case with another table of the same task; a third of the short ones is trained by `model.fit`."""
    numbers, classes = _POOLS.get(case.label, (_NUMBERS, _CLASSES))
    is_number = case.table in NUMBERS or case.table == "parabola"
    return replace(
        case,
        table=one_of(rng, numbers if is_number else classes),
        activation=one_of(rng, _ACTIVATIONS.get(case.activation, (case.activation,))),
        optimizer=one_of(rng, _OPTIMIZERS.get(case.optimizer, (case.optimizer,))),
        rows=one_of(rng, (250, 400, 700, 1000)) if case.rows > 200 else case.rows,
        normalized=bool(case.units and case.activation != "sigmoid" and rng.random() < 0.15),
        epochs=case.epochs if case.rates else min(case.epochs, _LONGEST),
        plain=case.epochs <= _LONGEST_PLAIN and bool(rng.random() < 0.3),
    )
