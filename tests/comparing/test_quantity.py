"""What a name of a run's history stands for, and how its values are told."""

from typing import Any

from playground.comparing.quantity import quantity, remark, shown_names
from playground.experiment import Experiment
from playground.plan import plan


def of(
    name: str, dataset: str = "concrete", layers: list[dict[str, Any]] | None = None, **training: Any
) -> Any:
    content = {"data": {"dataset": dataset}, "network": {"layers": layers or []}, "training": training}
    return quantity(plan(Experiment.model_validate(content)).experiment, name)


def test_a_loss_is_told_by_its_measure_and_in_the_targets_unit() -> None:
    loss = of("val_loss", loss="mae")
    assert loss.full_title == "validation loss · mean absolute error"
    assert loss.words(0.0552) == "0.0552 (4.431 MPa)"
    assert of("loss", dataset="line", loss="mae").words(0.5).endswith(" in the target's own unit)")


def test_a_loss_with_a_penalty_says_so_and_has_no_unit() -> None:
    loss = of("val_loss", layers=[{"type": "dense", "l2": 0.3}], loss="mse")
    assert loss.full_title == "validation loss · mean squared error + penalty"
    assert (loss.unit, loss.words(4.13)) == (None, "4.13")
    assert of("val_mse", layers=[{"type": "dense", "l2": 0.3}], metrics=["mse"]).unit.name == "MPa²"


def test_a_metric_that_is_the_loss_is_shown_once_unless_a_penalty_is_added_to_the_loss() -> None:
    def shown(l2: float, loss: str) -> list[str]:
        content = {
            "data": {"dataset": "concrete"},
            "network": {"layers": [{"type": "dense", "l2": l2}]},
            "training": {"loss": loss, "metrics": ["mae", "r2"]},
        }
        return shown_names(plan(Experiment.model_validate(content)).experiment)

    assert shown(0.0, "mae") == ["loss", "r2"]
    assert shown(0.0, "mse") == ["loss", "mae", "r2"]
    assert shown(0.3, "mae") == ["loss", "mae", "r2"]


def test_precision_names_the_class_that_it_is_of() -> None:
    content = {"data": {"dataset": "penguins", "target": "sex"}, "training": {"metrics": ["precision"]}}
    found = quantity(plan(Experiment.model_validate(content)).experiment, "val_precision")
    assert found.full_title == "validation precision of class 1: male"


def test_a_percentage_of_zero_is_that_of_the_target_as_it_was_trained() -> None:
    def said(target: str, version: int) -> str:
        data = {"dataset": "cereals", "target": target, "scaling": "minmax"}
        training = {"loss": "mape", "loss_version": version}
        experiment = plan(Experiment.model_validate({"data": data, "training": training})).experiment
        return remark(experiment, "val_loss")

    assert said("calories", 2) == "", "no cereal has no calories"
    assert "the scaled target 0" in said("calories", 1), "the least of a scaled target is 0"
    assert "rows have the target 0" in said("fat", 2)
