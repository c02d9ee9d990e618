"""The newest piece of a curve, drawn over the chart while epochs go by, in the browser's own JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.bare_curves import BareCurves

# A chart of 200 × 100 pixels with the epochs 0 to 100 across and the values 0 to 1 up; all up to epoch 50 is drawn.
SCRIPT = """async ([module, last, change]) => {
  const { Growing } = await import(module);
  const growing = new Growing();
  const values = Array.from({ length: 101 }, () => 0.5);
  const line = { values, colour: "#0000ff", dash: "solid" };
  const plan = { name: "loss", first: 0, last: 50, end: 100, lines: [line], changes: [], theme: { paper: "#fff" } };
  const margin = { l: 0, r: 0, t: 0, b: 0 };
  const size = { width: 200, height: 100 };
  growing.begin(plan, { ...size, margin, xaxis: { range: [0, 100] } }, [0, 1], { left: 0, top: 0 });
  const grew = growing.grow({ ...plan, last, ...change }, size, [0, 1]);
  const { data } = growing.canvas.getContext("2d").getImageData(0, 50, 200, 1);
  return [grew, Array.from({ length: 200 }, (_, x) => x).filter((x) => data[4 * x + 3] > 0)];
}"""


@pytest.fixture
def grow(server: BareCurves, window: Page) -> Any:
    """Has a chart grow up to an epoch; whether it did, and the pixels of a row in which it drew."""
    window.goto(f"{server.url}/assets/kit/series.js")
    module = f"{server.url}/assets/live_curves/growing.js"

    def grow(last: int, **change: Any) -> tuple[bool, list[int]]:
        grew, drawn = window.evaluate(SCRIPT, [module, last, change])
        return grew, drawn

    return grow


def test_a_curve_grows_from_where_it_was_drawn_to_the_newest_epoch(grow: Any) -> None:
    grew, drawn = grow(80)
    assert grew
    assert drawn == pytest.approx(list(range(100, 160)), abs=1)


@pytest.mark.parametrize(
    "change", [{"log": True}, {"end": 200}, {"first": 5}, {"past": 10}, {"smoothing": 0.5}]
)
def test_a_chart_that_is_to_look_otherwise_is_drawn_anew(grow: Any, change: dict[str, Any]) -> None:
    assert grow(80, **change) == (False, [])


def test_a_run_that_has_gone_back_is_drawn_anew(grow: Any) -> None:
    assert grow(30) == (False, [])
