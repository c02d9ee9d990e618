"""What a page knows once of a run's pictures."""

import json

import pytest

from playground.datasets import load, prepare
from playground.errors import ExperimentError
from playground.experiment import Data, Dense, Experiment, Network
from playground.runs.scene import MAX_POINTS, scene


def of(dataset: str, **data: object) -> Experiment:
    return Experiment(
        data=Data.model_validate({"dataset": dataset, **data}), network=Network(layers=(Dense(units=8),))
    )


@pytest.mark.parametrize(("dataset", "kind"), [("spiral", "plane"), ("sine", "line"), ("iris", "table")])
def test_what_kind_of_picture_it_is(dataset: str, kind: str) -> None:
    found = scene(of(dataset))
    assert found["kind"] == kind
    assert [layer["title"] for layer in found["layers"]] == ["Dense", "Output"]
    json.dumps(found, allow_nan=False)


def test_the_points_are_those_of_the_table() -> None:
    experiment = of("penguins", train_fraction=0.6)
    found, prepared = scene(experiment), prepare(experiment.data)
    frame = load(experiment.data)
    for name, rows in (("train", prepared.train_rows), ("validation", prepared.validation_rows)):
        points = found["points"][name]
        assert points["rows"] == len(points["y"]) == len(rows)
        for column, values in zip(found["numeric"], points["x"], strict=True):
            assert values == pytest.approx(frame.loc[rows, column].tolist())
        assert [found["classes"][label] for label in points["y"]] == frame.loc[rows, "species"].tolist()
    assert "island" not in found["numeric"]
    assert found["held"]["island"] in ("Biscoe", "Dream", "Torgersen")


def test_numbers_to_predict_are_in_their_own_units() -> None:
    experiment = of("red-wine", scaling="standard")
    found = scene(experiment)
    quality = load(experiment.data).loc[prepare(experiment.data).validation_rows, "quality"]
    assert found["points"]["validation"]["y"] == pytest.approx(quality.tolist(), rel=1e-4)
    assert found["target_range"] == pytest.approx([3, 8], rel=1e-4)


def test_a_large_table_is_thinned() -> None:
    found = scene(of("digits"))
    points = found["points"]["train"]
    assert points["rows"] > len(points["y"])
    assert len(points["y"]) <= MAX_POINTS
    assert len(json.dumps(found)) < 500_000


def test_an_experiment_that_cannot_be_trained_has_none() -> None:
    with pytest.raises(ExperimentError, match="nowhere"):
        scene(of("iris", target="nowhere"))
