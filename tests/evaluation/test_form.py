"""A row that a person describes becomes the inputs that the same row of the table has."""

import datetime
from typing import Any

import numpy as np
import pytest

from playground.datasets import load
from playground.datasets.own.contents import forget
from playground.evaluation.features import Dates, Numbers, Words
from playground.evaluation.form import form_of
from playground.experiment.parse import from_content
from playground.plan import plan
from tests.support.own_tables import brought, csv

DATED = csv(
    {
        "day": [f"20{10 + n % 7}-{1 + n % 12:02}-{1 + n % 28:02}" if n % 9 else "" for n in range(60)],
        "place": [f"place {n % 13}" if n % 7 else "" for n in range(60)],
        "size": [f"{n * 1.5}" if n % 5 else "" for n in range(60)],
        "price": [100 + (n * 7) % 31 for n in range(60)],
    }
)
CONTENTS: dict[str, dict[str, Any]] = {
    "gaps, dates and rare words": {
        "dataset": brought(DATED),
        "target": "price",
        "features": ["day", "place", "size"],
        "missing": "fill",
        "was_missing": True,
        "encoding": {"day": "date_parts"},
        "most_categories": 5,
    },
    "numbers as categories": {
        "dataset": "house-prices",
        "encoding": {"beds": "one_hot", "type": "ordinal"},
        "clip": 0.05,
    },
    "a toy": {"dataset": "spiral", "options": {"derived": ["x1^2", "sin(x2)"]}},
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_row_of_the_table_has_the_same_inputs_through_the_form(name: str) -> None:
    planned = plan(from_content({"data": CONTENTS[name]}))
    form, rows = form_of(planned), planned.prepared.validation
    table = load(planned.experiment.data)
    said = [form.of_row(table.loc[[number]]) for number in rows.rows]
    np.testing.assert_array_equal(form.inputs(said), rows.x)


def test_features_have_the_ranges_and_choices_of_the_training_rows_alone() -> None:
    planned = plan(from_content({"data": CONTENTS["gaps, dates and rare words"]}))
    training = load(planned.experiment.data).loc[planned.prepared.training.rows]
    day, place, size = form_of(planned).features.values()
    assert isinstance(day, Dates)
    assert isinstance(place, Words)
    assert isinstance(size, Numbers)
    assert (size.low, size.high) == (training["size"].min(), training["size"].max())
    assert size.usual == training["size"].median()
    assert set(place.choices) == set(training["place"].dropna())
    assert (day.low, day.high) == (training["day"].min().date(), training["day"].max().date())


def test_the_features_of_a_table_are_looked_for_once_and_gone_with_it() -> None:
    planned = plan(from_content({"data": CONTENTS["gaps, dates and rare words"]}))
    features = form_of(planned).features
    assert form_of(planned).features is features
    forget("0" * 64)
    assert form_of(planned).features is not features


def test_a_curve_reaches_as_far_as_the_row_and_what_lies_beyond_training_is_told() -> None:
    form = form_of(plan(from_content({"data": CONTENTS["gaps, dates and rare words"]})))
    day = form.features["day"]
    far = {**form.usual, "size": 1000.0, "day": datetime.date(2031, 5, 1)}
    assert form.beyond(far) == ["day", "size"]
    assert form.beyond({**far, "day": None, "size": None}) == []
    assert form.features["size"].along(1000.0)[-1] == 1000.0
    assert day.along(far["day"])[-1] == far["day"]
    place = form.features["place"]
    assert place.along("elsewhere") == [*place.along("place 1"), "elsewhere"]
    assert day.along(None)[-1] == day.high  # type: ignore[union-attr]
