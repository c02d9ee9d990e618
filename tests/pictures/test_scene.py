"""What a page knows once of a run's pictures."""

import json

import pytest

from playground.datasets import complete_data, load, prepare
from playground.errors import ExperimentError
from playground.experiment import Data, Dense, Experiment, Network, Training
from playground.pictures.scene import MAX_POINTS, scene


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
    found, prepared = scene(experiment), prepare(complete_data(experiment.data))
    frame = load(experiment.data)
    for name, rows in (("train", prepared.training.rows), ("validation", prepared.validation.rows)):
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
    quality = load(experiment.data).loc[prepare(complete_data(experiment.data)).validation.rows, "quality"]
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


def test_points_added_by_hand_are_shown_however_many_others_there_are() -> None:
    own = [[0.25, -1.5, "blue"], [3, 4.5, "orange"]]
    found = scene(of("spiral", options={"points": 3000, "added": own}))
    points = found["points"]["train"]
    assert len(points["y"]) == MAX_POINTS < points["rows"]
    last = [
        [*position, found["classes"][label]]
        for *position, label in zip(*points["x"], points["y"], strict=True)
    ][-2:]
    assert last == own


def test_removed_points_are_not_shown() -> None:
    data = {"options": {"points": 50}}
    gone = int(prepare(complete_data(of("spiral", **data).data)).training.rows[0])
    before, after = (
        scene(of("spiral", **data)),
        scene(of("spiral", options={"points": 50, "removed": [gone]})),
    )
    assert after["points"]["train"]["x"][0] == before["points"]["train"]["x"][0][1:]
    assert after["points"]["validation"] == before["points"]["validation"]


@pytest.mark.parametrize(("batch_size", "batches"), [(10, 35), (349, 2), (350, 1), (None, 1)])
def test_how_many_batches_an_epoch_has(batch_size: int | None, batches: int) -> None:
    experiment = of("sine").model_copy(update={"training": Training(batch_size=batch_size)})
    assert scene(experiment)["batches"] == batches
