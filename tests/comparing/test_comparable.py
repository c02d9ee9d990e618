"""Which values of several runs may be compared."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.comparing.comparable import Comparison, common_names, comparison, obstacles
from playground.comparing.quantity import quantity
from playground.datasets import prepare
from playground.errors import ExperimentError
from playground.experiment import Complete, Experiment
from playground.plan import history_names, plan
from playground.words import LOSSES
from tests.support.cases import case


def experiment(
    layers: tuple[dict[str, Any], ...] = (), data: dict[str, Any] | None = None, **training: Any
) -> Complete:
    return Complete.model_validate(
        {
            "data": {"dataset": "red-wine", "target": "quality", **(data or {})},
            "network": {"layers": layers},
            "training": {"loss": "mae", "metrics": ["r2"], **training},
        }
    )


def test_like_runs_have_nothing_in_the_way() -> None:
    assert obstacles([experiment(), experiment(epochs=3)], "val_loss") == []
    assert obstacles([experiment()], "val_loss") == []


def test_losses_of_different_measures_are_not_compared_but_a_common_metric_is() -> None:
    pair = [experiment(), experiment(loss="mse")]
    (sentence,) = obstacles(pair, "val_loss")
    assert "mean absolute error" in sentence
    assert "mean squared error" in sentence
    assert obstacles(pair, "val_r2") == []


def test_penalties_make_a_loss_another_one() -> None:
    with_l2 = experiment(({"type": "dense", "units": 4, "l2": 0.1},))
    assert "L1 and L2 add different amounts" in obstacles([experiment(), with_l2], "val_loss")[0]


def test_other_data_targets_and_rows_are_said() -> None:
    assert "different things" in obstacles([experiment(), experiment(data={"target": "pH"})], "val_loss")[0]
    assert (
        "different validation rows"
        in obstacles([experiment(), experiment(data={"split_seed": 1})], "val_loss")[0]
    )


def test_errors_of_targets_scaled_differently_are_compared_in_their_unit() -> None:
    pair = [case("M1-minmax"), case("M1-standard")]
    said = comparison(pair, "val_loss")
    assert said.obstacles == ()
    assert said.notes == ("The target is scaled differently: the errors are compared in MPa.",)
    in_mpa = [
        quantity(each, "val_loss").in_unit(value) for each, value in zip(pair, (0.0552, 0.2491), strict=True)
    ]
    assert in_mpa == pytest.approx([4.43, 4.13], abs=0.01)
    raw = [experiment(), experiment(data={"scale_target": False})]
    assert obstacles(raw, "val_loss") == []
    assert obstacles([plan(each).experiment for each in raw], "val_loss") == []


def test_huber_of_targets_scaled_differently_is_not_compared() -> None:
    pair = [experiment(loss="huber"), experiment(loss="huber", data={"scaling": "standard"})]
    assert "Huber has no unit" in obstacles(pair, "val_loss")[0]
    assert obstacles(pair, "val_r2") == []


def test_another_split_is_another_set_of_rows_in_another_scale() -> None:
    pair = [case("N26-cereals-0"), case("N26-cereals-4")]
    assert "different validation rows" in obstacles(pair, "val_loss")[0]
    factors = [unit.factor for each in pair if (unit := quantity(each, "val_loss").unit)]
    assert factors == pytest.approx([390.0, 280.93], abs=0.01)


def test_another_feature_that_leaves_other_rows_out_is_in_the_way() -> None:
    (sentence,) = obstacles([case("M3-sex"), case("M3-nosex")], "val_loss")
    assert "58 of the 100 validation rows of one run are training rows of the other." in sentence
    # A feature without gaps changes no row.
    fewer = experiment(data={"features": ["pH", "alcohol"]})
    assert obstacles([experiment(), fewer], "val_loss") == []


def test_a_twin_with_another_loss_is_another_measure() -> None:
    (sentence,) = obstacles([case("D1"), twin_of_d1()], "val_loss")
    assert "mean absolute error and mean squared error" in sentence


def test_data_that_is_gone_and_other_steps_are_said() -> None:
    gone = experiment(data={"dataset": "gone", "target": "quality"})
    assert "has been removed" in comparison([gone, gone], "val_loss").obstacles[0]
    said = comparison([experiment(epochs=10), experiment(epochs=20)], "val_loss")
    assert said == Comparison((), ("They may take different numbers of steps: from 350 to 700.",))


def test_a_loss_and_a_metric_of_the_same_measure_compare() -> None:
    pair = [experiment(), experiment(loss="mse", metrics=["mae"])]
    assert comparison(pair, ["val_loss", "val_mae"]).obstacles == ()
    assert comparison(pair, ["val_loss", "mae"]).obstacles != ()


def twin_of_d1() -> Complete:
    one = case("D1")
    return one.model_copy(update={"training": one.training.model_copy(update={"loss": "mse"})})


DATA = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(["cereals", "penguins", "line"]),
        "target": st.sampled_from(["calories", "body_mass_g", "y", "sugars"]),
        "split_seed": st.integers(0, 2),
        "train_fraction": st.sampled_from([0.7, 0.75]),
        "scaling": st.sampled_from(["minmax", "standard", "none"]),
        "scale_target": st.booleans(),
        "missing": st.sampled_from(["drop", "fill"]),
        "features": st.sampled_from([None, ["bill_length_mm"], ["bill_length_mm", "sex"], ["fat"], ["x1"]]),
    }
)
TRAINING = st.fixed_dictionaries(
    {
        "loss": st.sampled_from(list(LOSSES)),
        "metrics": st.sampled_from([[], ["mae"], ["mse", "r2"], ["rmse"]]),
        "epochs": st.integers(1, 3),
    }
)
LAYERS = st.sampled_from([[], [{"type": "dense", "l2": 0.1}], [{"type": "dense", "units": 4}]])
EXPERIMENTS = st.builds(
    lambda data, training, layers: {"data": data, "training": training, "network": {"layers": layers}},
    DATA,
    TRAINING,
    LAYERS,
)


def trainable(content: dict[str, Any]) -> Complete | None:
    try:
        return plan(Experiment.model_validate(content)).experiment
    except (ValueError, ExperimentError):
        return None


@given(EXPERIMENTS, EXPERIMENTS, st.sampled_from(["val_loss", "val_mae", "loss"]), st.data())
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_what_is_called_comparable_has_the_same_rows_unit_and_measure(
    first: dict[str, Any], other: dict[str, Any], name: str, draw: st.DataObject
) -> None:
    """Of any two: most pairs differ in one part only, since two drawn alone hardly ever compare."""
    part = draw.draw(st.sampled_from(["data", "training", "network", "all"]))
    second = other if part == "all" else {**first, part: other[part]}
    pair = [trainable(first), trainable(second)]
    if pair[0] is None or pair[1] is None:
        return
    one, two = pair
    if name not in history_names(one) or name not in history_names(two):
        return
    if comparison([one, two], name).obstacles:
        return
    rows = [prepare(each.data) for each in (one, two)]
    of = "validation" if name.startswith("val_") else "training"
    assert sorted(getattr(rows[0], of).rows) == sorted(getattr(rows[1], of).rows)
    assert (one.data.dataset, one.data.target) == (two.data.dataset, two.data.target)
    values = [quantity(each, name) for each in (one, two)]
    assert values[0].measure == values[1].measure
    assert values[0].penalties == values[1].penalties
    # The same error of the target is the same number in both, once it is in its unit.
    if values[0].measure not in ("mape", "r2") and not rows[0].classes:
        error = [
            1.0 / ready.y_scale ** (2 if values[0].measure == "mse" else 1) for ready in rows
        ]  # of one unit of the target, as it is trained
        in_unit = [value.in_unit(each) for value, each in zip(values, error, strict=True)]
        assert in_unit[0] == pytest.approx(in_unit[1])


def test_what_all_record_is_offered_in_the_order_of_the_first() -> None:
    assert common_names([experiment(metrics=["r2", "mse"]), experiment(metrics=["mse"])]) == ["loss", "mse"]


def test_a_metric_is_offered_unless_it_is_the_loss_of_all() -> None:
    of_mae, of_mse = experiment(metrics=["mae"]), experiment(loss="mse", metrics=["mae"])
    assert common_names([of_mae, of_mae]) == ["loss"]
    assert common_names([of_mae, of_mse]) == ["loss", "mae"]
