"""A finished run's curves: where training and validation are not measured alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.doctor.rule import Finding, Rule
from playground.doctor.setup import Setup

_GAP = 0.1  # of the larger value: smaller gaps between the curves are not explained
_EXPLAINED = 0.5  # of the gap, at least, that is gone once both are measured alike
_SETTLED = 0.25  # of the difference that is explained: what the curve may still move in an epoch


@dataclass(frozen=True)
class Ended:
    """A run that is over.

    Attributes:
        setup: facts of the experiment.
        measure: the history's name of what is compared: an accuracy where there is one, else the loss.
        title: that measure as people call it.
        before, training, validation: of the curves at the epoch kept; `before` is training's an epoch earlier.
        alike: (training, validation) of the network kept, both measured as in a prediction.
    """

    setup: Setup
    title: str
    before: float
    training: float
    validation: float
    alike: tuple[float, float]


def ended(
    setup: Setup,
    curves: Mapping[str, Sequence[float]],
    kept: int,
    alike: Mapping[str, float],
    titles: Mapping[str, str],
) -> Ended | None:
    """The run as the rules see it; None where its measures are not all there.

    Args:
        setup: facts of the experiment.
        curves: by name, one value an epoch, at index 0 that of the untrained network.
        kept: the epoch whose weights the run kept.
        alike: the measures of the network kept, by name, training's and validation's (`val_…`).
        titles: what people call a measure.
    """
    name = "accuracy" if "accuracy" in curves else "loss"
    # The untrained network is measured as in a prediction, so the first epoch has none before it.
    if kept < 2 or f"val_{name}" not in curves or name not in alike or f"val_{name}" not in alike:
        return None
    training, validation = curves[name], curves[f"val_{name}"]
    if len(training) <= kept or len(validation) <= kept:
        return None
    return Ended(
        setup=setup,
        title=titles.get(name, name),
        before=training[kept - 1],
        training=training[kept],
        validation=validation[kept],
        alike=(alike[name], alike[f"val_{name}"]),
    )


def diagnose(run: Ended) -> tuple[Finding, ...]:
    """What the curves do not say by themselves."""
    return tuple(rule.finding(run) for rule in RULES if rule.when(run))


def _decides(run: Ended) -> bool:
    """Whether most of the gap between the curves comes from how training is measured."""
    if not (run.setup.drops or run.setup.normalizes):
        return False
    gap = abs(run.training - run.validation)
    fair = abs(run.alike[0] - run.alike[1])
    moved = abs(run.training - run.alike[0])
    return (
        gap > _GAP * max(abs(run.training), abs(run.validation))
        and fair < (1 - _EXPLAINED) * gap
        and abs(run.training - run.before) < _SETTLED * moved
    )


def _why(run: Ended) -> str:
    return (
        f"The curves are not measured alike: {_cause(run.setup)}. At the epoch kept the {run.title} is "
        f"{run.training:.3g} in training and {run.validation:.3g} in validation; measured alike, the network has "
        f"{run.alike[0]:.3g} on the training rows and {run.alike[1]:.3g} on the validation rows."
    )


def _cause(setup: Setup) -> str:
    causes = []
    if setup.drops:
        causes.append("dropout switches units off in training only")
    if setup.normalizes:
        causes.append(
            "batch normalization takes mean and deviation of each batch in training, running averages in validation"
        )
    return ", and ".join(causes)


RULES: tuple[Rule[Ended], ...] = (Rule("measured_differently", _decides, _why, warns=False),)
