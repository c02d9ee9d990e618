"""The Training form: loss, metrics, optimizer, learning rate, batch size, epochs, and when to stop."""

from typing import Any

import streamlit as st

from playground.datasets import Prepared
from playground.experiment import EarlyStopping, ReduceLROnPlateau
from playground.limits import limits
from playground.plan import largest_batch
from playground.ui.draft import Draft
from playground.vocabulary import DEFAULT_LOSS, DEFAULT_METRICS, LOSSES, METRICS, OPTIMIZERS, Task, fitting

_FULL = 0
_RATES = [mantissa * 10.0**power for power in range(-5, 1) for mantissa in (1, 2, 3, 5)]


def training_form(draft: Draft, prepared: Prepared | None) -> None:
    """Draws the widgets of the training part and writes what they say into the draft."""
    training = draft.training
    task = prepared.task if prepared else Task.REGRESSION
    left, right = st.columns(2)
    with left:
        _loss(draft, task)
        _batch_size(draft, prepared)
    with right:
        _optimizer(draft)
        training["epochs"] = st.number_input(
            "Epochs",
            1,
            limits().max_epochs,
            training["epochs"],
            key=draft.key("epochs"),
            help="How often all training rows are seen. Too few: not learned yet. Too many: learned by heart.",
        )
    _learning_rate(draft)
    _optimizer_details(draft)
    _metrics(draft, task)
    _early_stopping(draft)
    _reduce_on_plateau(draft)
    training["seed"] = st.number_input(
        "Seed",
        0,
        2**31 - 1,
        training["seed"],
        key=draft.key(f"seed-{draft.seeds}"),
        help="First weights, batch order and dropout follow from it: the same seed gives the same curve.",
    )


def _loss(draft: Draft, task: Task) -> None:
    training = draft.training
    losses = fitting(LOSSES, task)
    current = training["loss"] if training["loss"] in losses else DEFAULT_LOSS[task]
    training["loss"] = st.selectbox(
        "Loss",
        losses,
        index=losses.index(current),
        format_func=lambda name: LOSSES[name].title,
        key=draft.key(f"loss-{task}"),
        help="What training makes small.\n\n" + _explained(LOSSES, losses),
    )


def _metrics(draft: Draft, task: Task) -> None:
    training = draft.training
    offered = fitting(METRICS, task)
    current = DEFAULT_METRICS[task] if training["metrics"] is None else training["metrics"]
    training["metrics"] = tuple(
        st.multiselect(
            "Metrics",
            offered,
            default=[name for name in current if name in offered],
            format_func=lambda name: METRICS[name].title,
            key=draft.key(f"metrics-{task}-{draft.data['dataset']}"),
            help="Watched beside the loss, each in its own chart.\n\n" + _explained(METRICS, offered),
        )
    )


def _optimizer(draft: Draft) -> None:
    optimizer = draft.training["optimizer"]
    names = list(OPTIMIZERS)
    optimizer["name"] = st.selectbox(
        "Optimizer",
        names,
        index=names.index(optimizer["name"]),
        format_func=lambda name: OPTIMIZERS[name].title,
        key=draft.key("optimizer"),
        help="How weights follow the gradient.\n\n" + _explained(OPTIMIZERS, names),
    )


def _learning_rate(draft: Draft) -> None:
    optimizer = draft.training["optimizer"]
    optimizer["learning_rate"] = st.select_slider(
        "Learning rate",
        learning_rates(optimizer["learning_rate"]),
        optimizer["learning_rate"],
        format_func=lambda rate: f"{rate:g}",
        key=draft.key("learning_rate"),
        help="The size of each step. Too small: nothing happens. Too large: the loss jumps or explodes.",
    )


def learning_rates(current: float) -> list[float]:
    """The stops of a slider; a rate that came by file is one of them as long as nothing else is chosen."""
    return sorted({float(f"{rate:g}") for rate in _RATES} | {current})


