"""Importance is scikit-learn's on the columns of the table, whatever inputs they have become."""

import numpy as np
import pandas
import pytest
from sklearn.inspection import permutation_importance
from sklearn.metrics import accuracy_score, mean_absolute_error

from playground.datasets import load
from playground.datasets.arrays import Inputs
from playground.evaluation import importance
from playground.evaluation.answers import Network, Outputs, predicted_of
from playground.evaluation.importance import REPEATS, SEED, drops
from playground.experiment.parse import from_content
from playground.plan import Plan, plan


def network_of(planned: Plan) -> Network:
    """A network with weights by chance."""
    prepared = planned.prepared
    weights = np.random.default_rng(3).normal(size=(len(prepared.inputs), prepared.outputs))

    def network(x: Inputs) -> Outputs:
        return np.exp(x @ weights) if prepared.classes else x @ weights

    return network


class _OnTheTable:
    """The network as scikit-learn would have it: it takes the columns of the table."""

    def __init__(self, planned: Plan) -> None:
        self._prepared = planned.prepared
        self._network = network_of(planned)

    def fit(self, *_: object) -> None:
        """Is fitted."""

    def predict(self, table: pandas.DataFrame) -> np.ndarray:
        prepared = self._prepared
        x = prepared.scale_inputs(prepared.encoding.matrix(table))
        found = predicted_of(prepared, self._network(x))
        return found.argmax(axis=1) if prepared.classes else found


@pytest.mark.parametrize("dataset", ["penguins", "house-prices"])
def test_it_is_scikit_learns_on_the_validation_rows_of_the_table(dataset: str) -> None:
    data = {"dataset": dataset, "missing": "fill", "was_missing": True}
    planned = plan(
        from_content({"data": data, "training": {"loss": None if dataset == "penguins" else "mae"}})
    )
    prepared = planned.prepared
    columns = prepared.encoding.used
    table = load(planned.experiment.data).loc[prepared.validation.rows, list(columns)]
    actual = load(planned.experiment.data).loc[prepared.validation.rows, prepared.target]
    y = prepared.validation.y if prepared.classes else actual.to_numpy(float)
    score = accuracy_score if prepared.classes else mean_absolute_error
    sign = 1 if prepared.classes else -1
    expected = permutation_importance(
        _OnTheTable(planned),
        table,
        y,
        scoring=lambda model, x, y: sign * score(y, model.predict(x)),
        n_repeats=REPEATS,
        random_state=SEED,
    )
    # In two parts, as a worker is asked for them.
    found = np.concatenate([drops(planned, network_of(planned), part) for part in (columns[:2], columns[2:])])
    np.testing.assert_allclose(found, expected.importances, rtol=1e-6, atol=1e-9)
    whole = importance.Importance("accuracy", columns, found, len(table))
    np.testing.assert_allclose(whole.means, expected.importances_mean, atol=1e-9)
    np.testing.assert_allclose(whole.spreads, expected.importances_std, atol=1e-9)


def test_answers_that_are_not_finite_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importance, "MOST_ROWS", 20)
    planned = plan(
        from_content({"data": {"dataset": "cereals", "target": "calories", "features": ["sugars"]}})
    )
    seen = []

    def network(x: Inputs) -> Outputs:
        seen.append(len(x))
        return np.full((len(x), 1), np.inf)

    assert np.isnan(drops(planned, network, ["sugars"])).all()
    rows = min(20, len(planned.prepared.validation))
    assert seen == [rows, REPEATS * rows]


def test_the_network_is_asked_about_many_shuffles_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan(from_content({"data": {"dataset": "red-wine"}}))
    x, columns, seen = planned.prepared.validation.x, planned.prepared.encoding.used, []
    network = network_of(planned)

    def counted(x: Inputs) -> Outputs:
        seen.append(x.size)
        return network(x)

    whole = drops(planned, counted, columns)
    assert len(seen) == 2  # the table as it is, and all shuffles
    seen.clear()
    monkeypatch.setattr(importance, "NUMBERS_AT_ONCE", 3 * x.size)
    np.testing.assert_allclose(drops(planned, counted, columns), whole)
    assert max(seen) == 3 * x.size


def test_columns_are_shuffled_in_parts_of_about_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan(from_content({"data": {"dataset": "red-wine"}}))
    work = REPEATS * planned.prepared.validation.x.size
    assert importance.columns_at_once(planned) >= len(planned.prepared.encoding.used)
    monkeypatch.setattr(importance, "_NUMBERS_A_SECOND", 2.5 * work)
    assert importance.columns_at_once(planned) == 2
    monkeypatch.setattr(importance, "_NUMBERS_A_SECOND", 1)
    assert importance.columns_at_once(planned) == 1
