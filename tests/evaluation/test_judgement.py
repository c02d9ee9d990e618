"""A judgement has measures in the target's own unit beside those of baselines, and says which model is better."""

import json
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from playground.datasets import load
from playground.evaluation import baselines
from playground.evaluation.answers import Outputs
from playground.evaluation.judgement import Judgement, judgement
from playground.evaluation.predicted import pack, predicted, unpack
from playground.experiment import Data, Dense, Experiment, Network, Training
from playground.plan import Plan, plan


def planned(dataset: str, loss: str | None = None, **data: Any) -> Plan:
    return plan(
        Experiment(
            data=Data(dataset=dataset, **data),
            network=Network(layers=(Dense(units=2),)),
            training=Training(loss=loss),
        )
    )


def perfect(of: Plan, error: float = 0.0) -> dict[str, Outputs]:
    """The outputs of a network that is off by `error` on the scale of training."""
    return {
        name: rows.y.reshape(-1, 1).astype(np.float64) + error
        for name, rows in vars(of.prepared.parts).items()
    }


def judged(of: Plan, outputs: dict[str, Outputs] | None = None) -> Judgement:
    outputs = perfect(of) if outputs is None else outputs
    return judgement(of, unpack(pack(predicted(of.prepared, vars(of.prepared.parts), outputs))), "last", 3)


@pytest.mark.parametrize("options", [{}, {"log_target": True}, {"scaling": "none"}])
def test_errors_are_in_the_targets_own_unit(options: dict[str, Any]) -> None:
    of = planned("auto-mpg", **options)
    found = judged(of)
    assert found.as_json()["unit"] == "mpg"
    table = load(of.experiment.data)
    for part, answers in found.network.items():
        assert (answers.actual == table["mpg"].loc[answers.rows]).all()
        assert answers.predicted == pytest.approx(answers.actual, rel=1e-5)
        assert found.measures(answers).values["mae"] < 1e-3, part


def test_baselines_are_scikit_learns_on_the_same_rows() -> None:
    of = planned("auto-mpg")
    found = judged(of).as_json()
    training, validation = of.prepared.training, of.prepared.validation
    model = LinearRegression().fit(training.x, training.y[:, 0])
    off = np.abs(model.predict(validation.x) - validation.y[:, 0]).mean() * of.prepared.y_scale
    assert found["baselines"]["linear"]["validation"]["mae"] == pytest.approx(off, rel=1e-4)
    table = load(of.experiment.data)["mpg"]
    off = np.abs(table.loc[validation.rows] - table.loc[training.rows].mean()).mean()
    assert found["baselines"]["mean"]["validation"]["mae"] == pytest.approx(off, rel=1e-5)
    assert found["unit"] == "mpg"
    assert found["weights"] == {"which": "last", "epoch": 3}
    assert found["rows"] == {"training": len(training), "validation": len(validation)}


def test_a_network_that_answers_the_truth_beats_both() -> None:
    assert judged(planned("auto-mpg")).sentence.endswith("It beats both.")


def test_a_baseline_without_a_finite_answer_is_beaten() -> None:
    of = planned("auto-mpg")
    nothing = {part: np.full(len(rows), np.inf) for part, rows in vars(of.prepared.parts).items()}
    found = judgement(
        of, {**predicted(of.prepared, vars(of.prepared.parts), perfect(of)), "linear": nothing}, "last", 3
    )
    assert "a linear model no finite number" in found.sentence
    assert found.sentence.endswith("It beats both.")


def test_a_linear_model_of_rows_of_one_class_calls_the_most_frequent_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(baselines, "MOST_NUMBERS", 1)
    found = judged(planned("ionosphere")).as_json()["baselines"]
    assert found["linear"] == found["most_frequent"]


def test_one_that_is_far_off_is_beaten() -> None:
    of = planned("auto-mpg")
    assert "The mean and a linear model are better" in judged(of, perfect(of, error=5.0)).sentence


def test_one_that_answers_as_a_baseline_does_is_not_clearly_better() -> None:
    of = planned("auto-mpg")
    middle = float(of.prepared.training.y.mean())
    outputs = {name: np.full((len(rows), 1), middle) for name, rows in vars(of.prepared.parts).items()}
    said = judged(of, outputs).sentence
    assert "A linear model is better; no difference to the mean can be told from chance" in said


def test_classes_have_a_confusion_matrix_and_the_most_frequent_class_as_baseline() -> None:
    of = planned("ionosphere")
    found = judged(of).as_json()
    rows = of.prepared.validation
    assert found["confusion"] is not None
    matrix = np.array(found["confusion"]["validation"]["matrix"])
    assert found["confusion"]["validation"]["labels"] == list(of.prepared.classes)
    assert matrix.trace() == matrix.sum() == len(rows)
    share = max(rows.y.mean(), 1 - rows.y.mean())
    assert found["baselines"]["most_frequent"]["validation"]["accuracy"] == pytest.approx(share)
    assert found["baselines"]["most_frequent"]["validation"]["auc"] == 0.5
    json.dumps(found, allow_nan=False)


def test_behind_a_hinge_loss_the_classes_part_at_0() -> None:
    of = planned("ionosphere", loss="hinge")
    outputs = {name: 2 * each - 1 for name, each in perfect(of).items()}
    found = judged(of, outputs)
    assert found.threshold == 0
    assert found.measures(found.network["validation"]).values["accuracy"] == 1


def test_several_classes_are_judged_too() -> None:
    of = planned("penguins")
    outputs = {name: np.eye(3)[rows.y] for name, rows in vars(of.prepared.parts).items()}
    found = judged(of, outputs).as_json()
    assert found["metrics"]["validation"] == {"accuracy": 1.0, "f1_score": 1.0}
    linear = found["baselines"]["linear"]["validation"]["accuracy"]
    assert linear is not None
    assert linear > 0.9


def test_answers_that_are_not_finite_are_said() -> None:
    of = planned("auto-mpg")
    found = judged(of, perfect(of, error=float("nan"))).as_json()
    assert found["metrics"]["validation"] == {"mae": None, "mse": None, "rmse": None, "r2": None}
    assert "not finite" in found["sentence"]
    json.dumps(found, allow_nan=False)
