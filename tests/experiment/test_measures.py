"""Units of measures, and values turned into them."""

import pytest

from playground.experiment.measures import Unit, in_unit, named_with_unit, short_unit, unit_of, with_unit

MPA = Unit("MPa", 80.27, is_scaled=True)


def test_an_error_is_in_the_targets_unit_and_its_square_in_the_square() -> None:
    assert unit_of("mae", MPA) == unit_of("rmse", MPA) == MPA
    assert in_unit("mae", 0.0552, MPA) == pytest.approx(4.431, abs=1e-3)
    assert unit_of("mse", MPA) == Unit("MPa²", 80.27**2, is_scaled=True)
    assert with_unit("mae", 0.0552, MPA) == "4.431 MPa"
    assert with_unit("rmse", 0.5, Unit("US dollars", 127471.0, is_scaled=True)) == "63,736 US dollars"
    assert with_unit("mse", 0.25, Unit("US dollars", 1.0)) == "0.25 (US dollars)²"


@pytest.mark.parametrize("measure", ["huber", "log_cosh", "r2", "mape", "accuracy", "binary_crossentropy"])
def test_other_measures_have_no_unit(measure: str) -> None:
    assert unit_of(measure, MPA) is None
    assert in_unit(measure, 0.5, MPA) == 0.5


def test_a_share_in_percent_says_so() -> None:
    assert with_unit("mape", 19.31, MPA) == "19.31%"


def test_a_remark_in_brackets_is_no_part_of_a_unit() -> None:
    assert short_unit("kcal (per US cup)") == "kcal"
    assert short_unit("kg/m³") == "kg/m³"


def test_only_a_scaled_target_has_a_unit_in_json() -> None:
    assert MPA.as_json() == {"name": "MPa", "factor": 80.27}
    assert Unit("MPa").as_json() is None


def test_a_column_with_its_unit_has_one_pair_of_brackets() -> None:
    assert named_with_unit("calories", "kcal (per US cup)") == "calories (kcal, per US cup)"
    assert named_with_unit("age", "days") == "age (days)"
    assert named_with_unit("quality", "") == "quality"
