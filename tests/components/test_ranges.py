"""What a chart shows of its curves, in the browser's own JavaScript: range, what it cuts off, gap, ticks."""

from collections.abc import Callable
from math import exp
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.bare_curves import BareCurves

Call = Callable[..., Any]


@pytest.fixture
def call(server: BareCurves, window: Page) -> Call:
    """Calls a function of a module in the browser: `call("drawing/range.js", "yRange", [[1, 2]], 0, 1)`."""
    if not window.url.startswith(f"{server.url}/assets/"):
        window.goto(f"{server.url}/assets/kit/series.js")

    def call(module: str, name: str, *values: Any) -> Any:
        script = "([module, name, values]) => import(module).then(found => found[name](...values))"
        return window.evaluate(script, [f"{server.url}/assets/{module}", name, list(values)])

    return call


def y_range(call: Call, curves: list[list[float | None]], **how: Any) -> tuple[list[float], bool]:
    found = call("drawing/range.js", "yRange", curves, 0, len(curves[0]) - 1, how)
    return found["range"], found["cut"]


LATE = [0.1 + 0.0001 * (epoch % 5) for epoch in range(100)]
FALLING = [0.55, 0.3, *LATE]


def test_the_later_epochs_decide_the_range_and_the_first_ones_are_cut_off(call: Call) -> None:
    (low, high), cut = y_range(call, [FALLING])
    assert cut
    assert 0.0995 < low < 0.1
    assert 0.1004 < high < 0.101
    off = call("drawing/range.js", "cutOff", FALLING, 0, 101, [low, high])
    assert off == [{"epoch": 0, "value": 0.55, "above": True}]


def test_all_is_shown_where_a_person_wants_it_where_little_would_be_won_and_of_few_epochs(
    call: Call,
) -> None:
    slow: list[float | None] = [exp(-epoch / 60) for epoch in range(100)]
    for curve, how in ((FALLING, {"whole": True}), (slow, {}), (FALLING[:6], {}), (FALLING, {"log": True})):
        (low, high), cut = y_range(call, [curve], **how)
        values = [value for value in curve if value is not None]
        ends = (10**low, 10**high) if how.get("log") else (low, high)
        assert not cut
        assert ends[0] <= min(values)
        assert max(values) <= ends[1]


def test_a_figure_with_a_range_of_its_own_keeps_it(call: Call) -> None:
    curve = [{"mode": "lines", "y": FALLING}]
    given = call("figure/axis.js", "setRange", curve, {"yaxis": {"range": [0, 1]}}, False)
    assert given is None
    assert call("figure/axis.js", "setRange", curve, {"yaxis": {}}, False)["cut"]


def test_the_best_value_stays_in_sight_wherever_it_is(call: Call) -> None:
    (low, _), cut = y_range(call, [[0.02, *FALLING[1:]]], always=[0.02])
    assert cut
    assert low <= 0.02


def test_a_curve_that_grows_without_bounds_at_the_end_does_not_flatten_what_was_before(call: Call) -> None:
    values = [*FALLING, 1e6]
    (_, high), cut = y_range(call, [values])
    assert cut
    assert high < 0.2
    off = call("drawing/range.js", "cutOff", values, 0, 102, [0, high])
    assert [each["epoch"] for each in off] == [102, 0]


def test_an_axis_stands_still_while_values_change_a_little(call: Call) -> None:
    assert y_range(call, [FALLING]) == y_range(call, [[*FALLING, 0.10021]])


def test_constant_and_missing_values_have_a_range_too(call: Call) -> None:
    (low, high), cut = y_range(call, [[0.5] * 20])
    assert low < 0.5 < high
    assert not cut
    assert y_range(call, [[None, None]]) == ([0, 1], False)


@pytest.mark.parametrize(
    ("values", "epoch"), [([1.0, 2.0, None, None], 2), ([1.0, None, 2.0], None), ([None, None], None)]
)
def test_a_curve_is_lost_from_the_epoch_on_after_which_no_number_comes(
    call: Call, values: list[float | None], epoch: int | None
) -> None:
    assert call("drawing/range.js", "lastsUntil", values, 0, len(values) - 1) == epoch


def test_the_gap_is_where_validation_is_worse_from_where_the_curves_cross(call: Call) -> None:
    training, validation = [4.0, 2.0, 1.0], [2.0, 3.0, 3.0]
    outline = call("live_curves/gap.js", "gap", training, validation, [0, 1, 2], 1)
    meeting = pytest.approx(2 / 3)
    assert outline["x"] == [meeting, 1, 2, 2, 1, meeting, None]
    assert outline["y"] == [pytest.approx(8 / 3), 3, 3, 1, 2, pytest.approx(8 / 3), None]
    # Where larger is better, the other side is the worse one.
    assert call("live_curves/gap.js", "gap", training, validation, [1, 2], -1) == {"x": [], "y": []}


