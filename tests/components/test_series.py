"""What the chart computes, in the browser's own JavaScript: thinning out, smoothing, the epoch axis."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.bare_curves import BareCurves

Call = Callable[..., Any]


@pytest.fixture
def call(server: BareCurves, window: Page) -> Call:
    """Calls a function of series.js in the browser: `call("smooth", [1, 2], 0.5)`."""
    module = f"{server.url}/assets/kit/series.js"
    if window.url != module:
        window.goto(module)

    def call(name: str, *values: Any) -> Any:
        script = "([module, name, values]) => import(module).then(series => series[name](...values))"
        return window.evaluate(script, [module, name, list(values)])

    return call


def test_thinning_keeps_the_extremes_of_every_curve_and_both_ends(call: Call) -> None:
    training = [1.0] * 10_001
    validation = [2.0] * 10_001
    training[1234], training[5678] = 9.0, -3.0
    validation[4321], validation[8765] = 7.0, -1.0
    kept = call("thin", [training, validation], 0, 10_000, 400)
    assert {0, 1234, 4321, 5678, 8765, 10_000} <= set(kept)
    assert kept == sorted(set(kept))
    assert len(kept) <= 4 * 400 + 2


def test_thinning_keeps_a_place_where_a_curve_is_not_a_number(call: Call) -> None:
    values: list[float | None] = [1.0] * 5000
    values[2500] = None
    assert 2500 in call("thin", [values], 0, 4999, 100)


def test_what_fits_the_screen_is_not_thinned(call: Call) -> None:
    assert call("thin", [[1.0] * 100], 5, 99, 300) == list(range(5, 100))
    assert call("thin", [[]], 0, -1, 300) == []


def test_smoothing_is_the_average_without_bias_towards_zero(call: Call) -> None:
    assert call("smooth", [4.0, 4.0, 4.0], 0.9) == pytest.approx([4.0, 4.0, 4.0])
    # (0.25 · 2 + 0.5 · … ) as TensorBoard has it: mean_t = w · mean + (1 - w) · value, divided by 1 - w^t.
    assert call("smooth", [2.0, 6.0], 0.5) == pytest.approx([2.0, (0.5 * 1.0 + 0.5 * 6.0) / 0.75])
    assert call("smooth", [2.0, None, 2.0], 0.5) == [2.0, None, 2.0]
    assert call("smooth", [3.0, 1.0], 0) == [3.0, 1.0]


def test_answers_find_their_place_whatever_came_before(call: Call) -> None:
    curves = {"loss": [3.0, 2.0]}
    assert call("append", curves, {"from": 2, "curves": {"loss": [1.5, 1.0], "val_loss": []}}) == 3
    assert call("append", {}, {"from": 0, "curves": {}}) == -1


def test_the_epoch_axis_grows_in_round_steps_up_to_what_is_planned(call: Call) -> None:
    assert call("roundEnd", 0, 500) == 10
    assert call("roundEnd", 101, 500) == 150
    assert call("roundEnd", 450, 500) == 500
    assert call("roundEnd", 3, 5) == 5
