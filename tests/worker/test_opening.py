"""A worker measures the network that a run kept on its test rows, and tells what could not be measured."""

import json

import numpy
import pandas
import pytest

from playground.datasets import load, prepare
from playground.datasets.pipeline.opening import open_test_rows
from playground.evaluation.judgement import judgement
from playground.experiment import Data, Dense, Experiment, Network, TestPart, Training
from playground.messages.checkpoint import as_npz
from playground.messages.events import Answer
from playground.messages.jobs import OpenTest
from playground.network.model import untrained
from playground.plan import plan
from playground.worker import opening, predicting
from playground.worker.desk import Desk
from tests.support.own_tables import brought, csv


def test_the_loss_on_test_rows_is_that_of_the_weights_given() -> None:
    asked = Experiment(
        data=Data(dataset="auto-mpg", test=TestPart(fraction=0.2)), network=Network(layers=(Dense(units=2),))
    )
    planned = plan(asked)
    weights = [
        numpy.zeros_like(each) for each in untrained(planned.experiment, planned.prepared).get_weights()
    ]
    answer = opening.do(OpenTest("0" * 32, planned.experiment, as_npz(weights)), Desk(lambda _events: None))
    assert isinstance(answer, Answer)
    found = json.loads(answer.content)
    data = planned.experiment.data
    rows = load(data).loc[planned.prepared.test_rows].dropna(subset=list(planned.prepared.encoding.used))
    scaled = (rows["mpg"] - planned.prepared.y_offset) / planned.prepared.y_scale
    assert found["values"]["loss"] == pytest.approx(float(scaled.abs().mean()), rel=1e-5)
    assert found["rows"] + found["incomplete"] == len(planned.prepared.test_rows)
    assert (found["rows"], found["unfit"]) == (len(rows), 0)
    # Judged, they have the same error; and nobody judges them who has not opened them.
    opened, sealed = (predicting.predict(planned, weights, opened=opened) for opened in (True, False))
    assert set(sealed["network"]) == {"training", "validation"}
    judged = judgement(planned, opened, "last", 1)
    error = judged.measures(judged.network["test"]).values["mae"]
    assert error == pytest.approx(found["values"]["loss"] * planned.prepared.y_scale, rel=1e-5)
    assert judged.network["test"].actual.tolist() == rows["mpg"].tolist()
    assert set(judged.baselines["linear"]) == {"training", "validation", "test"}


def test_classes_that_only_test_rows_have_are_counted() -> None:
    def table(sealed: set[int]) -> str:
        classes = ["new" if n in sealed else "ab"[n % 2] for n in range(40)]
        return csv({"x": [n * 1.5 for n in range(40)], "class": classes})

    how = {"target": "class", "features": ("x",), "test": TestPart(fraction=0.2)}
    chosen = prepare(plan(Experiment(data=Data(dataset=brought(table(set())), **how))).experiment.data)
    some = set(chosen.test_rows.tolist()[:3])
    data = plan(Experiment(data=Data(dataset=brought(table(some)), **how))).experiment.data
    assert prepare(data).classes == ("a", "b")
    found = open_test_rows(data)
    assert (found.unfit, len(found.rows)) == (3, len(chosen.test_rows) - 3)
    assert isinstance(load(data), pandas.DataFrame)


def test_more_test_rows_than_rows_to_train_on_have_an_area_under_the_curve() -> None:
    planned = plan(
        Experiment(
            data=Data(dataset="ionosphere", train_fraction=0.5, test=TestPart(fraction=0.5)),
            training=Training(metrics=("auc",)),
        )
    )
    weights = [numpy.zeros((len(planned.prepared.inputs), 1)), numpy.zeros(1)]
    answer = opening.do(OpenTest("0" * 32, planned.experiment, as_npz(weights)), Desk(lambda _events: None))
    assert isinstance(answer, Answer)
    assert json.loads(answer.content)["values"]["auc"] == 0.5
