"""Script: an experiment as one Keras file, in the form that a person would write. Nothing here loads TensorFlow."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jinja2
import numpy as np

from playground.datasets.catalogue import card_for, load
from playground.experiment import CompleteTraining
from playground.experiment.watching import arguments
from playground.export.compiling import compiling
from playground.export.data_facts import data_facts
from playground.export.data_file import data_file
from playground.export.start import Start
from playground.network.shapes import answers_with_margin, output_activation, threshold_of
from playground.plan import Plan
from playground.python_code import Code, assign, call, call_in_lines, literal
from playground.words import LOSSES, Task, larger_is_better

START_FILE = "start.npz"


@dataclass(frozen=True)
class Script:
    """A script, and the files that it needs beside it, by name."""

    code: str
    files: Mapping[str, bytes]


def script(planned: Plan, start: Start | None = None) -> Script:
    """The script of an experiment.

    Args:
        planned: the experiment on its data.
        start: the start of a twin or a branch; None for any other experiment.

    Raises:
        DataError: the data set is gone.
    """
    table = data_file(planned.experiment.data, columns_of(planned))
    files = {table.name: table.content()}
    if start is not None:
        files[START_FILE] = start.as_npz()
    return Script(code_of(planned, data_facts(planned, table), start), files)


def code_of(planned: Plan, about_data: Mapping[str, Any], start: Start | None) -> str:
    """The code of a script.

    Args:
        planned: the experiment on its data.
        about_data: its `data_facts`.
        start: the start of a twin or a branch; None for any other experiment.
    """
    facts = {
        "title": planned.experiment.title or card_for(planned.experiment.data).title,
        **about_data,
        **_network_facts(planned),
        **_training_facts(planned.experiment.training, start),
        **_fit_facts(planned),
        "start": start,
        "start_file": START_FILE if start is not None else None,
    }
    return _space(environment().get_template("script.py.j2").render(facts))


def columns_of(planned: Plan) -> list[str]:
    """The columns that a script reads; all of them if rows are compared to find copies."""
    split = planned.experiment.data.split
    if split is not None and split.by == "copies":
        return [str(name) for name in load(planned.experiment.data).columns]
    by = [split.column] if split is not None and split.column is not None else []
    return [*dict.fromkeys([*planned.prepared.report.used, planned.prepared.target, *by])]


def _space(code: str) -> str:
    """The code with two blank lines before each class and function, and never more than two."""
    code = re.sub(r"(?m)^([^#\n].*)\n+(?=(?:class|def) )", r"\1\n\n\n", code)
    return re.sub(r"\n{4,}", "\n\n\n", code).rstrip("\n") + "\n"


@cache
def environment() -> jinja2.Environment:
    """Templates whose every value becomes a Python literal, unless it is `Code`."""
    environment = jinja2.Environment(  # noqa: S701 - what escapes here is `literal`, for Python
        loader=jinja2.PackageLoader("playground.export"),
        finalize=literal,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(assign=assign, code=Code, larger=larger_is_better)
    return environment


def _network_facts(planned: Plan) -> Mapping[str, Any]:
    experiment, prepared = planned.experiment, planned.prepared
    training = experiment.training
    activation = output_activation(prepared.task, training)
    compiled = compiling(training, prepared)
    is_margin = answers_with_margin(prepared.task, training)
    measures = ["accuracy_score", "confusion_matrix"]
    if prepared.task is Task.REGRESSION:
        measures = ["mean_absolute_error"]
    if "auc" in training.metrics:
        measures.append("roc_auc_score")
    return {
        "network": experiment.network,
        "output_layer": call(
            "layers.Dense", prepared.outputs, **({} if activation == "linear" else {"activation": activation})
        ),
        "draws_in_training": any(
            layer.in_training and not layer.normalizes and not layer.is_idle
            for layer in experiment.network.layers
        ),
        "metric_classes": compiled.templates,
        "needs_tensorflow": bool({"auc", "precision", "recall", "r2"}.intersection(compiled.templates)),
        "measures_of_sklearn": Code(", ".join(measures)),
        "optimizer": compiled.optimizer,
        "loss": compiled.loss,
        "loss_title": LOSSES[training.loss].title,
        "metrics": compiled.metrics,
        "is_margin": is_margin,
        "parting": threshold_of(prepared.task, training),
    }


def _training_facts(training: CompleteTraining, start: Start | None) -> Mapping[str, Any]:
    stopping, plateau, schedule = training.early_stopping, training.reduce_lr_on_plateau, training.schedule
    callbacks = {} if start is None else start.callbacks
    return {
        "training": training,
        "first_epoch": start.epoch if start is not None else 0,
        "early_stopping": stopping and call_in_lines("keras.callbacks.EarlyStopping", **arguments(stopping)),
        "plateau": plateau and call_in_lines("keras.callbacks.ReduceLROnPlateau", **arguments(plateau)),
        "falling_epochs": max(training.epochs - schedule.warmup_epochs, 1) if schedule else 1,
        "rate_set_by_hand": bool(callbacks.get("LearningRateSchedule", {}).get("ended")),
        "carried": list(_assignments(callbacks)),
    }


def _fit_facts(planned: Plan) -> Mapping[str, Any]:
    training = planned.experiment.training
    return {"batch_size": training.batch_size or Code("len(x_train)")}


def _assignments(callbacks: Mapping[str, Mapping[str, Any]]) -> list[Code]:
    """Assignments that restore the states of callbacks."""
    lines = []
    for name, variable in (("EarlyStopping", "stopping"), ("ReduceLROnPlateau", "plateau")):
        for key, value in callbacks.get(name, {}).items():
            if isinstance(value, list):
                best = 'name.startswith("best")'
                written: Any = Code(f"[start[name] for name in start.files if {best}]")
            else:
                written = value.item() if isinstance(value, np.generic) else value
            lines.append(Code(f"{variable}.{key} = {literal(written)}"))
    return lines
