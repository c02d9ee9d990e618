"""Streamed runs: what is known of a run that is trained elsewhere and sends its curves here."""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.experiment.complete import Complete
from playground.experiment.data import ELSEWHERE
from playground.experiment.model import ANY_NAME, Experiment

# Keras' long names of what has a short one here.
_SHORT: Mapping[str, str] = {
    "mean_absolute_error": "mae",
    "mean_squared_error": "mse",
    "mean_absolute_percentage_error": "mape",
    "root_mean_squared_error": "rmse",
    "r2_score": "r2",
    "sparse_categorical_crossentropy": "categorical_crossentropy",
}


def is_streamed(experiment: Experiment) -> bool:
    """Whether its run was trained elsewhere: nobody here has its rows or its network."""
    return experiment.data.dataset == ELSEWHERE


def own_name(name: str) -> str:
    """The name by which a curve of Keras' is known here, with `val_` where it had one."""
    plain = name.removeprefix("val_")
    return name[: len(name) - len(plain)] + _SHORT.get(plain, plain)


def streamed(
    title: str,
    *,
    loss: str,
    curves: Sequence[str],
    optimizer: str,
    learning_rate: float | None,
    epochs: int,
) -> Complete:
    """The experiment of a streamed run, as far as anything is known of it.

    Args:
        title: what the run is called.
        loss, optimizer: their names, whatever they are.
        curves: the names of its curves; those that are no loss and not of validation rows are its metrics.
        learning_rate: None where it is none of 0 to 100.
        epochs: how many are asked for.
    """
    metrics = [own_name(name) for name in curves if not name.startswith("val_")]
    content: dict[str, Any] = {
        "title": title,
        "data": {"dataset": ELSEWHERE, "target": "unknown"},
        "training": {
            "loss": _SHORT.get(loss, loss),
            "metrics": tuple(
                dict.fromkeys(name for name in metrics if name not in ("loss", "learning_rate"))
            ),
            "optimizer": {"name": optimizer, **({"learning_rate": learning_rate} if learning_rate else {})},
            "batch_size": None,
            "epochs": epochs,
        },
    }
    return Complete.model_validate(content, context=ANY_NAME)
