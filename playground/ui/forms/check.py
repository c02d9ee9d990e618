"""The check of all settings on the page: it returns the plan, or the sentences that say why nothing can be trained."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from playground.comparing.naming import with_true_title
from playground.comparing.settings import title_of
from playground.datasets import DataError, Prepared, complete_data, prepare
from playground.errors import ExperimentError, Problem
from playground.experiment import Data
from playground.experiment.parse import from_content
from playground.plan import Plan, largest_batch, plan
from playground.ui.forms.fields import capital, path_of
from playground.ui.frame.draft import Draft, plain


@dataclass(frozen=True)
class Titled(Problem):
    """A problem that names its setting by the title of the widget, not by the path in a file."""

    title: str = ""

    def __str__(self) -> str:
        sentence = capital(self.sentence)
        return f"{self.title}: {sentence}" if self.title else sentence


@dataclass(frozen=True)
class Check:
    """The result of a check: a plan, or problems, never both. `notes` warn of what will probably disappoint."""

    plan: Plan | None
    problems: tuple[Titled, ...] = ()
    notes: tuple[Titled, ...] = ()


def check_draft(draft: Draft) -> Check:
    """Checks all settings of a draft."""
    try:
        planned = plan(from_content(draft.content()))
    except ExperimentError as error:
        return Check(None, _with_titles(error.problems))
    planned = with_true_title(planned, draft.preset)
    return Check(planned, notes=_with_titles(planned.notes))


def _with_titles(problems: Iterable[Problem]) -> tuple[Titled, ...]:
    return tuple(Titled(each.field, each.sentence, title_of(path_of(each))) for each in problems)


def data_of(draft: Draft, **other: object) -> Prepared | None:
    """The prepared data of a draft; `other` replaces settings of it. None if a setting of the data is wrong."""
    try:
        return prepare(complete_data(Data.model_validate({**plain(draft.data), **other})))
    except (DataError, ValueError):
        return None


def fit_batch(draft: Draft) -> None:
    """Chooses the full batch, and says so, if the data set has fewer rows than a batch."""
    prepared, size = data_of(draft), draft.training.batch_size
    if prepared is not None and size is not None and size > largest_batch(prepared):
        draft.set("training.batch_size", None)
        st.toast(
            f"A batch of {size:,} is larger than these data: the batch size is now the full batch.",
            icon=":material/batch_prediction:",
        )
