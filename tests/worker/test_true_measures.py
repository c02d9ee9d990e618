"""Every measure is what its name says: the number that scikit-learn comes to on the network's own predictions."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as sklearn

from playground.comparing.quantity import quantity
from playground.datasets import Prepared, load
from playground.experiment import Experiment
from playground.experiment.measures import WITHOUT_PENALTY
from playground.network.evaluate import evaluate
from playground.network.metrics import AUC
from playground.network.model import untrained
from playground.plan import Plan, plan
from playground.training.compiled import signature
from playground.words import LOSSES, METRICS, Task, fitting
from playground.worker.first_weights import Beginning, fit_planned
from tests.support.cases import planned as case

pytestmark = pytest.mark.usefixtures("without_xla")
Numbers = NDArray[np.float64]


def network(planned: Plan, seed: int = 0) -> Any:
    """A network of the plan whose weights are drawn anew, so that its answers differ from row to row."""
    model, draw = untrained(planned.experiment, planned.prepared), np.random.default_rng(seed)
    size = draw.choice([0.2, 0.5])  # no sigmoid saturates: float32 would lose its digits there
    model.set_weights(
        [
            np.abs(w) + 0.1 if "variance" in v.path else w + size * draw.normal(size=w.shape) / _width(w)
            for v, w in _weights(model)
        ]
    )
    return model


def _width(weights: Numbers) -> float:
    """By how much more a matrix of many inputs adds up to than one of four."""
    return max(math.sqrt(weights.shape[0] / 4), 1.0) if weights.ndim == 2 else 1.0


def _weights(model: Any) -> list[tuple[Any, Any]]:
    return list(zip(model.weights, model.get_weights(), strict=True))


def measures(planned: Plan, model: Any) -> dict[str, dict[str, float]]:
    """What the network comes to on the rows of both kinds, as a run tells it."""
    data = planned.prepared
    return {
        "train": evaluate(model, data.training.x, data.training.y),
        "validation": evaluate(model, data.validation.x, data.validation.y),
    }


def expected(planned: Plan, name: str, answers: Numbers, rows: NDArray[np.int64], y: Any) -> float:
    """What scikit-learn says of the network's answers, of a regression in the target's own unit."""
    data = planned.prepared
    if data.task is Task.REGRESSION:
        true = load(planned.experiment.data)[data.target].iloc[rows].to_numpy(np.float64)
        predicted = answers[:, 0] * data.y_scale + data.y_offset
        error = answers[:, 0] - y[:, 0]  # as it is trained
        match name:
            case "mae":
                return float(sklearn.mean_absolute_error(true, predicted))
            case "mse":
                return float(sklearn.mean_squared_error(true, predicted))
            case "rmse":
                return float(sklearn.root_mean_squared_error(true, predicted))
            case "mape":
                return float(100 * sklearn.mean_absolute_percentage_error(true, predicted))
            case "r2":
                return float(sklearn.r2_score(true, predicted)) if len(set(true)) > 1 else math.nan
            case "huber":
                size = np.abs(error)
                return float(np.where(size <= 1, size**2 / 2, size - 0.5).mean())
        return float(np.log(np.cosh(error)).mean())
    labels = y.reshape(-1).astype(int)
    if data.task is Task.MULTICLASS:
        if name == "accuracy":
            return float(sklearn.accuracy_score(labels, answers.argmax(axis=1)))
        return float(sklearn.log_loss(labels, answers, labels=range(len(data.classes))))
    margins = planned.experiment.training.loss == "hinge"
    called = (answers[:, 0] > (0 if margins else 0.5)).astype(int)
    match name:
        case "accuracy":
            return float(sklearn.accuracy_score(labels, called))
        case "auc":
            return float(sklearn.roc_auc_score(labels, answers[:, 0])) if len(set(labels)) > 1 else math.nan
        case "precision":
            return float(sklearn.precision_score(labels, called, zero_division=math.nan))
        case "recall":
            return float(sklearn.recall_score(labels, called, zero_division=math.nan))
        case "hinge":
            return float(np.maximum(0, 1 - (2 * labels - 1) * answers[:, 0]).mean())
    return float(sklearn.log_loss(labels, answers[:, 0].clip(1e-7, 1 - 1e-7), labels=[0, 1]))


def check(planned: Plan, model: Any, values: dict[str, float], part: str) -> None:
    """Compares all values of one part of the rows; names are without `val_`."""
    data: Prepared = planned.prepared
    rows = data.training if part == "train" else data.validation
    answers = np.asarray(model(rows.x, training=False), np.float64)
    for name, value in values.items():
        measured = quantity(planned.experiment, name)
        if measured.penalties:
            continue
        measure = str(planned.experiment.training.loss) if name == WITHOUT_PENALTY else measured.measure
        known = quantity(planned.experiment, measure) if name == WITHOUT_PENALTY else measured
        right = expected(planned, measure, answers, rows.rows, rows.y)
        off = 1e-5 * max(known.unit.factor if known.unit else 1.0, 1.0)
        close = pytest.approx(right, rel=2e-3, abs=off, nan_ok=True)
        assert known.in_unit(value) == close, (part, name)


TABLES = {
    Task.REGRESSION: ["cereals", "concrete", "auto-mpg", "sine", "house-prices"],
    Task.BINARY: ["ionosphere", "circle", "breast-cancer", "gaussians"],
    Task.MULTICLASS: ["iris", "penguins", "wine"],
}
LAYERS = st.lists(
    st.one_of(
        st.builds(
            lambda units, activation, l2: {
                "type": "dense",
                "units": units,
                "activation": activation,
                "l2": l2,
            },
            st.integers(1, 8),
            st.sampled_from(["relu", "tanh", "linear"]),
            st.sampled_from([0.0, 0.0, 0.1]),
        ),
        st.just({"type": "dropout", "rate": 0.3}),
        st.just({"type": "batch_normalization"}),
    ),
    max_size=2,
)


@st.composite
def experiments(draw: st.DrawFn) -> dict[str, Any]:
    task = draw(st.sampled_from(list(Task)))
    dataset = draw(st.sampled_from(TABLES[task]))
    return {
        "data": {
            "dataset": dataset,
            "train_fraction": draw(st.sampled_from([0.5, 0.7, 0.9])),
            "split_seed": draw(st.integers(0, 3)),
            # House prices as they are leave the numbers at once.
            "scaling": draw(st.sampled_from(["minmax", "standard"])),
            "scale_target": dataset == "house-prices" or draw(st.booleans()),
            "options": {"points": draw(st.sampled_from([10, 60]))}
            if dataset in ("circle", "gaussians")
            else {},
        },
        "network": {"layers": draw(LAYERS)},
        "training": {
            "loss": draw(st.sampled_from(fitting(LOSSES, task))),
            "metrics": fitting(METRICS, task),
            "batch_size": draw(st.sampled_from([None, 16, 64])),
            "optimizer": {"name": "adam", "learning_rate": 0.01},
            "epochs": 1,
        },
    }


@given(experiments(), st.integers(0, 9))
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
def test_every_measure_is_scikit_learns_on_the_predictions_of_the_network(
    content: dict[str, Any], seed: int
) -> None:
    try:
        planned = plan(Experiment.model_validate(content))
    except ValueError:  # a split that leaves nothing to learn
        return
    model = network(planned, seed)
    for part, values in measures(planned, model).items():
        check(planned, model, values, part)
        if any(layer.get("l2") for layer in content["network"]["layers"]):
            assert values["loss"] > values[WITHOUT_PENALTY]
        else:
            assert WITHOUT_PENALTY not in values


def test_hinge_has_a_linear_output_and_parts_the_classes_at_0() -> None:
    planned = case("T7")
    assert planned.rows[-1].detail == "1 · linear"
    model, data = untrained(planned.experiment, planned.prepared), planned.prepared
    fit_planned(Beginning(model), planned, 200, [])
    last = measures(planned, model)["validation"]
    assert last["loss"] == pytest.approx(0.31, abs=0.02)
    assert last["accuracy"] == pytest.approx(0.867, abs=0.02)
    answers = model(data.validation.x).numpy()
    assert answers.min() < 0 < answers.max()


def test_hinge_of_an_earlier_version_stays_as_it_was_trained() -> None:
    was = case("T7").experiment
    old = plan(was.model_copy(update={"training": was.training.model_copy(update={"loss_version": 1})}))
    assert old.rows[-1].detail == "1 · sigmoid"
    answers = network(old)(old.prepared.training.x).numpy()
    assert answers.min() >= 0
    assert answers.max() <= 1


@pytest.mark.parametrize("name", ["T6", "T6-standard"])
def test_mape_is_in_percent_of_the_true_values(name: str) -> None:
    planned = case(name)
    model = untrained(planned.experiment, planned.prepared)
    values = measures(planned, model)
    check(planned, model, values["train"], "train")
    assert values["train"]["loss"] < 1000  # of the scaled values it is more than ten thousand
    was = planned.experiment
    old = plan(was.model_copy(update={"training": was.training.model_copy(update={"loss_version": 1})}))
    assert (
        measures(old, untrained(old.experiment, old.prepared))["train"]["loss"] > 5 * values["train"]["loss"]
    )


def test_a_penalty_is_told_apart_from_the_mean_squared_error() -> None:
    planned = case("N1")
    values = measures(planned, untrained(planned.experiment, planned.prepared))["validation"]
    assert values[WITHOUT_PENALTY] == pytest.approx(values["mse"], rel=1e-5)
    assert values["loss"] > 3 * values["mse"]


def test_what_one_class_cannot_tell_is_no_number() -> None:
    planned = case("M5-1")
    values = measures(planned, untrained(planned.experiment, planned.prepared))["validation"]
    assert {name for name, value in values.items() if math.isnan(value)} >= {"auc", "recall"}
    assert math.isfinite(values["accuracy"])


@pytest.mark.parametrize("spread", [1.0, 1e-4, 0.0], ids=["apart", "close together", "equal"])
def test_auc_is_exact_wherever_the_answers_lie(spread: float) -> None:
    draw = np.random.default_rng(0)
    metric = AUC(50)
    for rows in (50, 5):  # fewer rows after a reset leave nothing of those before
        answers = np.float32(0.5 + spread * draw.normal(size=rows).round(1))
        labels = (np.arange(rows) % 3 == 0).astype(np.float32)
        metric.reset_state()
        for begin in range(0, rows, 16):
            metric.update_state(labels[begin : begin + 16, None], answers[begin : begin + 16, None])
        assert float(metric.result()) == pytest.approx(sklearn.roc_auc_score(labels, answers), abs=1e-6)


@pytest.mark.parametrize("name", ["T6", "M10", "N1", "M5-1"])
def test_a_compiled_epoch_is_kept_for_networks_that_measure_the_same(name: str) -> None:
    planned = case(name)
    rows = (planned.prepared.training.x, planned.prepared.training.y)
    first, again = (signature(untrained(planned.experiment, planned.prepared), rows) for _ in range(2))
    assert first is not None
    assert first == again
    if planned.prepared.unit is not None:
        was = planned.experiment
        other = plan(was.model_copy(update={"data": was.data.model_copy(update={"scaling": "standard"})}))
        scaled = signature(untrained(other.experiment, other.prepared), rows)
        assert (scaled == first) == (name == "N1")  # only where no measure knows how the target was scaled
