"""Judging: checks the network that a run kept on all rows, and adds its findings to the run's end."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.doctor.endings import SAME, WORSE, KeptNetwork, judge
from playground.doctor.setup import setup
from playground.mentions import quoted
from playground.messages.events import Ended
from playground.network.backend import keras, tf
from playground.network.evaluate import ROWS_AT_ONCE, evaluate
from playground.network.model import untrained
from playground.network.outputs import outputs
from playground.plan import Plan
from playground.words import Task
from playground.worker.ending import DONE

Array = NDArray[Any]


def add_findings(end: Ended, planned: Plan, model: Any) -> Ended:
    """Returns the last event of a run with the findings on its kept network.

    A run that diverged with finite values becomes failed, unless a person stopped it. A run whose network gives every
    row the same answer keeps its status; its reason and its findings say so.
    """
    if end.status == "failed" or not end.epochs:
        return end
    finding = judge(look(end, planned, model))
    if finding is None:
        return end
    diverged = finding.kind == "diverged"
    reason = end.reason or ("" if diverged else DONE)
    return end.model_copy(
        update={
            "status": "failed" if diverged and end.status != "stopped" else end.status,
            "reason": f"{reason} {finding.sentence} {finding.remedy}".strip(),
            "findings": (finding,),
        }
    )


def look(end: Ended, planned: Plan, model: Any) -> KeptNetwork:
    """The facts for the doctor's rules: the answers and losses of the kept network."""
    data, best, kept = planned.prepared, end.best, end.kept
    assert kept is not None
    answers = outputs(model, data.training.x)
    always, share = _always(planned, answers, model)
    loss, usual = _losses(kept.logs["loss"], planned, model)
    return KeptNetwork(
        setup=setup(planned.experiment, data),
        loss=loss,
        usual_loss=usual,
        best_loss=best.value if best and best.monitor in ("loss", "val_loss") else None,
        answer=_answer(planned, answers, _middle(model)),
        always=always,
        share=share,
        epochs=end.epochs or 0,
    )


def _losses(loss: float, planned: Plan, model: Any) -> tuple[float, float]:
    """The loss of the kept network, and the usual loss before learning.

    If the first is about the loss of a constant answer or lower, it computes nothing else.
    """
    rows = planned.prepared.training
    usual = _constant_loss(planned, model)
    if loss <= WORSE * usual or not math.isfinite(loss):
        return loss, usual
    usual = max(usual, evaluate(untrained(planned.experiment, planned.prepared), rows.x, rows.y)["loss"])
    if any(isinstance(layer, keras.layers.BatchNormalization) for layer in model.layers):
        # Unsettled running averages make a prediction bad although the network is not.
        loss = min(loss, _loss_in_training(planned, model))
    return loss, usual


def _loss_in_training(planned: Plan, model: Any) -> float:
    """The loss on the training rows as in training: each part of the rows is normalized by its own statistics."""
    training = planned.prepared.training
    state = [
        [variable.value for variable in part]
        for part in (model.trainable_variables, model.non_trainable_variables)
    ]
    # Parts of nearly equal size, because the statistics of a small last part would be unreliable.
    parts = np.array_split(np.arange(len(training)), math.ceil(len(training) / ROWS_AT_ONCE))
    total = 0.0
    for rows in parts:
        x, y = tf.convert_to_tensor(training.x[rows]), tf.convert_to_tensor(training.y[rows])
        answers, _ = model.stateless_call(*state, x, training=True)
        total += len(rows) * float(model.compute_loss(y=y, y_pred=answers, training=False))
    return total / len(training)


def _answer(planned: Plan, answers: Array, middle: float) -> str | None:
    """The network's one answer to every training row, in words; None if its answers differ."""
    data = planned.prepared
    first, spread = answers[0].astype(np.float64), np.ptp(answers.astype(np.float64), axis=0)
    if data.classes:
        if spread.max() > SAME:
            return None
        index, chance = _class(first, middle)
        return quoted(data.classes[index]) + (f" with {chance:.0%}" if chance is not None else "")
    if spread[0] > SAME * float(np.ptp(data.training.y)):
        return None
    return f"{data.target} {first[0] * data.y_scale + data.y_offset:,.6g}"


def _always(planned: Plan, answers: Array, model: Any) -> tuple[str | None, float]:
    """The class that every row gets, and that class's share of the validation rows."""
    data = planned.prepared
    if not data.classes:
        return None, 0.0
    middle = _middle(model)
    given = {_class(row, middle)[0] for row in np.unique(answers, axis=0)}
    if len(given) != 1 or {_class(row, middle)[0] for row in outputs(model, data.validation.x)} != given:
        return None, 0.0
    (index,) = given
    return data.classes[index], float(np.mean(data.validation.y == index))


def _class(answer: Array, middle: float) -> tuple[int, float | None]:
    """The class of an answer, and its probability if the network gives one."""
    if len(answer) > 1:
        index = int(answer.argmax())
        return index, float(answer[index])
    value = float(answer[0])
    index = int(value > middle)
    return index, None if middle == 0.0 else (value if index else 1 - value)


def _middle(model: Any) -> float:
    """The border between two classes: 0.5 for a probability, 0 for a margin."""
    return 0.0 if model.layers[-1].activation is keras.activations.linear else 0.5


def _constant_loss(planned: Plan, model: Any) -> float:
    """The loss of a network that gives every training row the mean, or the shares of the classes."""
    data = planned.prepared
    y = data.training.y
    if data.task is Task.MULTICLASS:
        constant = np.bincount(y, minlength=len(data.classes)) / len(y)
    elif data.classes and _middle(model) == 0.0:
        constant = np.asarray([1.0 if y.mean() > 0.5 else -1.0])
    else:
        constant = np.asarray([y.mean(dtype=np.float64)])
    answers = np.broadcast_to(constant.astype(np.float32), (len(y), len(constant)))
    loss = model.compute_loss(y=tf.convert_to_tensor(y), y_pred=tf.convert_to_tensor(answers), training=False)
    return float(loss) - sum(float(penalty) for penalty in model.losses)
