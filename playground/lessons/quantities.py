"""The quantities of conditions: the meaning of each name, and its values in an attempt."""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playground.comparing.quantity import quantity
from playground.experiment.best import search
from playground.experiment.settings import SETTINGS
from playground.layers.table import KINDS
from playground.lessons.attempt import Attempt, TrainedRun
from playground.lessons.changes import value_at
from playground.lessons.condition import Plain, Quantity
from playground.plan import Plan
from playground.words import METRICS

Value = Plain | None

# Quantities of a run, with their names in sentences.
OF_RUNS: Mapping[str, str] = {
    "gap": "the gap (validation minus training loss)",
    "epochs": "the number of epochs trained",
    "best_epoch": "the best epoch",
    "kept_epoch": "the epoch whose weights are kept",
    "diverged": "whether the loss diverged",
}
OF_SETTINGS: Mapping[str, str] = {
    "parameters": "the number of parameters",
    "layers": "the number of hidden layers",
    "inputs": "the number of inputs",
    "rows": "the number of training rows",
    "steps": "the number of steps in all epochs",
    **{f"layers.{name}": f"the number of {kind.title} layers" for name, kind in KINDS.items()},
}
BY_HAND: Mapping[str, str] = {"w": "the weight w", "b": "the bias b", "hand_loss": "the loss by hand"}
ANSWER = "answer"
FEATURES = "data.features."  # and a column: whether it is a feature
_CURVES = ("loss", *METRICS)


def is_of_runs(operand: Quantity) -> bool:
    """Whether the quantity needs runs."""
    return operand.name in OF_RUNS or is_curve(operand.name)


def is_curve(name: str) -> bool:
    """Whether the name can be a curve of a history: the loss or a metric, with or without `val_`."""
    return name.removeprefix("val_") in _CURVES


def is_setting(name: str) -> bool:
    """Whether it is the path of a setting."""
    return name in SETTINGS or name.startswith(("network.layers.", FEATURES))


def why_unknown(operand: Quantity) -> str:
    """Why there is no such quantity; "" if there is one."""
    name = operand.name
    if is_of_runs(operand) or is_setting(name) or name in (*OF_SETTINGS, *BY_HAND, ANSWER):
        if operand.at and not (is_curve(name) or name == "gap"):
            return f"“{name}” has no value at an epoch; only loss, gap and metrics have"
        if operand.in_unit and not is_curve(name):
            return f"“{name}” has no unit of the target; only loss and metrics have"
        if operand.aggregate and not is_of_runs(operand):
            return f"“{name}” is the same for all seeds, so it has no {operand.aggregate}"
        if operand.of and (name in BY_HAND or name == ANSWER):
            return f"“{name}” belongs to the reader, not to the experiment “{operand.of}”"
        return ""
    known = ", ".join(["loss", "val_loss", "val_mae …", *OF_RUNS, *OF_SETTINGS, *BY_HAND, ANSWER])
    return f"there is no quantity “{name}”; there are {known}, and settings such as training.epochs"


def in_words(operand: Quantity) -> str:
    """The name of a quantity in a sentence: `the validation loss (median of the seeds)`."""
    name = operand.name
    if name in SETTINGS:
        words = f"the setting “{SETTINGS[name].full_title}”"
    elif is_curve(name):
        plain = name.removeprefix("val_")
        title = METRICS[plain].title if plain in METRICS else "loss"
        words = f"the {'validation' if name.startswith('val_') else 'training'} {title}"
    else:
        words = {**OF_RUNS, **OF_SETTINGS, **BY_HAND, ANSWER: "the answer"}.get(name, name)
    if operand.at:
        words += f" at epoch {operand.at}" if isinstance(operand.at, int) else f" at the {operand.at} epoch"
    if operand.in_unit:
        words += " in the target's own unit"
    if operand.of:
        words += f" of “{operand.of}”"
    return words