def _optimizer_details(draft: Draft) -> None:
    optimizer = draft.training["optimizer"]
    if optimizer["name"] == "sgd":
        left, right = st.columns(2, vertical_alignment="bottom")
        optimizer["momentum"] = left.slider(
            "Momentum",
            0.0,
            0.99,
            optimizer["momentum"],
            0.01,
            key=draft.key("momentum"),
            help="Carries steps on in their old direction: faster downhill, may overshoot.",
        )
        optimizer["nesterov"] = (
            right.toggle(
                "Nesterov",
                optimizer["nesterov"],
                key=draft.key("nesterov"),
                disabled=not optimizer["momentum"],
                help="Looks ahead where momentum leads before it takes the gradient.",
            )
            and optimizer["momentum"] > 0
        )
    else:
        optimizer.update(momentum=0.0, nesterov=False)
    if optimizer["name"] == "adamw":
        optimizer["weight_decay"] = st.number_input(
            "Weight decay",
            0.0,
            1.0,
            0.004 if optimizer["weight_decay"] is None else optimizer["weight_decay"],
            0.001,
            format="%.4f",
            key=draft.key("weight_decay"),
            help="Shrinks weights by this share at each step, times the learning rate: smoother answers.",
        )
    else:
        optimizer["weight_decay"] = None


def _batch_size(draft: Draft, prepared: Prepared | None) -> None:
    training = draft.training
    largest = largest_batch(prepared) if prepared else 1 << 20
    sizes = {1 << power for power in range(21) if 1 << power <= largest}
    current = training["batch_size"] or _FULL
    if current > largest:
        current = _FULL
    options = [*sorted(sizes | {current} - {_FULL}), _FULL]
    chosen = st.selectbox(
        "Batch size",
        options,
        index=options.index(current),
        format_func=lambda size: f"{size:,}" if size else "full batch",
        # The sizes on offer are part of the key: a smaller table cannot keep a larger choice.
        key=draft.key(f"batch_size-{largest}"),
        help="Rows seen before each step. Small: many noisy steps an epoch. Large: few smooth ones.",
    )
    training["batch_size"] = chosen or None


def _early_stopping(draft: Draft) -> None:
    training = draft.training
    stopping = training["early_stopping"]
    on = st.toggle(
        "Early stopping",
        stopping is not None,
        key=draft.key("early_stopping"),
        help="Ends the run when validation no longer improves: spares time and learning by heart.",
    )
    if not on:
        training["early_stopping"] = None
        return
    stopping = training["early_stopping"] = stopping or EarlyStopping().model_dump()
    left, right = st.columns(2)
    with left:
        stopping["monitor"] = _monitor(draft, stopping["monitor"], "early_stopping")
        stopping["min_delta"] = _min_delta(draft, stopping["min_delta"], "early_stopping")
    with right:
        stopping["patience"] = _patience(draft, stopping["patience"], "early_stopping")
        stopping["restore_best_weights"] = st.toggle(
            "Back to the best weights",
            stopping["restore_best_weights"],
            key=draft.key("restore_best_weights"),
            help="The network ends with the weights of its best epoch instead of the last.",
        )


def _reduce_on_plateau(draft: Draft) -> None:
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
    reducing = training["reduce_lr_on_plateau"] = reducing or ReduceLROnPlateau().model_dump()
    left, right = st.columns(2)
    with left:
        reducing["monitor"] = _monitor(draft, reducing["monitor"], "reduce")
        reducing["min_delta"] = _min_delta(draft, reducing["min_delta"], "reduce")
    with right:
        reducing["patience"] = max(1, _patience(draft, reducing["patience"], "reduce"))
        reducing["factor"] = st.slider(
            "Factor",
            0.05,
            0.95,
            reducing["factor"],
            0.05,
            key=draft.key("factor"),
            help="The learning rate is multiplied by this.",
        )


def _monitor(draft: Draft, current: str, of: str) -> str:
    recorded = ["loss", *draft.training["metrics"]]
    names = [f"val_{name}" for name in recorded] + recorded
    return st.selectbox(  # type: ignore[return-value]
        "Watch",
        names,
        index=names.index(current) if current in names else 0,
        # Other metrics, other choices: what was chosen among the old ones does not count.
        key=draft.key(f"{of}-monitor-{'-'.join(recorded)}"),
        help="The value that has to improve; val_ is measured on the validation rows.",
    )


def _min_delta(draft: Draft, current: float, of: str) -> float:
    return st.number_input(
        "Least improvement",
        0.0,
        value=current,
        step=0.001,
        format="%.4f",
        key=draft.key(f"{of}-min_delta"),
        help="A smaller change does not count as an improvement (Keras: min_delta).",
    )


def _patience(draft: Draft, current: int, of: str) -> int:
    return st.number_input(
        "Patience",
        0,
        limits().max_epochs,
        current,
        key=draft.key(f"{of}-patience"),
        help="How many epochs without improvement are borne.",
    )


def _explained(table: Any, names: list[str]) -> str:
    return "\n\n".join(f"**{table[name].title}**: {table[name].help}" for name in names)