def test_the_gap_has_a_hole_where_a_value_is_no_number(call: Call) -> None:
    outline = call("live_curves/gap.js", "gap", [1.0] * 5, [2.0, 2.0, None, 2.0, 2.0], list(range(5)), 1)
    assert outline["x"] == [0, 1, 1, 0, None, 3, 4, 4, 3, None]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([0, 2000, 10_000], ["0", "2,000", "10,000"]),
        ([0.08, 0.09, 0.1], ["0.08", "0.09", "0.10"]),
        ([-1, 0, 1], ["−1", "0", "1"]),
        ([1_200_000, 1_400_000], ["1.2e6", "1.4e6"]),
        ([0.00001, 0.00002], ["1e−5", "2e−5"]),
    ],
)
def test_ticks_are_plain_numbers(call: Call, values: list[float], words: list[str]) -> None:
    assert call("drawing/axis.js", "tickWords", values) == words


@pytest.mark.parametrize(
    ("exponents", "values"),
    [
        ([-2.0, 0.0], [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]),
        ([-8.0, 8.0], [1e-6, 1e-3, 1, 1e3, 1e6]),
        ([-1.1, -0.9], [0.08, 0.09, 0.1, 0.11, 0.12]),
    ],
)
def test_a_logarithmic_axis_has_round_numbers_each_written_out(
    call: Call, exponents: list[float], values: list[float]
) -> None:
    found = call("drawing/axis.js", "logTicks", exponents, 6)
    assert found == pytest.approx(values)


def test_words_of_a_logarithmic_axis_stand_for_themselves(call: Call) -> None:
    words = call("drawing/axis.js", "logTickWords", [0.05, 1, 10_000, 1e7])
    assert words == ["0.05", "1", "10,000", "1e7"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12_345, "12,300"),
        (238_633, "239,000"),
        (-0.00042, "−0.00042"),
        (3_400_000, "3.4e6"),
        (0, "0"),
        (2.5, "2.5"),
    ],
)
def test_short_numbers_are_plain_too(call: Call, value: float, words: str) -> None:
    assert call("drawing/axis.js", "short", value) == words


def test_the_words_at_the_best_epoch_stand_where_no_curve_is(call: Call) -> None:
    def position(values: list[float], epoch: int, end: int) -> Any:
        plan = {
            "best": {"epoch": epoch},
            "first": 0,
            "end": end,
            "range": [0, 1],
            "lines": [{"values": values, "hidden": False}],
        }
        room = {"width": 400, "height": 100}
        return call("live_curves/best_words.js", "cornerOf", plan, {"x": None}, room, 130)

    falling = [1 - epoch / 100 for epoch in range(101)]
    assert position(falling, 100, 100) == {"foot": False, "right": False, "free": True}
    # Just after a high plateau the head at the left is the curve's own: the foot is free, or the other side.
    assert position([0.7] * 90 + [0.5, 0.4], 91, 91) == {"foot": True, "right": False, "free": True}
    assert position([0.7, 0.1] * 45 + [0.0], 90, 150) == {"foot": False, "right": True, "free": True}


SPIRAL = [0.95 - 0.02 * epoch / 60 for epoch in range(60)] + [0.9 - 0.02 * epoch for epoch in range(45)]
TEXTS = ["best <b>0.4282</b> · epoch 104", "best <b>0.4282</b>"]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, {"text": TEXTS[1], "foot": False, "right": False}),
        # The run that a branch left, and the words of a changed rate, are in the way like a line of its own.
        ({"lines": [], "other": [{"raw": SPIRAL}]}, {"text": TEXTS[1], "foot": False, "right": False}),
        ({"changes": [[110, 0.5]]}, {"text": TEXTS[0], "foot": False, "right": False}),
        ({"lines": []}, {"text": TEXTS[0], "foot": False, "right": False}),
        ({"lines": [], "changes": [[104, 0.5]]}, {"text": TEXTS[1], "foot": False, "right": True}),
    ],
)
def test_words_at_the_best_epoch_are_fewer_where_all_of_them_lie_over_something(
    call: Call, changed: dict[str, Any], found: dict[str, Any]
) -> None:
    plan = {
        "best": {"epoch": 104},
        "first": 0,
        "end": 150,
        "range": [0, 1],
        "lines": [{"values": SPIRAL, "hidden": False}],
        **changed,
    }
    room = {"width": 360, "height": 117}
    assert call("live_curves/best_words.js", "wordsAndCorner", plan, {"x": None}, room, TEXTS) == found


def test_an_axis_has_its_unit_in_one_pair_of_brackets(call: Call) -> None:
    units = {"calories": "kcal (per US cup)", "age": "days"}
    named = [
        call("drawing/points.js", "withUnit", {"units": units}, name) for name in ("calories", "age", "x1")
    ]
    assert named == ["calories (kcal, per US cup)", "age (days)", "x1"]
