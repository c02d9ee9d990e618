"""The network that a run kept: diverged, or the same answer for every row."""

import math
from dataclasses import dataclass

from playground.doctor.rule import Finding, Rule, any_of
from playground.doctor.setup import Setup
from playground.doctor.unscaled import remedy, sentence

DIVERGED = 10.0  # times the loss of a network that always answers the mean
SAME = 1e-5  # of the target's range: answers that lie closer together are one answer


@dataclass(frozen=True)
class Kept:
    """What a network that a run kept answers to the training rows.

    Attributes:
        setup: facts of the experiment.
        loss: its loss on the training rows, as in a prediction.
        constant_loss: that of always answering the mean of the target, or the shares of the classes.
        answer: what it answers to every row, in words; None where answers differ.
        always: the class that it gives every row, in words; None for numbers, or where classes differ.
        share: that class' share of the validation rows.
        epochs: how long it has been trained.
    """

    setup: Setup
    loss: float
    constant_loss: float
    answer: str | None = None
    always: str | None = None
    share: float = 0.0
    epochs: int = 1


def judge(kept: Kept) -> Finding | None:
    """What is wrong with the network that a run kept: the first rule that applies."""
    rule = next((rule for rule in RULES if rule.when(kept)), None)
    return rule.finding(kept) if rule is not None and kept.epochs else None


def _diverged(kept: Kept) -> bool:
    return math.isfinite(kept.loss) and kept.loss > DIVERGED * kept.constant_loss > 0


def _how_far(kept: Kept) -> str:
    cause = f" {sentence(kept.setup)}" if kept.setup.unscaled else ""
    return (
        f"The run diverged: at its end the loss is {kept.loss:.3g}, where always answering the mean has "
        f"{kept.constant_loss:.3g}: the steps grew instead of shrinking.{cause}"
    )


def calmer(setup: Setup) -> str:
    """What helps against steps that grow instead of shrinking."""
    if setup.unscaled is not None:
        return remedy(setup)
    return any_of([setup.smaller_rate, *setup.scaled_inputs])


def _livelier(kept: Kept) -> str:
    setup = kept.setup
    if setup.unscaled is not None:
        return remedy(setup)
    choices = [setup.smaller_rate, *setup.scaled_inputs]
    if "relu" in setup.activations:
        choices.append("leaky ReLU instead of ReLU")
    return any_of(choices)


def _one_answer(kept: Kept) -> str:
    cause = f" {sentence(kept.setup)}" if kept.setup.unscaled else ""
    return f"The network answers the same for every training row: {kept.answer}.{cause}"


def _one_class(kept: Kept) -> str:
    return (
        f"The network says “{kept.always}” for every row: its accuracy on the validation rows, {kept.share:.3f}, "
        "is the share of that class."
    )


RULES: tuple[Rule[Kept], ...] = (
    Rule("diverged", _diverged, _how_far, lambda kept: calmer(kept.setup)),
    Rule("one_answer", lambda kept: kept.answer is not None, _one_answer, _livelier),
    Rule("one_class", lambda kept: kept.always is not None, _one_class),
)
