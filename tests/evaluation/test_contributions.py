"""Contributions are Shapley values: those of all orders, and together the answer minus the mean answer."""

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest

from playground.datasets.arrays import Floats, Inputs, Integers
from playground.evaluation import contributions as module
from playground.evaluation.contributions import Contributions, estimate, exact, explained
from playground.experiment.parse import from_content
from playground.plan import plan

GROUPS = [np.array([0]), np.array([1, 4]), np.array([2]), np.array([3])]
CHANCE = np.random.default_rng(1)
ROW = CHANCE.normal(size=5).astype(np.float32)
BACKGROUND = CHANCE.normal(size=(6, 5)).astype(np.float32)

Way = Callable[..., Contributions]


def answer(x: Inputs) -> Floats:
    """Two answers that no column makes alone; the first knows nothing of column 3."""
    a, b, c, d, e = x.astype(np.float64).T
    return np.column_stack([a * b + np.sin(c * e), np.exp(a) * d])


def by_hand() -> Floats:
    """The mean gain of each column over all orders of the columns and all rows of the background."""
    orders = list(permutations(range(len(GROUPS))))
    total = np.zeros((len(GROUPS), 2))
    for order in orders:
        mixed = BACKGROUND.copy()
        for column in order:
            before = answer(mixed).mean(axis=0)
            mixed[:, GROUPS[column]] = ROW[GROUPS[column]]
            total[column] += answer(mixed).mean(axis=0) - before
    return total / len(orders)


def test_few_columns_have_the_values_of_all_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 20)
    found = exact(answer, ROW, BACKGROUND, GROUPS)
    np.testing.assert_allclose(found.added, by_hand(), atol=1e-12)
    assert found.added[3, 0] == 0
    assert not found.errors.any()


def test_many_columns_have_them_within_the_errors_of_sampling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 20)
    background = np.repeat(BACKGROUND, 40, axis=0)
    found = estimate(answer, ROW, background, GROUPS)
    off = np.abs(found.added - by_hand())
    assert (off < 4 * found.errors + 1e-12).all()
    assert off.max() > 0
    assert found.errors.max() < 0.05


@pytest.mark.parametrize("way", [exact, estimate])
def test_no_piece_has_more_inputs_than_there_is_memory_for(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NUMBERS_AT_ONCE", 2 * BACKGROUND.size)
    sizes = []

    def counted(x: Inputs) -> Floats:
        sizes.append(x.size)
        return answer(x)

    way(counted, ROW, BACKGROUND, GROUPS)
    assert max(sizes) == 2 * BACKGROUND.size


def test_thousands_of_columns_have_fewer_rows_as_background(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan(from_content({"data": {"dataset": "red-wine"}}))
    rows, columns = module.background_of(planned)[0], len(planned.prepared.encoding.used)
    assert rows == module.BACKGROUND
    asked = []

    def network(x: Inputs) -> Floats:
        asked.append(x.size)
        return x[:, :1].astype(np.float64)

    most = 20 * 2 * module._FEWEST_PAIRS * columns**2
    monkeypatch.setattr(module, "MOST_NUMBERS", most)
    assert module.background_of(planned) == (20, module._FEWEST_PAIRS)
    explained(planned, network, planned.prepared.training.x[0])
    assert sum(asked) < 1.2 * most


@pytest.mark.parametrize("way", [exact, estimate])
def test_they_sum_up_to_the_answer_minus_the_mean(way: Way) -> None:
    found = way(answer, ROW, BACKGROUND, GROUPS)
    np.testing.assert_allclose(found.mean, answer(BACKGROUND).mean(axis=0))
    np.testing.assert_allclose(found.mean + found.added.sum(axis=0), answer(ROW[None])[0])


def test_of_a_linear_network_a_column_adds_its_weight_times_its_distance_from_the_mean() -> None:
    planned = plan(
        from_content({"data": {"dataset": "penguins", "target": "body_mass_g", "missing": "fill"}})
    )
    prepared = planned.prepared
    weights = np.arange(1.0, 1 + len(prepared.inputs))
    row, training = prepared.validation.x[0], prepared.training.x
    chosen = training[np.linspace(0, len(training) - 1, module.BACKGROUND).round().astype(int)]
    found = explained(planned, lambda x: x.astype(np.float64) @ weights[:, None], row)
    each = weights * (row - chosen.astype(np.float64).mean(axis=0)) * prepared.y_scale
    names: Integers = np.array(prepared.encoding.column_of_input)
    expected = [each[names == column].sum() for column in prepared.encoding.used]
    np.testing.assert_allclose(found.added[:, 0], expected, rtol=1e-6)
