"""Plan: an experiment checked against its data and completed, with its parameter counts. No TensorFlow."""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached
from pydantic import ValidationError

from playground.datasets import DataError, Prepared, complete_data, prepare
from playground.datasets.own.contents import on_removal
from playground.datasets.pipeline.prepare import KEPT_BYTES
from playground.doctor.measure_notes import measure_notes
from playground.doctor.notes import notes
from playground.doctor.stopping import stopping_notes
from playground.errors import ExperimentError, Problem
from playground.experiment import Branch, Complete, Experiment
from playground.experiment.complete import complete_training
from playground.experiment.parse import over_limits, problems_of
from playground.experiment.streamed import is_streamed
from playground.limits import limits
from playground.mentions import quoted
from playground.network.shapes import Row, outline, total_parameters
from playground.words import LOSSES, METRICS, Task, fitting

_TASKS = {
    Task.REGRESSION: "a number",
    Task.BINARY: "one of two classes",
    Task.MULTICLASS: "one of several classes",
}


@dataclass(frozen=True)
class Plan:
    """An experiment that can be trained.

    Attributes:
        experiment: the complete experiment: target, loss, metrics and a toy's options are filled in.
        prepared: the arrays and what was done to them.
        rows: a row per layer, the output layer last.
        parameters: the number of parameters of all layers.
        notes: sentences about settings that can be trained but will probably disappoint.
    """

    experiment: Complete
    prepared: Prepared
    rows: tuple[Row, ...]
    parameters: int
    notes: tuple[Problem, ...] = ()


def plan(experiment: Experiment) -> Plan:
    """Checks and completes an experiment with its data.

    Raises:
        ExperimentError: with a sentence for each thing that does not fit.
    """
    return _plan(experiment)


@cached(LRUCache(KEPT_BYTES, getsizeof=lambda plan: max(plan.prepared.size, KEPT_BYTES // 64)), lock=Lock())
def _plan(incomplete: Experiment) -> Plan:
    if is_streamed(incomplete):
        raise ExperimentError(
            Problem(
                "data.dataset", "This run was trained elsewhere: neither its rows nor its network are here."
            )
        )
    try:
        experiment = Experiment.model_validate(incomplete.model_dump())
    except ValidationError as error:  # an invalid whole of valid parts, such as a branch of too many branches
        raise ExperimentError(*problems_of(error)) from None
    if too_much := over_limits(experiment):
        raise ExperimentError(*too_much)
    try:
        data = complete_data(experiment.data)
        prepared = prepare(data)
    except DataError as error:
        raise ExperimentError(Problem(error.field, str(error))) from None
    training = complete_training(experiment.training, prepared.task)
    whole = Complete(**{**dict(experiment), "data": data, "training": training})
    rows = outline(
        whole.network.layers, len(prepared.inputs), prepared.task, prepared.outputs, whole.training
    )
    parameters = total_parameters(rows)
    problems = [*_task_problems(whole, prepared), *_size_problems(whole, prepared, parameters)]
    if whole.twin is not None:
        problems += _twin_problems(whole.twin)
    if whole.branch is not None and not problems:
        problems = _branch_problems(whole.branch, whole, len(prepared.inputs), rows)
    if problems:
        raise ExperimentError(*problems)
    noted = (*stopping_notes(whole, prepared), *notes(whole, prepared), *measure_notes(whole, prepared))
    return Plan(whole, prepared, rows, parameters, noted)


on_removal(_plan.cache_clear)


def history_names(experiment: Complete) -> list[str]:
    """The names of a run's history: loss and metrics, each with its `val_` twin."""
    names = ["loss", *experiment.training.metrics]
    return names + [f"val_{name}" for name in names]


def largest_batch(prepared: Prepared) -> int:
    """The largest allowed batch size: the smallest power of two that is at least the number of rows.

    Courses write 512 for the 351 rows of the ionosphere to train on all of them, as Keras does.
    """
    rows = sum(prepared.parts.map(len))
    return 1 << (rows - 1).bit_length()


def _task_problems(experiment: Complete, prepared: Prepared) -> list[Problem]:
    training = experiment.training
    task = prepared.task
    problems = []
    fits = f"fit {quoted(prepared.target)}, which is {_TASKS[task]}"
    if training.loss not in fitting(LOSSES, task):
        choice = ", ".join(fitting(LOSSES, task))
        problems.append(Problem("training.loss", f"{training.loss} does not {fits}; choose {choice}."))
    if prepared.log_target and training.loss == "mape":
        problems.append(
            Problem(
                "training.loss",
                "mape is a share of the target itself, not of its logarithm; choose mae or mse.",
            )
        )
    for name in training.metrics:
        if name not in fitting(METRICS, task):
            choice = ", ".join(fitting(METRICS, task))
            problems.append(Problem("training.metrics", f"{name} does not {fits}; choose from {choice}."))
    names = history_names(experiment)
    for field in ("early_stopping", "reduce_lr_on_plateau", "stop_at"):
        watching = getattr(training, field)
        if watching and watching.monitor not in names:
            problems.append(
                Problem(
                    f"training.{field}.monitor",
                    f"“{watching.monitor}” is not recorded in this run; choose from {', '.join(names)}.",
                )
            )
    return problems


def _twin_problems(twin: Experiment) -> list[Problem]:
    """The problems of a twin's original, whose network is built too and has the same limits."""
    try:
        plan(twin)
    except ExperimentError as error:
        return _within("twin", error.problems)
    return []


def _branch_problems(
    branch: Branch, experiment: Complete, n_inputs: int, rows: tuple[Row, ...]
) -> list[Problem]:
    try:
        parent = plan(branch.experiment)
    except ExperimentError as error:
        raise ExperimentError(*_within("branch.experiment", error.problems)) from None
    # The last activation follows from the loss. With another loss the weights still fit.
    if (
        len(parent.prepared.inputs) != n_inputs
        or parent.rows[:-1] != rows[:-1]
        or parent.rows[-1].parameters != rows[-1].parameters
    ):
        return [
            Problem(
                "branch",
                "A branch goes on with the weights of its parent, so data and layers must stay as they are; "
                "loss, optimizer, learning rate, batch size and epochs may change.",
            )
        ]
    if branch.epoch > parent.experiment.training.epochs:
        return [Problem("branch.epoch", f"The parent has {parent.experiment.training.epochs:,} epochs only.")]
    if branch.epoch >= experiment.training.epochs:
        return [
            Problem(
                "training.epochs",
                f"The branch begins at epoch {branch.epoch:,}; ask for more epochs than that to go on from there.",
            )
        ]
    return []


def _within(part: str, problems: Iterable[Problem]) -> list[Problem]:
    return [Problem(f"{part}.{problem.field}", problem.sentence) for problem in problems]


def _size_problems(experiment: Complete, prepared: Prepared, parameters: int) -> list[Problem]:
    problems = []
    most = limits().max_parameters
    if parameters > most:
        problems.append(
            Problem(
                "network.layers",
                f"This network has {parameters:,} parameters; {most:,} are allowed. Take fewer layers or units.",
            )
        )
    batch = experiment.training.batch_size
    if batch is not None and batch > largest_batch(prepared):
        rows = f"{len(prepared.training):,} training rows"
        problems.append(
            Problem(
                "training.batch_size",
                f"A batch of {batch:,} is larger than the data ({rows}). Take a smaller one, or the full batch.",
            )
        )
    return problems
