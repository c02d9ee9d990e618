"""Quantity: the measure, the rows and the unit of a curve in a run's history, such as `val_loss`."""

from dataclasses import dataclass

from playground.comparing.ground import Ground, ground
from playground.experiment import Complete, Dense
from playground.experiment.measures import Unit, percent_of_zero, title_of, unit_of, with_unit
from playground.experiment.streamed import is_streamed
from playground.mentions import quoted

Penalties = tuple[tuple[float, float], ...]
# What these losses were in earlier versions, whose runs are shown as they were trained.
_VERSION_1 = {"hinge": " behind a sigmoid", "mape": " of the scaled target"}
OF_CLASS_1 = frozenset({"auc", "precision", "recall"})


@dataclass(frozen=True)
class Quantity:
    """A quantity of a run's history.

    Attributes:
        name: name in the history.
        measure: Keras' name of the measure; for `loss` and `val_loss` the name of the loss.
        subject: title of the measure, `mean squared error`; each measure has its own.
        penalties: L1 and L2 of each layer with a penalty, if penalties are part of the value.
        unit: the unit of a value times the unit's factor; None if values have no unit.
        title: title without the rows: `loss · mean squared error + penalty`.
    """

    name: str
    measure: str
    subject: str
    penalties: Penalties
    unit: Unit | None
    title: str

    @property
    def is_validation(self) -> bool:
        """Whether the values are of the validation rows."""
        return self.name.startswith("val_")

    @property
    def full_title(self) -> str:
        """The title with its rows: `validation loss · mean absolute error`."""
        return f"{'validation' if self.is_validation else 'training'} {self.title}"

    @property
    def title_in_unit(self) -> str:
        """The full title with the unit: `validation loss · mean absolute error in MPa`."""
        return self.full_title if self.unit is None else f"{self.full_title} {self.unit.with_preposition}"

    def in_unit(self, value: float) -> float:
        """A value in the target's own unit; the value itself if there is no unit."""
        return value if self.unit is None else value * self.unit.factor

    def words(self, value: float) -> str:
        """A value in words: `0.0552 (4.431 MPa)`, or `0.0552` if there is no unit to convert to."""
        if self.unit is None:
            return f"{value:.4g}" if self.penalties else with_unit(self.measure, value, None)
        own = with_unit("mae", self.in_unit(value), Unit(self.unit.name))
        if not self.unit.is_scaled:
            return own
        return f"{value:.4g} ({own if self.unit.name else f'{own} {self.unit.with_preposition}'})"


def quantity(experiment: Complete, name: str) -> Quantity:
    """The quantity with this name, with or without `val_`, in the history of an experiment.

    A loss with a penalty has no unit: the penalty is on the scale of the weights.
    """
    plain = name.removeprefix("val_")
    measure = experiment.training.loss if plain == "loss" else plain
    penalties = penalties_of(experiment) if plain == "loss" else ()
    rests_on = ground(experiment.data)
    unit = unit_of(measure, rests_on.unit) if rests_on is not None and not penalties else None
    subject = title_of(measure)
    if plain == "loss" and experiment.training.loss_version == 1:
        subject += _VERSION_1.get(measure, "")
    title = subject
    if plain == "loss":
        title = f"loss · {title}"
    if penalties:
        title += " + penalty"
    if measure in OF_CLASS_1 and rests_on is not None and len(rests_on.classes) == 2:
        title += f" of class 1: {rests_on.classes[1]}"
    return Quantity(name, measure, subject, penalties, unit, title)


def repeats_loss(experiment: Complete, metric: str) -> bool:
    """Whether a metric has the values of the loss: it is the same measure, and nothing is added to the loss.

    For a model that was trained elsewhere it is unknown what is added to the loss.
    """
    return metric == experiment.training.loss and not penalties_of(experiment) and not is_streamed(experiment)


def shown_names(experiment: Complete) -> list[str]:
    """The curves to draw, without `val_`, each quantity once: the loss, and every metric that does not repeat it."""
    metrics = [name for name in experiment.training.metrics if not repeats_loss(experiment, name)]
    return ["loss", *metrics]


def remark(experiment: Complete, name: str) -> str:
    """A remark that helps to judge a value, such as what a constant answer reaches; "" for none."""
    rests_on = ground(experiment.data)
    measure = quantity(experiment, name).measure
    if rests_on is None or not name.startswith("val_"):
        return ""
    if measure == "accuracy":
        return f"always {quoted(rests_on.commonest)}: {rests_on.commonest_share:.3f}"
    if measure in OF_CLASS_1 and len(rests_on.validation_classes) == 1:
        return f"no value for validation: all its rows are {quoted(rests_on.validation_classes[0])}"
    if measure == "r2" and rests_on.is_constant:
        return "no value for validation: all its rows have the same target"
    if measure == "precision":
        return f"no number while the network calls no row {quoted(rests_on.classes[1])}"
    if measure == "mape":
        return _percent_of_zero(experiment, rests_on)
    return ""


def _percent_of_zero(experiment: Complete, rests_on: Ground) -> str:
    of_scaled = (
        experiment.training.loss_version == 1 and rests_on.unit is not None and rests_on.unit.is_scaled
    )
    zeros, target = (
        (rests_on.scaled_zeros, "scaled target") if of_scaled else (rests_on.zero_targets, "target")
    )
    return percent_of_zero(zeros, target) if zeros else ""


def penalties_of(experiment: Complete) -> Penalties:
    """L1 and L2 of each layer that has a penalty, first to last."""
    layers = [layer for layer in experiment.network.layers if isinstance(layer, Dense)]
    return tuple((layer.l1, layer.l2) for layer in layers if layer.l1 or layer.l2)
