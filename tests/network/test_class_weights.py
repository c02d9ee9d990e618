"""With class weights each class counts the same in the loss, however few rows it has."""

import numpy
import pytest

from playground.datasets import DataError, complete_data, prepare
from playground.experiment import Data, Dense, Experiment, Network, Training
from playground.messages.events import Ended, Event, Picture
from playground.network.evaluate import evaluate
from playground.network.model import untrained
from playground.pictures.picture_maker import PictureMaker
from playground.plan import plan
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.experiments import complete


@pytest.mark.parametrize(("dataset", "features"), [("ionosphere", None), ("penguins", ("island", "sex"))])
def test_the_loss_is_the_mean_over_classes_of_their_mean_losses(
    dataset: str, features: tuple[str, ...] | None
) -> None:
    def losses(penalty: float, **data: object) -> tuple[float, numpy.ndarray, numpy.ndarray]:
        asked = Experiment(
            data=Data(dataset=dataset, features=features, **data),
            network=Network(layers=(Dense(units=3, l2=penalty),)),
        )
        planned = plan(asked)
        model, rows = untrained(planned.experiment, planned.prepared), planned.prepared.training
        logs = evaluate(model, rows.x, rows.y)
        each = numpy.array(
            [evaluate(model, rows.x[n : n + 1], rows.y[n : n + 1])["loss"] for n in range(0, len(rows), 9)]
        )
        return logs.get("loss_without_penalty", logs["loss"]), each, rows.y.reshape(-1)

    plain, each, y = losses(0.0)
    weighted, heavier, _ = losses(0.0, class_weights="balanced")
    factor = heavier / each
    classes = y[::9].astype(int)
    wanted = len(y) / (len(numpy.unique(y)) * numpy.bincount(y.astype(int))[classes])
    assert factor == pytest.approx(wanted, rel=1e-4)
    assert weighted != pytest.approx(plain, rel=1e-3)
    assert losses(0.01, class_weights="balanced")[0] == pytest.approx(weighted, rel=1e-5)


def test_a_number_has_no_class_weights() -> None:
    with pytest.raises(DataError, match="only classes"):
        prepare(complete_data(Data(dataset="auto-mpg", class_weights="balanced")))


def test_equal_classes_weigh_1() -> None:
    data = complete(Experiment(data=Data(dataset="iris", class_weights="balanced"))).data
    weights = prepare(data).class_weights
    assert weights == pytest.approx([1, 1, 1], abs=0.15)


@pytest.mark.parametrize(
    ("dataset", "features"), [("ionosphere", None), ("penguins", ("bill_length_mm", "island"))]
)
def test_a_run_with_class_weights_is_trained_and_pictured(
    dataset: str, features: tuple[str, ...] | None
) -> None:
    told: list[Event] = []
    data = Data(dataset=dataset, features=features, class_weights="balanced")
    asked = complete(
        Experiment(data=data, network=Network(layers=(Dense(units=4),)), training=Training(epochs=2))
    )
    maker = PictureMaker(told.extend)
    train(asked, told.extend, Control(), maker)
    maker.close()
    (end,) = (event for event in told if isinstance(event, Ended))
    assert end.status == "finished", end.reason
    assert [event for event in told if isinstance(event, Picture)]
