"""What an experiment's settings say before it is trained."""

from typing import Any

import pytest

from playground.doctor.notes import notes
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.plan import plan
from tests.support.cases import planned


def said(data: dict[str, Any], layers: list[dict[str, Any]], **training: Any) -> dict[str, str]:
    experiment = from_content({"data": data, "network": {"layers": layers}, "training": training})
    return {note.field: note.sentence for note in plan(experiment).notes}


NORMALIZED = [{"type": "batch_normalization"}, {"type": "dense", "units": 16}]


def test_a_batch_of_one_row_leaves_batch_normalization_nothing() -> None:
    (note,) = planned("T8a").notes
    assert note.field == "training.batch_size"
    assert "what stands after it sees the same for every row" in note.sentence


def test_a_last_batch_of_one_row_is_told_where_it_is_every_fifth_or_more() -> None:
    # 105 training rows
    sentence = said({"dataset": "iris"}, NORMALIZED, batch_size=52)["training.batch_size"]
    assert "the last of the 3 batches" in sentence
    assert said({"dataset": "iris"}, NORMALIZED, batch_size=8) == {}
    assert said({"dataset": "iris"}, NORMALIZED[1:], batch_size=1) == {}


def test_a_large_target_that_is_not_scaled_is_told_before_it_is_trained() -> None:
    houses = {"dataset": "house-prices", "scaling": "standard"}
    sentence = said({**houses, "scale_target": False}, [])["data.scale_target"]
    assert sentence.startswith("The target, price, runs from 30,000 to 884,790 and is not scaled:")
    assert sentence.endswith("Scale the target too.")
    assert said(houses, []) == {}


@pytest.mark.parametrize("name", presets())
def test_nothing_is_said_of_the_presets(name: str) -> None:
    preset = plan(presets()[name])
    assert notes(preset.experiment, preset.prepared) == ()
