"""The rows and the unit that a run's measures rest on."""

from typing import Any

import numpy
import pytest

from playground.comparing.ground import Ground, GroundRows, ground
from playground.datasets import card, complete_data, prepare
from playground.datasets.card import table_cards
from playground.experiment import CompleteData, Data
from playground.words import Task


def of(dataset: str, **how: Any) -> Ground:
    found = ground(complete_data(Data(dataset=dataset, **how)))
    assert found is not None
    return found


def validation(dataset: str, **how: Any) -> GroundRows:
    return of(dataset, **how).parts.validation


@pytest.mark.parametrize(
    ("dataset", "scaling", "name", "factor"),
    [
        ("concrete", "minmax", "MPa", 80.27),
        ("auto-mpg", "minmax", "mpg", 36.6),
        ("cereals", "minmax", "kcal", 390.0),
        ("concrete", "none", "MPa", 1.0),
    ],
)
def test_the_unit_is_the_cards_and_its_factor_the_scale(
    dataset: str, scaling: str, name: str, factor: float
) -> None:
    unit = of(dataset, scaling=scaling).unit
    assert unit is not None
    assert (unit.name, unit.is_scaled) == (name, scaling != "none")
    assert unit.factor == pytest.approx(factor)


def test_classes_have_no_unit_and_toys_one_without_a_name() -> None:
    assert of("iris").unit is None
    line = of("line").unit
    assert line is not None
    assert (line.name, line.is_scaled) == ("", True)
    assert line.factor == prepare(complete_data(Data(dataset="line"))).y_scale


@pytest.mark.parametrize(
    "name", [name for name, about in table_cards().items() if about.task is Task.REGRESSION]
)
def test_every_table_tells_the_unit_of_its_target(name: str) -> None:
    assert card(name).units[card(name).target]


def test_rows_are_told_apart_by_what_they_are_and_not_by_the_settings() -> None:
    whole = validation("concrete")
    assert whole.fingerprint == validation("concrete", scaling="standard", features=["age"]).fingerprint
    assert whole.fingerprint != validation("concrete", split_seed=1).fingerprint
    # Another feature with gaps leaves other rows out: settings of the split are the same, the rows are not.
    fewer = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]
    with_sex = validation("penguins", target="body_mass_g", features=[*fewer, "sex"])
    without = validation("penguins", target="body_mass_g", features=fewer)
    assert with_sex.fingerprint != without.fingerprint
    # A toy's rows stand at the same places with another noise, and are other rows.
    assert numpy.array_equal(validation("line").rows, validation("line", options={"noise": 3}).rows)
    assert validation("line").fingerprint != validation("line", options={"noise": 3}).fingerprint


def test_the_commonest_class_of_the_validation_rows_is_known() -> None:
    echo = of("ionosphere", features=["V3"])
    assert (echo.commonest, round(echo.commonest_share, 4)) == ("good", 0.7524)
    few = of("gaussians", train_fraction=0.8, split_seed=1, options={"points": 10})
    assert few.validation_classes == ("orange",)


def test_data_that_is_gone_has_no_ground() -> None:
    assert ground(CompleteData(dataset="no-such-table", target="y")) is None
