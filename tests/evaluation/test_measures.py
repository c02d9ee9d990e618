"""Measures equal examples computed by hand and scikit-learn's; what cannot be told has a reason and no number."""

import numpy as np
import pytest
from sklearn import metrics

from playground.evaluation.answers import Answers, choose
from playground.evaluation.measures import NAMES, by_class, confusion, measure
from playground.words import Task

TWO = ("bad", "good")
THREE = ("a", "b", "c")


def answers(actual: list[float], predicted: object) -> Answers:
    return Answers(np.arange(len(actual)), np.array(actual), np.array(predicted, dtype=np.float64))


def test_errors_of_numbers_by_hand() -> None:
    found = measure(answers([1.0, 2.0, 6.0], [2.0, 2.0, 4.0]), Task.REGRESSION, (), 0.5)
    # Errors 1, 0 and 2; the mean 3 is off by 2, 1 and 3, whose squares sum up to 14.
    assert found.values == pytest.approx({"mae": 1.0, "mse": 5 / 3, "rmse": (5 / 3) ** 0.5, "r2": 1 - 5 / 14})
    assert not found.reasons


def test_a_constant_target_has_errors_and_no_r2() -> None:
    found = measure(answers([2.0, 2.0], [1.0, 4.0]), Task.REGRESSION, (), 0.5)
    assert found.values == pytest.approx({"mae": 1.5, "mse": 2.5, "rmse": 2.5**0.5})
    assert "same in all rows" in found.reasons["r2"]


def test_two_classes_by_hand() -> None:
    # Called good above 0.5: the second and the fourth; 0.5 itself is not.
    found = measure(answers([0, 0, 1, 1], [0.1, 0.6, 0.5, 0.9]), Task.BINARY, TWO, 0.5)
    # Of the four pairs of a bad and a good row, one has the bad one above.
    assert found.values == pytest.approx(
        {"accuracy": 0.5, "auc": 0.75, "precision": 0.5, "recall": 0.5, "f1_score": 0.5}
    )
    lower = measure(answers([0, 0, 1, 1], [0.1, 0.6, 0.5, 0.9]), Task.BINARY, TWO, 0.4)
    assert lower.values == pytest.approx(
        {"accuracy": 0.75, "auc": 0.75, "precision": 2 / 3, "recall": 1.0, "f1_score": 0.8}
    )


def test_a_class_that_is_never_predicted_has_no_precision_and_a_reason() -> None:
    found = measure(answers([0, 0, 1], [0.1, 0.2, 0.3]), Task.BINARY, TWO, 0.5)
    assert found.values == pytest.approx({"accuracy": 2 / 3, "auc": 1.0, "recall": 0.0, "f1_score": 0.0})
    assert found.reasons == {"precision": "no row is called “good”"}


def test_rows_of_one_class_have_no_auc_and_no_recall() -> None:
    found = measure(answers([0, 0], [0.1, 0.2]), Task.BINARY, TWO, 0.5)
    assert found.values == {"accuracy": 1.0}
    assert set(found.reasons) == {"auc", "precision", "recall", "f1_score"}


@pytest.mark.parametrize("task", list(Task))
def test_answers_that_are_not_finite_have_no_measure(task: Task) -> None:
    predicted = [[float("nan"), 1.0]] * 2 if task is Task.MULTICLASS else [float("inf"), 1.0]
    found = measure(answers([0, 1], predicted), task, TWO, 0.5)
    assert not found.values
    assert set(found.reasons) == set(NAMES[task])


def test_several_classes_equal_scikit_learn() -> None:
    random = np.random.default_rng(0)
    actual = random.integers(0, 3, 200)
    predicted = random.dirichlet([1.0, 1.0, 1.0], 200)
    given = Answers(np.arange(200), actual, predicted)
    found = choose(predicted, 0.5)
    assert measure(given, Task.MULTICLASS, THREE, 0.5).values == pytest.approx(
        {
            "accuracy": metrics.accuracy_score(actual, found),
            "f1_score": metrics.f1_score(actual, found, average="macro"),
        }
    )
    assert (confusion(actual, found, 3) == metrics.confusion_matrix(actual, found)).all()
    precision, recall, f1, rows = metrics.precision_recall_fscore_support(actual, found)
    for at, each in enumerate(by_class(actual, found, THREE)):
        assert (each.name, each.rows) == (THREE[at], rows[at])
        assert each.measures.values == pytest.approx(
            {"precision": precision[at], "recall": recall[at], "f1_score": f1[at]}
        )
