"""The Training form: loss, optimizer, learning rate, batch size, epochs, and when to stop."""

from collections.abc import Callable

import streamlit as st

from playground.datasets import Prepared
from playground.doctor.stopping import fitting_plateau, fitting_stopping
from playground.experiment import Schedule, StopAt
from playground.experiment.settings import SETTINGS
from playground.experiment.training_settings import FULL_BATCH
from playground.part import Part, exact
from playground.plan import largest_batch
from playground.ui.forms.fields import Fields
from playground.ui.forms.setting_fields import (
    choice,
    name_in,
    number,
    set_choice,
    set_number,
    set_optional_number,
    set_switch,
    several,
    toggle,
)
from playground.ui.frame.draft import Draft
from playground.words import (
    DEFAULT_LOSS,
    DEFAULT_METRICS,
    KERAS_WEIGHT_DECAY,
    LOSSES,
    METRICS,
    Task,
    curve_title,
    fitting,
)

_FULL = 0
_TARGET = 0.1  # the proposals of the page
_WARMUP_EPOCHS = 5  # likewise
_RATES = [mantissa * 10.0**power for power in range(-5, 1) for mantissa in (1, 2, 3, 5)]


def training_form(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    """Draws the widgets of the training part and writes their values into the draft."""
    task = prepared.task if prepared else None
    left, right = st.columns(2)
    with left:
        _loss(draft, task, fields)
        _batch_size(draft, prepared, fields)
    with right:
        set_choice(draft, fields, "training.optimizer.name", name="optimizer")
        set_number(draft, fields, "training.epochs")
    _learning_rate(draft, fields)
    _optimizer_details(draft, fields)
    _metrics(draft, task, fields)
    _early_stopping(draft, prepared, fields)
    _reduce_on_plateau(draft, prepared, fields)
    _schedule(draft, fields)
    _stop_at(draft, prepared, fields)
    set_number(draft, fields, "training.seed")


def training_part(path: str, draft: Draft, prepared: Prepared | None, fields: Fields) -> bool:
    """Draws the part of the form that sets the setting at `path`; returns whether there is such a part."""
    task = prepared.task if prepared else None
    match path:
        case "training.loss":
            _loss(draft, task, fields)
        case "training.metrics":
            _metrics(draft, task, fields)
        case "training.batch_size":
            _batch_size(draft, prepared, fields)
        case "training.optimizer.learning_rate":
            _learning_rate(draft, fields)
        case "training.optimizer":
            set_choice(draft, fields, "training.optimizer.name", name="optimizer")
            _learning_rate(draft, fields)
            _optimizer_details(draft, fields)
        case "training.early_stopping":
            _early_stopping(draft, prepared, fields)
        case "training.reduce_lr_on_plateau":
            _reduce_on_plateau(draft, prepared, fields)
        case "training.schedule":
            _schedule(draft, fields)
        case "training.stop_at":
            _stop_at(draft, prepared, fields)
        case _:
            return False
    return True


def _loss(draft: Draft, task: Task | None, fields: Fields) -> None:
    # Without data it is unknown which losses fit, so all are offered.
    losses = fitting(LOSSES, task) if task else list(LOSSES)
    if task and draft.training.loss is not None and draft.training.loss not in losses:
        draft.set("training.loss", DEFAULT_LOSS[task])  # another target or data set was chosen
    shown = draft.training.loss or DEFAULT_LOSS[task or Task.REGRESSION]
    picked = choice(fields, "training.loss", shown, key=draft.key(f"loss-{task}"), options=losses)
    if picked != shown:
        draft.set("training.loss", picked)
        draft.set("training.loss_version", 2)  # an earlier version belongs to the loss chosen before


def _metrics(draft: Draft, task: Task | None, fields: Fields) -> None:
    offered = fitting(METRICS, task) if task else list(METRICS)
    metrics = draft.training.metrics
    if metrics is not None:
        fit = tuple(name for name in metrics if name in offered)
        if fit != metrics:
            draft.set("training.metrics", fit)
    usual = DEFAULT_METRICS[task] if task else ()
    shown = tuple(usual if draft.training.metrics is None else draft.training.metrics)
    picked = several(
        fields,
        "training.metrics",
        shown,
        key=draft.key(f"metrics-{task}-{draft.data.dataset}"),
        options=offered,
    )
    if picked != shown:
        draft.set("training.metrics", picked)


def _learning_rate(draft: Draft, fields: Fields) -> None:
    """Draws a slider for the usual rates and a field for any other; each shows the other's value."""
    row, rate = SETTINGS["training.optimizer.learning_rate"], draft.training.optimizer.learning_rate
    slid = st.session_state.get(draft.key("learning_rate"), rate)
    if slid != rate:
        draft.set(row.path, slid)
        draft.renew("typed_learning_rate")
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with right:
        key = draft.key("typed_learning_rate")
        typed = number(fields, row.path, slid, title="Or type it", key=key, room=right)
    if typed != slid:
        draft.set(row.path, typed)
        draft.renew("learning_rate")
    with left:
        st.select_slider(
            row.title,
            learning_rates(typed),
            typed,
            format_func=exact,
            key=draft.key("learning_rate"),
            help=row.help,
        )


def learning_rates(current: float) -> list[float]:
    """The values of a learning-rate slider; `current` is always one of them."""
    return sorted({float(f"{rate:g}") for rate in _RATES} | {current})


def _optimizer_details(draft: Draft, fields: Fields) -> None:
    path = "training.optimizer"
    if draft.training.optimizer.name == "sgd":
        left, right = st.columns(2, vertical_alignment="bottom")
        set_number(draft, fields, f"{path}.momentum", into=left)
        with right:
            set_switch(draft, f"{path}.nesterov")
            fields.reserve(f"{path}.nesterov")
    else:
        draft.set(f"{path}.momentum", 0.0)
        draft.set(f"{path}.nesterov", False)
    if draft.training.optimizer.name == "adamw":
        decay = draft.training.optimizer.weight_decay
        shown = KERAS_WEIGHT_DECAY if decay is None else decay
        typed = number(fields, f"{path}.weight_decay", shown, key=draft.key("weight_decay"))
        if typed != shown:
            draft.set(f"{path}.weight_decay", typed)
    else:
        draft.set(f"{path}.weight_decay", None)
    for name, column in zip(("clipnorm", "clipvalue"), st.columns(2), strict=True):
        with column:
            set_optional_number(draft, fields, f"{path}.{name}", room=column)


def _batch_size(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    largest = largest_batch(prepared) if prepared else 1 << 20
    current = draft.training.batch_size or _FULL
    sizes = {1 << power for power in range(21) if 1 << power <= largest} | {current} - {_FULL}
    chosen = choice(
        fields,
        "training.batch_size",
        current,
        # The key includes the sizes on offer, because another table has others.
        key=draft.key(f"batch_size-{largest}"),
        options=[*sorted(sizes), _FULL],
        title=lambda size: f"{size:,}" if size else FULL_BATCH,
    )
    draft.set("training.batch_size", chosen or None)


def _section(draft: Draft, path: str, proposal: Callable[[], Part]) -> bool:
    """Draws the switch of a section; returns whether it is on. A section that is switched on starts with `proposal`."""
    section = SETTINGS[path].of(draft)
    is_on = toggle(path, section is not None, key=draft.key(name_in(path)))
    if not is_on:
        draft.set(path, None)
    elif section is None:
        draft.set(path, proposal())
    return is_on


def _early_stopping(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    path = "training.early_stopping"
    layers = [layer.settings for layer in draft.layers]
    if not _section(draft, path, lambda: fitting_stopping(draft.training, prepared, layers)):
        return
    left, right = st.columns(2)
    with left:
        _monitor(draft, prepared, path, "early_stopping", fields)
        set_number(draft, fields, f"{path}.min_delta", name="early_stopping-min_delta")
        set_number(draft, fields, f"{path}.start_from_epoch")
    with right:
        set_number(draft, fields, f"{path}.patience", name="early_stopping-patience")
    set_switch(draft, f"{path}.restore_best_weights")


def _reduce_on_plateau(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    path = "training.reduce_lr_on_plateau"
    if not _section(draft, path, lambda: fitting_plateau(draft.training, prepared)):
        return
    left, right = st.columns(2)
    with left:
        _monitor(draft, prepared, path, "reduce", fields)
        set_number(draft, fields, f"{path}.min_delta", name="reduce-min_delta")
        set_number(draft, fields, f"{path}.min_lr")
    with right:
        set_number(draft, fields, f"{path}.patience", name="reduce-patience")
        set_number(draft, fields, f"{path}.factor")


def _schedule(draft: Draft, fields: Fields) -> None:
    path = "training.schedule"
    is_on = _section(draft, path, Schedule)
    fields.reserve(path)
    before = draft.training.schedule
    if not is_on or before is None:
        return
    left, right = st.columns(2)
    with left:
        name = choice(fields, f"{path}.name", before.name, key=draft.key("schedule-name"))
    if name == "warmup" and name != before.name and not before.warmup_epochs:
        draft.set(f"{path}.warmup_epochs", _WARMUP_EPOCHS)
        draft.renew("schedule-warmup_epochs")
    draft.set(f"{path}.name", name)
    rows = [SETTINGS[f"{path}.{field}"] for field in Schedule.model_fields if field != "name"]
    for at, row in enumerate(row for row in rows if row.belongs_to(name)):
        set_number(
            draft, fields, row.path, name=f"schedule-{name_in(row.path)}", into=left if at % 2 else right
        )


def _stop_at(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    path = "training.stop_at"
    if not _section(draft, path, lambda: StopAt(value=_TARGET)):
        return
    left, right = st.columns(2)
    with left:
        _monitor(draft, prepared, path, "stop_at", fields)
    with right:
        set_number(draft, fields, f"{path}.value", name="stop_at-value")


def _monitor(draft: Draft, prepared: Prepared | None, section: str, name: str, fields: Fields) -> None:
    """Draws the choice of the curve that a section watches; `name` is the section's part of the widget's key."""
    metrics = draft.training.metrics
    if metrics is None:
        metrics = DEFAULT_METRICS[prepared.task] if prepared else ()
    recorded = ["loss", *metrics]
    set_choice(
        draft,
        fields,
        f"{section}.monitor",
        # The key includes the metrics, because a choice among other metrics does not count.
        name=f"{name}-monitor-{'-'.join(recorded)}",
        options=[*(f"val_{each}" for each in recorded), *recorded],
        title=lambda monitor: f"{curve_title(monitor)} ({monitor})",
    )
