"""Whether what the widgets hold can be trained: the plan, or the sentences that say why not."""

from dataclasses import dataclass

from playground.datasets import DataError, Prepared, prepare
from playground.errors import ExperimentError, Problem
from playground.experiment import Data, Experiment
from playground.parse import from_content
from playground.plan import Plan, plan
from playground.ui.draft import Draft


@dataclass(frozen=True)
class Checked:
    """What a draft comes to: a plan, or problems, never both."""

    plan: Plan | None
    problems: tuple[Problem, ...] = ()


def checked(draft: Draft) -> Checked:
    """Looks at everything a draft says."""
    try:
        return Checked(plan(from_content(draft.content())))
    except ExperimentError as error:
        return Checked(None, error.problems)


def data_of(draft: Draft, **other: object) -> Prepared | None:
    """The prepared data of a draft, None where the data part is not right yet; `other` replaces settings of it."""
    try:
        return prepare(Data.model_validate({**draft.data, **other}))
    except (DataError, ValueError):
        return None


def same_settings(one: Experiment, other: Experiment) -> bool:
    """Whether two completed experiments have the same settings, whatever their titles and where they begin."""
    aside = {"title": "", "branch": None, "twin": None}
    return one.model_copy(update=aside) == other.model_copy(update=aside)
