"""A plan completes an experiment by its data, counts it, and refuses what does not fit."""

import pytest

from playground.errors import ExperimentError
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.plan import plan


def planned(dataset: str = "red-wine", layers: tuple[dict[str, object], ...] = (), **training: object):
    return plan(
        from_content({"data": {"dataset": dataset}, "network": {"layers": layers}, "training": training})
    )


def refusal(**settings: object) -> str:
    with pytest.raises(ExperimentError) as refused:
        planned(**settings)
    return str(refused.value)


@pytest.mark.parametrize("name", presets())
def test_every_preset_can_be_trained_as_it_is(name: str) -> None:
    assert plan(presets()[name]).parameters > 0


def test_loss_metrics_and_target_follow_from_the_data_where_they_are_left_open() -> None:
    wine = planned("red-wine").experiment
    ionosphere = planned("ionosphere").experiment
    iris = planned("iris").experiment
    assert (wine.training.loss, wine.training.metrics, wine.data.target) == ("mae", (), "quality")
    assert (ionosphere.training.loss, ionosphere.training.metrics) == ("binary_crossentropy", ("accuracy",))
    assert iris.training.loss == "categorical_crossentropy"


def test_parameters_are_counted_before_anything_is_built() -> None:
    assert planned(layers=({"type": "dense", "units": 512},) * 3).parameters == 531_969
    said = refusal(layers=({"type": "dense", "units": 10**9},))
    assert "network.layers: This network has 13,000,000,001 parameters; 10,000,000 are allowed." in said


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"loss": "hinge"},
            "training.loss: hinge does not fit “quality”, which is a number; choose mae, mse",
        ),
        ({"dataset": "iris", "metrics": ["auc"]}, "training.metrics: auc does not fit"),
        (
            {"early_stopping": {"monitor": "val_accuracy"}},
            "training.early_stopping.monitor: “val_accuracy” is not",
        ),
        (
            {"batch_size": 4096},
            "training.batch_size: A batch of 4,096 is larger than the data (1,119 training rows)",
        ),
        ({"dataset": "red-whine"}, "data.dataset"),
    ],
)
def test_what_does_not_fit_the_data_is_refused_with_a_sentence(
    settings: dict[str, object], sentence: str
) -> None:
    assert sentence in refusal(**settings)


def test_a_batch_that_just_holds_the_whole_table_is_all_rows_at_once() -> None:
    # The course trains the 351 rows of the ionosphere in batches of 512.
    assert planned("ionosphere", batch_size=512).experiment.training.batch_size == 512
