"""The Training form: loss, optimizer, learning rate, batch size, epochs, and when to stop."""

from typing import Any

import streamlit as st

from playground.datasets import Prepared
from playground.doctor.stopping import fitting_plateau, fitting_stopping
from playground.plan import largest_batch
from playground.ui.forms.draft import Draft
from playground.ui.forms.fields import Fields, choice, exact, number, several
from playground.words import (
    DEFAULT_LOSS,
    DEFAULT_METRICS,
    KERAS_WEIGHT_DECAY,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    Task,
    fitting,
)

_FULL = 0
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
        training["epochs"] = number(
            fields,
            "training.epochs",
            "Epochs",
            training["epochs"],
            step=1,
            whole=True,
            key=draft.key("epochs"),
            help_text="How often all training rows are seen. Too few: not learned yet. Too many: learned by heart.",
        )
    _learning_rate(draft, fields)
    _optimizer_details(draft, fields)
    _metrics(draft, task, fields)
    _early_stopping(draft, prepared, fields)
    _reduce_on_plateau(draft, prepared, fields)
    training["seed"] = number(
        fields,
        "training.seed",
        "Seed",
        training["seed"],
        step=1,
        whole=True,
        key=draft.key("seed"),
        help_text="First weights, batch order and dropout follow from it: the same seed gives the same curve.",
    )


def _loss(draft: Draft, task: Task | None, fields: Fields) -> None:
    training = draft.training
    # Without data it is not known which losses fit: all are offered.
    losses = fitting(LOSSES, task) if task else list(LOSSES)
    if task and training["loss"] is not None and training["loss"] not in losses:
        training["loss"] = DEFAULT_LOSS[task]  # another target or data set was chosen
    usual = DEFAULT_LOSS[task or Task.REGRESSION]
    said = choice(
        fields,
        "training.loss",
        "Loss",
        losses,
        training["loss"] or usual,
        title=lambda name: LOSSES[name].title,
        key=draft.key(f"loss-{task}"),
        help_text="What training makes small.\n\n" + _explained(LOSSES, losses),
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
        "Metrics",
        offered,
        shown,
        title=lambda name: METRICS[name].title,
        key=draft.key(f"metrics-{task}-{draft.data['dataset']}"),
        help_text="Watched beside the loss, each in its own chart.\n\n" + _explained(METRICS, offered),
    )
    if said != shown:
        training["metrics"] = said


def _optimizer(draft: Draft, fields: Fields) -> None:
    optimizer = draft.training["optimizer"]
    names = list(OPTIMIZERS)
    optimizer["name"] = choice(
        fields,
        "training.optimizer.name",
        "Optimizer",
        names,
        optimizer["name"],
        title=lambda name: OPTIMIZERS[name].title,
        key=draft.key("optimizer"),
        help_text="How weights follow the gradient.\n\n" + _explained(OPTIMIZERS, names),
    )


def _learning_rate(draft: Draft, fields: Fields) -> None:
    optimizer = draft.training["optimizer"]
    optimizer["learning_rate"] = st.select_slider(
        "Learning rate",
        learning_rates(optimizer["learning_rate"]),
        optimizer["learning_rate"],
        format_func=exact,
        key=draft.key("learning_rate"),
        help="The size of each step. Too small: nothing happens. Too large: the loss jumps or explodes.",
    )
    fields.place("training.optimizer.learning_rate")


def learning_rates(current: float) -> list[float]:
    """The values of a learning-rate slider; `current` is one of them, whatever file it came from."""
    return sorted({float(f"{rate:g}") for rate in _RATES} | {current})


def _optimizer_details(draft: Draft, fields: Fields) -> None:
    optimizer = draft.training["optimizer"]
    path = "training.optimizer"
    if optimizer["name"] == "sgd":
        left, right = st.columns(2, vertical_alignment="bottom")
        optimizer["momentum"] = number(
            fields,
            f"{path}.momentum",
            "Momentum",
            optimizer["momentum"],
            step=0.05,
            key=draft.key("momentum"),
            help_text="Carries steps on in their old direction: faster downhill, may overshoot.",
            into=left,
        )
        with right:
            optimizer["nesterov"] = st.toggle(
                "Nesterov",
                optimizer["nesterov"],
                key=draft.key("nesterov"),
                help="Looks ahead where momentum leads before it takes the gradient.",
            )
            fields.place(f"{path}.nesterov")
    else:
        optimizer.update(momentum=0.0, nesterov=False)
    if optimizer["name"] == "adamw":
        decay = optimizer["weight_decay"]
        shown = KERAS_WEIGHT_DECAY if decay is None else decay
        said = number(
            fields,
            f"{path}.weight_decay",
            "Weight decay",
            shown,
            step=0.001,
            key=draft.key("weight_decay"),
            help_text="Shrinks weights by this share at each step, times the learning rate: smoother answers.",
        )
        if said != shown:
            optimizer["weight_decay"] = said
    else:
        optimizer["weight_decay"] = None


