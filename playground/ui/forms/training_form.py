"""The Training form: loss, optimizer, learning rate, batch size, epochs, and when to stop."""

import streamlit as st

from playground.datasets import Prepared
from playground.doctor.stopping import fitting_plateau, fitting_stopping
from playground.experiment import Schedule, StopAt
from playground.experiment.settings import FULL_BATCH, SETTINGS
from playground.part import exact
from playground.plan import largest_batch
from playground.ui.forms.fields import Fields
from playground.ui.forms.setting_fields import choice, number, optional_number, several, toggle
from playground.ui.frame.draft import Draft
from playground.words import (
    DEFAULT_LOSS,
    DEFAULT_METRICS,
    KERAS_WEIGHT_DECAY,
    LOSSES,
    METRICS,
    Task,
    fitting,
)

_FULL = 0
_TARGET = 0.1  # proposed
_WARMUP_EPOCHS = 5  # proposed
_RATES = [mantissa * 10.0**power for power in range(-5, 1) for mantissa in (1, 2, 3, 5)]


def training_form(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    """Draws the widgets of the training part and writes what they say into the draft."""
    training = draft.training
    task = prepared.task if prepared else None
    left, right = st.columns(2)
    with left:
        _loss(draft, task, fields)
        _batch_size(draft, prepared, fields)
    with right:
        _optimizer(draft, fields)
        training["epochs"] = number(fields, "training.epochs", training["epochs"], key=draft.key("epochs"))
    _learning_rate(draft, fields)
    _optimizer_details(draft, fields)
    _metrics(draft, task, fields)
    _early_stopping(draft, prepared, fields)
    _reduce_on_plateau(draft, prepared, fields)
    _schedule(draft, fields)
    _stop_at(draft, prepared, fields)
    training["seed"] = number(fields, "training.seed", training["seed"], key=draft.key("seed"))


def _loss(draft: Draft, task: Task | None, fields: Fields) -> None:
    training = draft.training
    # Without data it is not known which losses fit: all are offered.
    losses = fitting(LOSSES, task) if task else list(LOSSES)
    if task and training["loss"] is not None and training["loss"] not in losses:
        training["loss"] = DEFAULT_LOSS[task]  # another target or data set was chosen
    usual = DEFAULT_LOSS[task or Task.REGRESSION]
    said = choice(
        fields, "training.loss", training["loss"] or usual, key=draft.key(f"loss-{task}"), options=losses
    )
    if said != (training["loss"] or usual):
        training["loss"] = said
        training["loss_version"] = 2  # an earlier version belonged to the loss chosen before


def _metrics(draft: Draft, task: Task | None, fields: Fields) -> None:
    training = draft.training
    offered = fitting(METRICS, task) if task else list(METRICS)
    if training["metrics"] is not None:
        fit = tuple(name for name in training["metrics"] if name in offered)
        if fit != tuple(training["metrics"]):
            training["metrics"] = fit
    usual = DEFAULT_METRICS[task] if task else ()
    shown = tuple(usual if training["metrics"] is None else training["metrics"])
    said = several(
        fields,
        "training.metrics",
        shown,
        key=draft.key(f"metrics-{task}-{draft.data['dataset']}"),
        options=offered,
    )
    if said != shown:
        training["metrics"] = said


def _optimizer(draft: Draft, fields: Fields) -> None:
    optimizer = draft.training["optimizer"]
    optimizer["name"] = choice(
        fields, "training.optimizer.name", optimizer["name"], key=draft.key("optimizer")
    )


def _learning_rate(draft: Draft, fields: Fields) -> None:
    optimizer = draft.training["optimizer"]
    row = SETTINGS["training.optimizer.learning_rate"]
    optimizer["learning_rate"] = st.select_slider(
        row.title,
        learning_rates(optimizer["learning_rate"]),
        optimizer["learning_rate"],
        format_func=exact,
        key=draft.key("learning_rate"),
        help=row.help,
    )
    fields.place(row.path)


def learning_rates(current: float) -> list[float]:
    """The values of a learning-rate slider; `current` is one of them, whatever file it came from."""
    return sorted({float(f"{rate:g}") for rate in _RATES} | {current})


def _optimizer_details(draft: Draft, fields: Fields) -> None:
    optimizer = draft.training["optimizer"]
    path = "training.optimizer"
    if optimizer["name"] == "sgd":
        left, right = st.columns(2, vertical_alignment="bottom")
        optimizer["momentum"] = number(
            fields, f"{path}.momentum", optimizer["momentum"], key=draft.key("momentum"), into=left
        )
        with right:
            optimizer["nesterov"] = toggle(
                f"{path}.nesterov", optimizer["nesterov"], key=draft.key("nesterov")
            )
            fields.place(f"{path}.nesterov")
    else:
        optimizer.update(momentum=0.0, nesterov=False)
    if optimizer["name"] == "adamw":
        decay = optimizer["weight_decay"]
        shown = KERAS_WEIGHT_DECAY if decay is None else decay
        said = number(fields, f"{path}.weight_decay", shown, key=draft.key("weight_decay"))
        if said != shown:
            optimizer["weight_decay"] = said
    else:
        optimizer["weight_decay"] = None
    for name, column in zip(("clipnorm", "clipvalue"), st.columns(2), strict=True):
        with column:
            optimizer[name] = optional_number(fields, f"{path}.{name}", optimizer[name], key=draft.key(name))


def _batch_size(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    training = draft.training
    largest = largest_batch(prepared) if prepared else 1 << 20
    current = training["batch_size"] or _FULL
    sizes = {1 << power for power in range(21) if 1 << power <= largest} | {current} - {_FULL}
    chosen = choice(
        fields,
        "training.batch_size",
        current,
        # The sizes on offer are part of the key: another table has others.
        key=draft.key(f"batch_size-{largest}"),
        options=[*sorted(sizes), _FULL],
        title=lambda size: f"{size:,}" if size else FULL_BATCH,
    )
    training["batch_size"] = chosen or None


def _early_stopping(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    training = draft.training
    stopping = training["early_stopping"]
    on = toggle("training.early_stopping", stopping is not None, key=draft.key("early_stopping"))
    if not on:
        training["early_stopping"] = None
        return
    if stopping is None:
        stopping = training["early_stopping"] = fitting_stopping(
            training, prepared, [layer.settings for layer in draft.layers]
        ).model_dump()
    path = "training.early_stopping"
    left, right = st.columns(2)
    with left:
        stopping["monitor"] = _monitor(draft, prepared, stopping["monitor"], "early_stopping", path, fields)
        stopping["min_delta"] = _min_delta(draft, stopping["min_delta"], "early_stopping", path, fields)
        stopping["start_from_epoch"] = number(
            fields,
            f"{path}.start_from_epoch",
            stopping["start_from_epoch"],
            key=draft.key("start_from_epoch"),
        )
    with right:
        stopping["patience"] = _patience(draft, stopping["patience"], "early_stopping", path, fields)
        stopping["restore_best_weights"] = toggle(
            f"{path}.restore_best_weights",
            stopping["restore_best_weights"],
            key=draft.key("restore_best_weights"),
        )


def _reduce_on_plateau(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    training = draft.training
    reducing = training["reduce_lr_on_plateau"]
    on = toggle("training.reduce_lr_on_plateau", reducing is not None, key=draft.key("reduce_lr_on_plateau"))
    if not on:
        training["reduce_lr_on_plateau"] = None
        return
    if reducing is None:
        reducing = training["reduce_lr_on_plateau"] = fitting_plateau(training, prepared).model_dump()
    path = "training.reduce_lr_on_plateau"
    left, right = st.columns(2)
    with left:
        reducing["monitor"] = _monitor(draft, prepared, reducing["monitor"], "reduce", path, fields)
        reducing["min_delta"] = _min_delta(draft, reducing["min_delta"], "reduce", path, fields)
        reducing["min_lr"] = number(fields, f"{path}.min_lr", reducing["min_lr"], key=draft.key("min_lr"))
    with right:
        reducing["patience"] = _patience(draft, reducing["patience"], "reduce", path, fields)
        reducing["factor"] = number(fields, f"{path}.factor", reducing["factor"], key=draft.key("factor"))


def _schedule(draft: Draft, fields: Fields) -> None:
    training, path = draft.training, "training.schedule"
    schedule = training["schedule"]
    on = toggle(path, schedule is not None, key=draft.key("schedule"))
    fields.place(path)
    if not on:
        training["schedule"] = None
        return
    if schedule is None:
        schedule = training["schedule"] = Schedule().model_dump()
    left, right = st.columns(2)
    with left:
        name = choice(fields, f"{path}.name", schedule["name"], key=draft.key("schedule-name"))
    if name == "warmup" and name != schedule["name"] and not schedule["warmup_epochs"]:
        schedule["warmup_epochs"] = _WARMUP_EPOCHS
        draft.renew("schedule-warmup_epochs")
    schedule["name"] = name
    rows = [SETTINGS[f"{path}.{field}"] for field in schedule if field != "name"]
    for at, row in enumerate(row for row in rows if row.belongs_to(name)):
        field = row.path.rpartition(".")[2]
        schedule[field] = number(
            fields,
            row.path,
            schedule[field],
            key=draft.key(f"schedule-{field}"),
            into=left if at % 2 else right,
        )


def _stop_at(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    training, path = draft.training, "training.stop_at"
    stop = training["stop_at"]
    if not toggle(path, stop is not None, key=draft.key("stop_at")):
        training["stop_at"] = None
        return
    if stop is None:
        stop = training["stop_at"] = StopAt(value=_TARGET).model_dump()
    left, right = st.columns(2)
    with left:
        stop["monitor"] = _monitor(draft, prepared, stop["monitor"], "stop_at", path, fields)
    with right:
        stop["value"] = number(fields, f"{path}.value", stop["value"], key=draft.key("stop_at-value"))


def _monitor(
    draft: Draft, prepared: Prepared | None, current: str, of: str, path: str, fields: Fields
) -> str:
    metrics = draft.training["metrics"]
    if metrics is None:
        metrics = DEFAULT_METRICS[prepared.task] if prepared else ()
    recorded = ["loss", *metrics]
    said: str = choice(
        fields,
        f"{path}.monitor",
        current,
        # The metrics are part of the key: the choice among earlier ones does not count.
        key=draft.key(f"{of}-monitor-{'-'.join(recorded)}"),
        options=[*(f"val_{name}" for name in recorded), *recorded],
    )
    return said


def _min_delta(draft: Draft, current: float, of: str, path: str, fields: Fields) -> float:
    return number(fields, f"{path}.min_delta", current, key=draft.key(f"{of}-min_delta"))


def _patience(draft: Draft, current: int, of: str, path: str, fields: Fields) -> float:
    return number(fields, f"{path}.patience", current, key=draft.key(f"{of}-patience"))
