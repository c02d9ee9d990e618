"""Whether a value of several runs may be compared at all.

Everything that compares runs calls `comparison`: twins in the live chart, My runs, seeds, sweeps and the commands.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from playground.comparing.ground import Ground, ground
from playground.comparing.quantity import Quantity, quantity, repeats_loss
from playground.experiment import Complete
from playground.experiment.measures import depends_on_scale, title_of
from playground.experiment.streamed import is_streamed
from playground.plan import history_names

_ROWS_UNKNOWN = (
    "Rows unknown: some of these runs were trained elsewhere, and nobody here knows which rows judge them."
)


@dataclass(frozen=True)
class Comparison:
    """What a page says when it compares a value of several runs.

    Attributes:
        obstacles: sentences that each say why the values do not mean the same; none if they do.
        notes: sentences that help to read the comparison.
    """

    obstacles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def comparison(experiments: Sequence[Complete], names: str | Sequence[str]) -> Comparison:
    """Says whether values may be compared, why not, and how to read the comparison.

    Values are comparable if they are of the same measure, on the same rows, and can be given in the same unit: errors
    of a target that is scaled differently can, in the target's own unit (`Quantity.in_unit`).

    Args:
        experiments: of the runs, completed as `plan` completes them.
        names: what is compared, such as `val_loss`: one name for all, or one for each experiment.
    """
    if len(experiments) < 2:
        return Comparison()
    each = [names] * len(experiments) if isinstance(names, str) else names
    values = [quantity(experiment, name) for experiment, name in zip(experiments, each, strict=True)]
    if any(map(is_streamed, experiments)):
        return Comparison((*_other_measures(values), _ROWS_UNKNOWN))
    grounds = [ground(experiment.data) for experiment in experiments]
    known = [found for found in grounds if found is not None]
    if len({(part.dataset, part.target) for part in (experiment.data for experiment in experiments)}) > 1 or (
        len({(found.dataset, found.target, found.task, found.classes) for found in known}) > 1
    ):
        return Comparison(
            ("They predict different things: a better value of one says nothing about the other.",)
        )
    obstacles = [
        *_other_measures(values),
        *_missing_data(len(grounds) - len(known)),
        *_other_rows(values, known),
    ]
    obstacles += _other_scales(values, known)
    notes = [*_other_steps(experiments, known), *([] if obstacles else _conversion_note(values))]
    return Comparison(tuple(obstacles), tuple(notes))


def obstacles(experiments: Sequence[Complete], name: str) -> list[str]:
    """The obstacles of `comparison`, for one name."""
    return list(comparison(experiments, name).obstacles)


def common_names(experiments: Sequence[Complete]) -> list[str]:
    """The curves that all of the runs have, without `val_`: the loss, then metrics in the order of the first run.

    A metric that repeats the loss of every run is left out.
    """
    recorded = [set(history_names(experiment)) for experiment in experiments]
    first = [name for name in history_names(experiments[0]) if not name.startswith("val_")]
    common = [name for name in first if all(name in names for names in recorded)]
    return [name for name in common if not all(repeats_loss(experiment, name) for experiment in experiments)]


def _other_measures(values: Sequence[Quantity]) -> list[str]:
    if len({value.is_validation for value in values}) > 1:
        return ["Some values are of the validation rows, others of the training rows."]
    titles = sorted({value.subject for value in values})
    if len(titles) > 1:
        if all(value.name.removeprefix("val_") == "loss" for value in values):
            return [
                f"Their losses are different measures ({' and '.join(titles)}): compare a metric instead."
            ]
        return [f"The values are of different measures: {' and '.join(titles)}."]
    if len({value.penalties for value in values}) > 1:
        return ["L1 and L2 add different amounts to these losses: compare a metric instead."]
    return []


def _missing_data(count: int) -> list[str]:
    if not count:
        return []
    return [
        "The data of some of these runs has been removed, so nobody knows whether they were judged by the same rows."
    ]


def _other_rows(values: Sequence[Quantity], grounds: Sequence[Ground]) -> list[str]:
    on_validation = values[0].is_validation
    parts = [found.parts.validation if on_validation else found.parts.training for found in grounds]
    if len({part.fingerprint for part in parts}) < 2:
        return []
    if not on_validation:
        return ["They are measured on different training rows: part of a difference may be the rows."]
    sentence = "They are judged by different validation rows: part of a difference may be the rows."
    if len(grounds) == 2 and (seen := _leak_sentence(*grounds)):
        sentence += f" {seen}"
    return [sentence]


def _leak_sentence(first: Ground, second: Ground) -> str:
    """A sentence on validation rows of one run that are training rows of the other; "" if there are none."""
    for one, other in ((first, second), (second, first)):
        validation = one.parts.validation
        count = int(numpy.isin(validation.rows, other.parts.training.rows).sum())
        if count:
            return (
                f"{count:,} of the {len(validation):,} validation rows of one run are training rows "
                "of the other."
            )
    return ""


def _other_scales(values: Sequence[Quantity], grounds: Sequence[Ground]) -> list[str]:
    factors = {found.unit.factor for found in grounds if found.unit is not None}
    if len(factors) < 2:
        return []
    if depends_on_scale(values[0].measure):
        title = title_of(values[0].measure)
        sentence = f"The target is scaled differently, and {title} has no unit of the target"
        return [f"{sentence}: compare the mean absolute error instead."]
    if any(value.penalties for value in values):
        return [
            "The target is scaled differently, so L1 and L2 weigh differently in the loss: compare a metric instead."
        ]
    return []


def _other_steps(experiments: Sequence[Complete], grounds: Sequence[Ground]) -> list[str]:
    if len(grounds) < len(experiments):
        return []
    steps = sorted(
        {
            experiment.training.epochs
            * math.ceil(
                len(found.parts.training) / (experiment.training.batch_size or len(found.parts.training))
            )
            for experiment, found in zip(experiments, grounds, strict=True)
        }
    )
    if len(steps) < 2:
        return []
    return [f"They may take different numbers of steps: from {steps[0]:,} to {steps[-1]:,}."]


def _conversion_note(values: Sequence[Quantity]) -> list[str]:
    units = [value.unit for value in values if value.unit is not None]
    if len(set(units)) < 2:
        return []
    return [f"The target is scaled differently: the errors are compared {units[0].with_preposition}."]
