"""The output size and the number of parameters of every layer, as Keras counts them, without Keras.

A page calls it at every keystroke, and the process that serves pages never loads TensorFlow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.experiment import Activation, BatchNormalization, Dense, Dropout, Layer, Training
from playground.words import Task

_OUTPUT_ACTIVATION = {Task.REGRESSION: "linear", Task.BINARY: "sigmoid", Task.MULTICLASS: "softmax"}


def output_activation(task: Task, training: Training | None = None) -> str:
    """The activation of the output layer, which belongs to the task and the loss.

    Hinge compares a value of any size with the labels -1 and 1, so its output is linear, and 0 is where the classes
    part. A sigmoid would never reach beyond 0 and 1.
    """
    of_hinge = training is not None and training.loss == "hinge" and training.loss_version == 2
    if of_hinge and task is Task.BINARY:
        return "linear"
    return _OUTPUT_ACTIVATION[task]


def answers_with_margin(task: Task, training: Training) -> bool:
    """Whether the answer for two classes is a margin, class 1 above 0, and not a probability."""
    return task is Task.BINARY and output_activation(task, training) == "linear"


@dataclass(frozen=True)
class Row:
    """A layer as a person reads it: kind, settings, values put out per row, parameters (trained or not)."""

    title: str
    detail: str
    output: int
    parameters: int
    is_output: bool = False


def outline(
    layers: Sequence[Layer], n_inputs: int, task: Task, n_outputs: int, training: Training | None = None
) -> tuple[Row, ...]:
    """One row per hidden layer, first to last, then the output row that follows from the task and the loss."""
    rows = []
    width = n_inputs
    for layer in layers:
        row = _row(layer, width)
        rows.append(row)
        width = row.output
    rows.append(
        Row(
            title="Output",
            detail=f"{n_outputs} · {output_activation(task, training)}",
            output=n_outputs,
            parameters=_dense_parameters(width, n_outputs),
            is_output=True,
        )
    )
    return tuple(rows)


def total_parameters(rows: Sequence[Row]) -> int:
    """All parameters of a network, trained or not (the number in Keras' summary under “Total params”)."""
    return sum(row.parameters for row in rows)


def _row(layer: Layer, width: int) -> Row:
    match layer:
        case Dense(units=units, activation=activation):
            return Row("Dense", f"{units} · {activation}", units, _dense_parameters(width, units))
        case Dropout(rate=rate):
            return Row("Dropout", f"{rate:g}", width, 0)
        case BatchNormalization():
            # gamma and beta are trained, the moving mean and variance only kept
            return Row("BatchNormalization", "", width, 4 * width)
        case Activation(activation=activation):
            return Row("Activation", activation, width, 0)


def _dense_parameters(n_inputs: int, units: int) -> int:
    return (n_inputs + 1) * units


def stack_in_short(layers: Iterable[Mapping[str, Any]]) -> str:
    """Units of the dense layers, first to last, and what else there is: `512-512 with dropout 0.3, batch norm`.

    Without a dense layer it is `linear`.
    """
    every = list(layers)
    units = [str(layer["units"]) for layer in every if layer["type"] == "dense"]
    if len(units) > 6:
        units = [*units[:3], "…", units[-1]]
    rates = dict.fromkeys(f"{layer['rate']:g}" for layer in every if layer["type"] == "dropout")
    others = [f"dropout {'/'.join(rates)}"] if rates else []
    if any(layer["type"] == "batch_normalization" for layer in every):
        others.append("batch norm")
    return ("-".join(units) or "linear") + (f" with {', '.join(others)}" if others else "")
