"""An experiment on another table, with those of its settings that fit the table."""

from collections.abc import Mapping
from typing import Any

from playground.datasets.catalogue import complete_data, load
from playground.datasets.error import DataError
from playground.datasets.pipeline.columns import missing
from playground.datasets.pipeline.target import understand_target
from playground.experiment import Data, Experiment, FileReading
from playground.experiment.options import Options
from playground.mentions import quoted
from playground.words import DEFAULT_METRICS, LOSSES, METRICS, Task, fitting

_WATCHING = ("early_stopping", "reduce_lr_on_plateau", "stop_at")


def on_table(experiment: Experiment, data: Data) -> Experiment:
    """The experiment on the table of `data`, with those of its settings that fit the table.

    Target, features and settings of columns stay if the table has columns with their names. Loss, metrics and
    monitored quantities stay if they fit the task. A batch size above the number of rows becomes the full batch. The
    result is not a branch and not a twin.

    Args:
        experiment: the experiment whose settings are used.
        data: the table and its reading; its target and features replace those of `experiment`.

    Raises:
        DataError: the table cannot be read, or has no column that can be predicted.
    """
    before = experiment.data
    reading = data.reading or _reading_that_fits(before, data)
    names = {str(name) for name in load(data.model_copy(update={"reading": reading})).columns}
    target = data.target or (before.target if before.target in names else None)
    is_same_target = target is not None and target == before.target
    found = {
        "dataset": data.dataset,
        "target": target,
        "features": data.features or _features(before, names, target),
        "options": dict(data.options) or (_task_option(before) if is_same_target else {}),
        "reading": reading,
        "kinds": data.kinds or _of_columns(before.kinds, names),
        "positive": data.positive,
        "split": before.split if before.split and before.split.column in {None, *names} else None,
        "column_scaling": _of_columns(before.column_scaling, names),
        "encoding": _of_columns(before.encoding, names),
        "log_target": before.log_target if is_same_target else None,
        "alike": data.alike or (before.alike if is_same_target else None),
    }
    chosen = Data(**{**{name: value for name, value in before if name not in found}, **found})
    task, rows = _task(chosen)
    if task is Task.REGRESSION:
        chosen = chosen.model_copy(update={"class_weights": None})
    else:
        chosen = chosen.model_copy(update={"log_target": None})
    return experiment.model_copy(
        update={
            "title": experiment.title if before.dataset == data.dataset else "",
            "data": chosen,
            "training": experiment.training.model_copy(update=_training(experiment, task, rows)),
            "branch": None,
            "twin": None,
        }
    )


def _reading_that_fits(before: Data, data: Data) -> FileReading | None:
    """The reading of the previous table, if it also gives the experiment's columns in the new one; else None."""
    if before.reading is None or before.target is None:
        return None
    reading = before.reading.model_copy(update={"doubtful": None})
    try:
        names = load(data.model_copy(update={"reading": reading})).columns
    except DataError:
        return None
    return reading if {before.target, *(before.features or ())} <= set(names) else None


def _of_columns(words: Options | None, names: set[str]) -> Options | None:
    """The choices for the columns in `names`; None if there are none."""
    found = {name: word for name, word in (words or {}).items() if name in names}
    return Options(found) if found else None


def _features(before: Data, names: set[str], target: str | None) -> tuple[str, ...] | None:
    return tuple(name for name in before.features or () if name in names and name != target) or None


def _task_option(before: Data) -> Mapping[str, Any]:
    return {name: value for name, value in before.options.items() if name == "task"}


def _task(data: Data) -> tuple[Task, int]:
    whole = complete_data(data)
    frame = load(data)
    if whole.target not in frame.columns:
        raise DataError("data.target", f"The table has no column {quoted(whole.target)}.")
    values = frame[whole.target]
    values = values[~missing(values)]
    if values.empty:
        raise DataError("data.target", f"{quoted(whole.target)} has no values; choose another target.")
    target = understand_target(values, as_classes=whole.options.get("task") == "classes")
    return target.task, len(values)


def _training(experiment: Experiment, task: Task, rows: int) -> Mapping[str, Any]:
    training = experiment.training
    found: dict[str, Any] = {}
    if training.loss is not None and training.loss not in fitting(LOSSES, task):
        found |= {"loss": None, "loss_version": 2}
    if training.metrics is not None:
        fit = tuple(name for name in training.metrics if name in fitting(METRICS, task))
        found["metrics"] = fit if fit == training.metrics else fit or None
    metrics = found.get("metrics", training.metrics)
    recorded = {"loss", *(DEFAULT_METRICS[task] if metrics is None else metrics)}
    for section in _WATCHING:
        watching = getattr(training, section)
        if watching is not None and watching.monitor.removeprefix("val_") not in recorded:
            found[section] = (
                None if section == "stop_at" else watching.model_copy(update={"monitor": "val_loss"})
            )
    if training.batch_size is not None and training.batch_size > rows:
        found["batch_size"] = None
    return found
