"""Naming: the name of a run, and the preset that has its settings.

A run has one name: the one that its owner gave, else its title, else an automatic one made of data, layers and
optimizer. The name of a twin, or of a run of a group, also says what differs. A run has the title of a preset only with
the preset's settings.
"""

from dataclasses import replace

from playground.datasets import DataError, card_for, title
from playground.errors import ExperimentError
from playground.experiment import Complete, Experiment
from playground.experiment.presets import presets
from playground.experiment.streamed import is_streamed
from playground.experiment.uploads import is_own
from playground.network.shapes import stack_in_short
from playground.plan import Plan, plan
from playground.words import OPTIMIZERS

CHANGED = " · changed"
_LONGEST = 200  # characters of a title


def automatic_name(experiment: Complete) -> str:
    """A name made of data, layers and optimizer: `Red wine · 512-512-512 with dropout 0.3 · Adam 0.001`."""
    optimizer = experiment.training.optimizer
    known = OPTIMIZERS.get(optimizer.name)
    return join_parts(
        _data_name(experiment),
        "" if is_streamed(experiment) else stack_in_short(experiment.network.layers),
        f"{known.title if known is not None else optimizer.name} {optimizer.learning_rate:g}",
    )


def name_of(experiment: Complete, cell: str = "") -> str:
    """The name of a run of this experiment; `cell` is its label in a group, such as `seed 6`."""
    title = "" if experiment.title in foreign_titles(experiment.data.dataset) else experiment.title
    return join_parts(title or automatic_name(experiment), cell)


def join_parts(*parts: str) -> str:
    """The parts of a name with points between them; empty parts are left out."""
    return " · ".join(part for part in parts if part)


def foreign_titles(dataset: str) -> set[str]:
    """The titles of presets for other data sets, which no run on this data set may have."""
    return {preset.title for preset in presets().values() if preset.data.dataset != dataset}


def same_settings(one: Complete, other: Complete) -> bool:
    """Whether two experiments have the same settings, apart from titles, branches and twins."""
    aside = {"title": "", "branch": None, "twin": None}
    return one.model_copy(update=aside) == other.model_copy(update=aside)


def preset_of(experiment: Experiment) -> str | None:
    """The name of the preset that has these settings, or had them before they were changed; None if there is none."""
    for name, preset in presets().items():
        if preset.data.dataset == experiment.data.dataset and (
            experiment.title == preset.title + CHANGED or is_preset(experiment, preset)
        ):
            return name
    return None


def is_preset(experiment: Experiment, preset: Experiment) -> bool:
    """Whether an experiment has a preset's settings, after `plan` has completed both."""
    try:
        return same_settings(plan(experiment).experiment, plan(preset).experiment)
    except ExperimentError:
        return False


def with_true_title(planned: Plan, preset: str | None) -> Plan:
    """The plan with a title that is true: a preset's title only with the settings of that preset."""
    title = planned.experiment.title
    own = presets().get(preset) if preset is not None else None
    if title.removesuffix(CHANGED) in foreign_titles(planned.experiment.data.dataset):
        title = ""
    elif own is not None and title.removesuffix(CHANGED) == own.title:
        title = own.title if is_preset(planned.experiment, own) else own.title + CHANGED
    return with_title(planned, title)


def with_twin_title(planned: Plan, original: Complete, difference: str) -> Plan:
    """The plan with the name of its original and the difference as its title; a title that a person gave stays."""
    given, before = planned.experiment.title.removesuffix(CHANGED), original.title.removesuffix(CHANGED)
    if given not in ("", before):
        return planned
    for base in (name_of(original).removesuffix(CHANGED), automatic_name(original)):
        if len(name := join_parts(base, difference)) <= _LONGEST:
            return with_title(planned, name)
    return with_title(planned, "")


def with_title(planned: Plan, title: str) -> Plan:
    """The same plan with another title."""
    if title == planned.experiment.title:
        return planned
    return replace(planned, experiment=planned.experiment.model_copy(update={"title": title}))


def _data_name(experiment: Complete) -> str:
    try:
        known = card_for(experiment.data)
    except DataError:  # the table has been removed since
        return title(experiment.data.dataset)
    target = experiment.data.target
    is_usual = target == known.target and not is_own(experiment.data.dataset)  # an own table has no usual one
    return known.title if is_usual else f"{known.title} → {target}"
