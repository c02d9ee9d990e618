"""The curves of a finished run: whether training and validation are measured alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.doctor.rule import Rule
from playground.experiment import Complete, Layer
from playground.experiment.measures import Unit, title_of, with_unit
from playground.layers.table import KINDS
from playground.messages.events import Finding

_GAP = 0.1  # of the larger value: smaller gaps between the curves are not explained
_EXPLAINED = 0.5  # of the gap: the part that must be gone once both are measured alike
_SETTLED = 0.25  # of the explained difference: what the curve may still move in an epoch


@dataclass(frozen=True)
class FinishedRun:
    """A finished run.

    Attributes:
        causes: what layers do in training but not in a prediction, as sentences.
        measure: Keras' name of the compared measure: accuracy if there is one, else the loss.
        title: the name of the measure in sentences.
        training, validation: values of the curves at the kept epoch.
        before: value of the training curve one epoch earlier.
        alike: (training, validation) of the kept network, both measured as in a prediction.
        unit: the unit of a regression's target, None for classes.
    """

    causes: tuple[str, ...]
    measure: str
    title: str
    before: float
    training: float
    validation: float
    alike: tuple[float, float]
    unit: Unit | None = None

    def in_words(self, value: float) -> str:
        """A value of the measure, in the target's own unit."""
        return with_unit(self.measure, value, self.unit)


def finished_run(
    experiment: Complete,
    curves: Mapping[str, Sequence[float]],
    kept: int,
    alike: Mapping[str, float],
    unit: Unit | None = None,
) -> FinishedRun | None:
    """The run in the form that the rules use; None if measures are missing.

    Args:
        experiment: the experiment of the run.
        curves: by name, one value per epoch; index 0 is the untrained network.
        kept: the epoch whose weights the run kept.
        alike: the measures of the kept network by name, on training and on validation rows (`val_…`).
        unit: the unit of a regression's target, None for classes.
    """
    name = "accuracy" if "accuracy" in curves else "loss"
    training, validation = curves.get(name, ()), curves.get(f"val_{name}", ())
    # The untrained network is measured as in a prediction, so epoch 1 has no comparable value before it.
    if kept < 2 or min(len(training), len(validation)) <= kept or not {name, f"val_{name}"} <= alike.keys():
        return None
    layers = experiment.network.layers
    measure = name if name == "accuracy" else experiment.training.loss
    return FinishedRun(
        causes=_causes(layers),
        measure=measure,
        title=title_of(measure),
        before=training[kept - 1],
        training=training[kept],
        validation=validation[kept],
        alike=(alike[name], alike[f"val_{name}"]),
        unit=unit,
    )


def _causes(layers: Sequence[Layer]) -> tuple[str, ...]:
    """Each cause once, in the order of the table of kinds."""
    types = {layer.type for layer in layers if not layer.is_idle}
    return tuple(kind.in_training for name, kind in KINDS.items() if name in types and kind.in_training)


def diagnose(run: FinishedRun) -> tuple[Finding, ...]:
    """The findings that explain a gap between the curves of training and validation."""
    return tuple(rule.finding(run) for rule in RULES if rule.when(run))


def _decides(run: FinishedRun) -> bool:
    """Whether most of the gap between the curves comes from how training is measured."""
    if not run.causes:
        return False
    gap = abs(run.training - run.validation)
    fair = abs(run.alike[0] - run.alike[1])
    moved = abs(run.training - run.alike[0])
    return (
        gap > _GAP * max(abs(run.training), abs(run.validation))
        and fair < (1 - _EXPLAINED) * gap
        and abs(run.training - run.before) < _SETTLED * moved
    )


def _why(run: FinishedRun) -> str:
    training, validation, fair, fair_validation = (
        run.in_words(value) for value in (run.training, run.validation, *run.alike)
    )
    return (
        f"The curves are not measured alike: {', and '.join(run.causes)}. At the epoch kept the "
        f"{run.title} is {training} in training and {validation} in validation; measured alike, the network has "
        f"{fair} on the training rows and {fair_validation} on the validation rows."
    )


RULES: tuple[Rule[FinishedRun], ...] = (Rule("measured_differently", _decides, _why, warns=False),)
