"""The shape and the number of parameters of every layer, as Keras counts them, without Keras.

A page calls it at every keystroke, and the process that serves pages never loads TensorFlow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playground.experiment import CompleteTraining, Layer
from playground.layers.dense import Dense, dense_parameters
from playground.layers.kind import Kind, Shape, within_a_sentence
from playground.layers.table import KINDS
from playground.words import Task

_OUTPUT_ACTIVATION = {Task.REGRESSION: "linear", Task.BINARY: "sigmoid", Task.MULTICLASS: "softmax"}


def output_activation(task: Task, training: CompleteTraining | None = None) -> str:
    """The activation of the output layer, which belongs to the task and the loss.

    Hinge compares a value of any size with the labels -1 and 1, so its output is linear, and 0 is where the classes
    part. A sigmoid would never reach beyond 0 and 1.
    """
    of_hinge = training is not None and training.loss == "hinge" and training.loss_version == 2
    if of_hinge and task is Task.BINARY:
        return "linear"
    return _OUTPUT_ACTIVATION[task]


def answers_with_margin(task: Task, training: CompleteTraining) -> bool:
    """Whether the answer for two classes is a margin, class 1 above 0, and not a probability."""
    return task is Task.BINARY and output_activation(task, training) == "linear"


def threshold_of(task: Task, training: CompleteTraining) -> float:
    """The threshold of Keras' `accuracy`, above which an answer means class 1: 0.5, or 0 for a margin."""
    return 0.0 if answers_with_margin(task, training) else 0.5


@dataclass(frozen=True)
class Row:
    """A layer in words: title, settings, output shape per row, parameters (trained or not)."""

    title: str
    detail: str
    shape: Shape
    parameters: int
    is_output: bool = False


def outline(
    layers: Sequence[Layer],
    n_inputs: int,
    task: Task,
    n_outputs: int,
    training: CompleteTraining | None = None,
) -> tuple[Row, ...]:
    """One row per hidden layer, first to last, then the output row that follows from the task and the loss."""
    rows = []
    shape: Shape = (n_inputs,)
    for layer in layers:
        row = Row(layer.title, layer.in_short, layer.shape(shape), layer.parameters(shape))
        rows.append(row)
        shape = row.shape
    rows.append(
        Row(
            title="Output",
            detail=f"{n_outputs} · {output_activation(task, training)}",
            shape=(*shape[:-1], n_outputs),
            parameters=dense_parameters(shape, n_outputs),
            is_output=True,
        )
    )
    return tuple(rows)


def total_parameters(rows: Sequence[Row]) -> int:
    """All parameters of a network, trained or not (the number in Keras' summary under “Total params”)."""
    return sum(row.parameters for row in rows)


def stack_in_short(layers: Iterable[Kind]) -> str:
    """Units of the dense layers, first to last, and the other layers: `512-512 with dropout 0.3`.


    Without a dense layer it is `linear`.
    """
    every = list(layers)
    units = [str(layer.units) for layer in every if isinstance(layer, Dense)]
    if len(units) > 6:
        units = [*units[:3], "…", units[-1]]
    return " ".join(part for part in ("-".join(units) or "linear", others_in_short(every)) if part)


def others_in_short(layers: Iterable[Kind]) -> str:
    """The layers that are not dense: `with dropout 0.3, batch normalization`; "" if there are none."""
    every = list(layers)
    named = []
    for kind in KINDS.values():
        names = [layer.in_short for layer in every if isinstance(layer, kind)]
        if names and kind.is_in_names and kind is not Dense:
            named.append(f"{within_a_sentence(kind.title)} {'/'.join(dict.fromkeys(names))}".strip())
    return f"with {', '.join(named)}" if named else ""