def values_of(operand: Quantity, attempt: Attempt, plans: Mapping[str, Plan]) -> Sequence[Value]:
    """The values of a quantity: one for each run, or a single one; None for a missing value.

    Args:
        plans: the lesson's own experiments, by their names.
    """
    if is_of_runs(operand):
        runs = attempt.others.get(operand.of, ()) if operand.of else attempt.runs
        return [_times(_of_run(operand, run), operand.factor) for run in runs]
    return [_times(_alone(operand, attempt, plans), operand.factor)]


def reduce(name: str, values: Sequence[Value], worst: float) -> Value:
    """The values of several seeds reduced to one by the aggregate `name`; `worst` replaces a missing number."""
    numbers = [worst if not _is_number(value) else float(value) for value in values if value is not None]
    numbers += [worst] * (len(values) - len(numbers))
    if not numbers:
        return None
    made: Mapping[str, Callable[[Sequence[float]], float]] = {
        "": statistics.median,
        "median": statistics.median,
        "mean": statistics.fmean,
        "smallest": min,
        "largest": max,
        "spread": lambda found: _spread(found, worst),
    }
    found = made[name](numbers)
    # Also for true and false, if all seeds agree.
    return bool(found) if found in (0, 1) and all(isinstance(value, bool) for value in values) else found


def _spread(numbers: Sequence[float], worst: float) -> float:
    if worst in numbers:
        return worst
    return statistics.stdev(numbers) if len(numbers) > 1 else 0.0


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _times(value: Value, factor: float) -> Value:
    return value * factor if factor != 1 and isinstance(value, int | float) else value


def _alone(operand: Quantity, attempt: Attempt, plans: Mapping[str, Plan]) -> Value:
    if operand.name == ANSWER:
        return attempt.answer
    if operand.name in BY_HAND:
        hand = attempt.by_hand
        return None if hand is None else {"w": hand.w, "b": hand.b, "hand_loss": hand.loss}[operand.name]
    plan = plans.get(operand.of) if operand.of else attempt.plan
    return None if plan is None else _of_plan(operand.name, plan)


def _of_plan(name: str, plan: Plan) -> Value:
    layers = plan.experiment.network.layers
    training, rows = plan.experiment.training, len(plan.prepared.training)
    if name.startswith(FEATURES):
        return name.removeprefix(FEATURES) in plan.prepared.inputs
    if name.startswith("layers."):
        return sum(layer.type == name.removeprefix("layers.") for layer in layers)
    counts = {
        "parameters": plan.parameters,
        "layers": len(layers),
        "inputs": len(plan.prepared.inputs),
        "rows": rows,
        "steps": training.epochs * math.ceil(rows / (training.batch_size or rows)),
    }
    if name in counts:
        return counts[name]
    return _setting(plan.experiment.model_dump(mode="json"), name)


def _setting(content: Any, path: str) -> Value:
    found = value_at(content, path)
    if isinstance(found, str | bool | int | float):
        return found
    return None if found is None else True  # a section that is on


def _of_run(operand: Quantity, run: TrainedRun) -> Value:
    match operand.name:
        case "epochs":
            return run.epochs
        case "best_epoch":
            return run.best
        case "kept_epoch":
            return run.kept
        case "diverged":
            return run.diverged
        case "gap":
            ends = [_at(name, operand, run) for name in ("loss", "val_loss")]
            return None if None in ends else ends[1] - ends[0]  # type: ignore[operator]
    value = _at(operand.name, operand, run)
    if value is None or not operand.in_unit:
        return value
    return quantity(run.experiment, operand.name).in_unit(value)


def _at(name: str, operand: Quantity, run: TrainedRun) -> float | None:
    curve = run.curves.get(name, ())
    match operand.at:
        case "best":
            found = search(run.experiment, curve, name).extreme
            epoch = None if found is None else found.epoch
        case "last":
            epoch = len(curve) - 1
        case int():
            epoch = operand.at
        case _:
            epoch = run.kept if run.kept is not None else len(curve) - 1
    return curve[epoch] if epoch is not None and 0 <= epoch < len(curve) else None
