"""The table of settings for forms, sweeps, comparisons, summaries and the table of runs.

The rows are in the order of the forms. `playground.experiment.model` has the ranges and checks them. The kinds of
layers have their own settings. Code that needs the data of an experiment is in `playground.comparing`.
"""

from collections.abc import Mapping
from typing import Any

from playground.experiment.data_settings import DATA_SETTINGS
from playground.experiment.setting import Setting
from playground.experiment.training_settings import TRAINING_SETTINGS

_ROWS = (*DATA_SETTINGS, *TRAINING_SETTINGS, Setting("branch", "Beginning", "", "section"))
SETTINGS: Mapping[str, Setting] = {row.path: row for row in _ROWS}


def columns(experiment: Any) -> dict[str, Any]:
    """The settings of a complete experiment that have columns in the database, by the names of the columns."""
    return {row.column: row.of(experiment) for row in SETTINGS.values() if row.column}


def of_column(name: str) -> Setting:
    """The setting that a column of the database holds."""
    return next(row for row in SETTINGS.values() if row.column == name)
