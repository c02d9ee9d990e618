"""The rules for the network that a run kept: it diverged, or answers every row alike."""

import math
from dataclasses import dataclass

from playground.doctor.rule import Rule, any_of
from playground.doctor.setup import Setup
from playground.doctor.unscaled import remedy, sentence
from playground.mentions import quoted
from playground.messages.events import Finding

DIVERGED = 10.0  # a final loss of more than this many times the usual loss (`Kept.usual_loss`) has diverged
WORSE = 2.0  # the same, if the best epoch was `DIVERGED` times better
SAME = 1e-5  # a share of the target's range: closer answers count as one answer


@dataclass(frozen=True)
class KeptNetwork:
    """The network that a run kept, and its answers to the training rows.

    Attributes:
        setup: facts of the experiment.
        loss: its loss on the training rows.
        usual_loss: the loss before training, or that of always answering the mean of the target or the shares of the
            classes, whichever is larger.
        best_loss: the loss of the best epoch; None if another measure is monitored.
        answer: the one answer to every row, in words; None if answers differ.
        always: the one class for every row, in words; None for numbers, or if classes differ.
        share: the share of that class among the validation rows.
        epochs: how many epochs it was trained.
    """

    setup: Setup
    loss: float
    usual_loss: float
    best_loss: float | None = None
    answer: str | None = None
    always: str | None = None
    share: float = 0.0
    epochs: int = 1


def judge(kept: KeptNetwork) -> Finding | None:
    """The finding of the first rule that applies to the network that a run kept; None if none applies."""
    rule = next((rule for rule in RULES if rule.when(kept)), None)
    return rule.finding(kept) if rule is not None and kept.epochs else None


def _diverged(kept: KeptNetwork) -> bool:
    if not math.isfinite(kept.loss) or kept.usual_loss <= 0:
        return False
    was_better = kept.best_loss is not None and kept.loss > DIVERGED * kept.best_loss
    return kept.loss > (WORSE if was_better else DIVERGED) * kept.usual_loss


def _how_far(kept: KeptNetwork) -> str:
    cause = f" {sentence(kept.setup)}" if kept.setup.unscaled else ""
    return (
        f"The run diverged: the network has a loss of {kept.loss:.3g} at its end, more than before training or with "
        f"one answer for all rows ({kept.usual_loss:.3g}): its steps led away from the minimum.{cause}"
    )


def calmer(setup: Setup) -> str:
    """What helps against steps that lead away from the minimum."""
    if setup.unscaled is not None:
        return remedy(setup)
    return any_of([setup.smaller_rate, *setup.scaled_inputs, *setup.scaled_target])


def _livelier(kept: KeptNetwork) -> str:
    setup = kept.setup
    if setup.unscaled is not None:
        return remedy(setup)
    return any_of(setup.other_weights or setup.scaled_inputs or setup.leaky or [setup.smaller_rate])


def _one_answer(kept: KeptNetwork) -> str:
    cause = f" {sentence(kept.setup)}" if kept.setup.unscaled else ""
    return f"The network answers the same for every training row: {kept.answer}.{cause}"


def _one_class(kept: KeptNetwork) -> str:
    return (
        f"The network says {quoted(kept.always or '')} for every row: its accuracy on the validation rows, "
        f"{kept.share:.3f}, is the share of that class."
    )


RULES: tuple[Rule[KeptNetwork], ...] = (
    Rule("diverged", _diverged, _how_far, lambda kept: calmer(kept.setup)),
    Rule("one_answer", lambda kept: kept.answer is not None, _one_answer, _livelier),
    Rule("one_class", lambda kept: kept.always is not None, _one_class),
)