def _batch_size(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    training = draft.training
    largest = largest_batch(prepared) if prepared else 1 << 20
    current = training["batch_size"] or _FULL
    sizes = {1 << power for power in range(21) if 1 << power <= largest} | {current} - {_FULL}
    chosen = choice(
        fields,
        "training.batch_size",
        "Batch size",
        [*sorted(sizes), _FULL],
        current,
        title=lambda size: f"{size:,}" if size else "full batch",
        # The sizes on offer are part of the key: another table has others.
        key=draft.key(f"batch_size-{largest}"),
        help_text="Rows seen before each step. Small: many noisy steps an epoch. Large: few smooth ones.",
    )
    training["batch_size"] = chosen or None


def _early_stopping(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    training = draft.training
    stopping = training["early_stopping"]
    on = st.toggle(
        "Early stopping",
        stopping is not None,
        key=draft.key("early_stopping"),
        help="Ends the run when validation no longer improves, before the network learns its rows by heart.",
    )
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
            "First epochs that do not count",
            stopping["start_from_epoch"],
            step=1,
            whole=True,
            key=draft.key("start_from_epoch"),
            help_text="Early stopping ignores this many epochs at the start (Keras: start_from_epoch).",
        )
    with right:
        stopping["patience"] = _patience(draft, stopping["patience"], "early_stopping", path, fields)
        stopping["restore_best_weights"] = st.toggle(
            "Back to the best weights",
            stopping["restore_best_weights"],
            key=draft.key("restore_best_weights"),
            help="The network ends with the weights of its best epoch instead of the last.",
        )


def _reduce_on_plateau(draft: Draft, prepared: Prepared | None, fields: Fields) -> None:
    training = draft.training
    reducing = training["reduce_lr_on_plateau"]
    on = st.toggle(
        "Smaller steps on a plateau",
        reducing is not None,
        key=draft.key("reduce_lr_on_plateau"),
        help="Lowers the learning rate when nothing improves (Keras: ReduceLROnPlateau).",
    )
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
        reducing["min_lr"] = number(
            fields,
            f"{path}.min_lr",
            "Smallest rate",
            reducing["min_lr"],
            step=0.0001,
            key=draft.key("min_lr"),
            help_text="The learning rate is never lowered below this.",
        )
    with right:
        reducing["patience"] = _patience(draft, reducing["patience"], "reduce", path, fields)
        reducing["factor"] = number(
            fields,
            f"{path}.factor",
            "Factor",
            reducing["factor"],
            step=0.05,
            key=draft.key("factor"),
            help_text="The learning rate is multiplied by this.",
        )


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
        "Watch",
        [*(f"val_{name}" for name in recorded), *recorded],
        current,
        # The metrics are part of the key: the choice among earlier ones does not count.
        key=draft.key(f"{of}-monitor-{'-'.join(recorded)}"),
        help_text="The value that has to improve; val_ is measured on the validation rows.",
    )
    return said


def _min_delta(draft: Draft, current: float, of: str, path: str, fields: Fields) -> float:
    return number(
        fields,
        f"{path}.min_delta",
        "Least improvement",
        current,
        step=0.0001,
        key=draft.key(f"{of}-min_delta"),
        help_text="A smaller change does not count as an improvement (Keras: min_delta).",
    )


def _patience(draft: Draft, current: int, of: str, path: str, fields: Fields) -> float:
    return number(
        fields,
        f"{path}.patience",
        "Patience",
        current,
        step=1,
        whole=True,
        key=draft.key(f"{of}-patience"),
        help_text="How many epochs in a row may pass without improvement.",
    )


def _explained(table: Any, names: list[str]) -> str:
    return "\n\n".join(f"**{table[name].title}**: {table[name].help}" for name in names)
