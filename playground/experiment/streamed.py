"""Streamed runs: the experiment of a run that a script trains elsewhere and whose curves it sends here."""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.experiment.complete import Complete
from playground.experiment.data import ELSEWHERE
from playground.experiment.model import ANY_NAME, Experiment

# Short names here for Keras' long names.
_SHORT: Mapping[str, str] = {
    "mean_absolute_error": "mae",
    "mean_squared_error": "mse",
    "mean_absolute_percentage_error": "mape",
    "root_mean_squared_error": "rmse",
    "r2_score": "r2",
    "sparse_categorical_crossentropy": "categorical_crossentropy",
}


def is_streamed(experiment: Experiment) -> bool:
    """Whether the experiment's run is trained elsewhere, so that its rows and its network are not here."""
    return experiment.data.dataset == ELSEWHERE


def own_name(name: str) -> str:
    """The name here of a curve of Keras, with its `val_` if it has one."""
    plain = name.removeprefix("val_")
    return name[: len(name) - len(plain)] + _SHORT.get(plain, plain)


def streamed_experiment(
    title: str,
    *,
    loss: str,
    curves: Sequence[str],
    optimizer: str,
    learning_rate: float | None,
    epochs: int,
) -> Complete:
    """The experiment of a streamed run, as far as it is known.

    Args:
        title: the name of the run.
        loss, optimizer: their names, which may be any.
        curves: the names of its curves; those that are neither a loss nor of validation rows are its metrics.
        learning_rate: the first learning rate; None if it is not between 0 and 100.
        epochs: the planned number of epochs.

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
