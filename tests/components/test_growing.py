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

# Two panels; one that is due gets a full drawing unless it waits. Returns which did in each frame, and what was said.
FRAMES = """async ([module, frames]) => {
  const { Panels } = await import(module);
  const panels = new Panels(document.createElement("div"), document.createElement("p"), () => {});
  panels.list = ["loss", "accuracy"].map((name) => ({ name, waits: false, chart: { growing: { rest: 1000 } } }));
  return frames.map(([epoch, ...due]) => {
    const drawn = [];
    const said = panels.draw(false, epoch, (panel, waits) => {
      const isDue = panel.waits || due.includes(panel.name);
      panel.waits = isDue && waits;
      panel.grown = !isDue || waits;
      if (!panel.grown) drawn.push(panel.name);
      return true;
    });
    return [drawn, said.whole, said.again];
  });
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


def test_a_frame_has_the_full_drawing_of_one_panel_at_most(server: BareCurves, window: Page) -> None:
    window.goto(f"{server.url}/assets/kit/series.js")
    module = f"{server.url}/assets/live_curves/panels.js"
    frames = [[7, "loss", "accuracy"], [8], [9], [10, "loss"], [11, "loss", "accuracy"], [12, "loss"]]
    first, second, third, *others = window.evaluate(FRAMES, [module, frames])
    assert first == [["loss"], None, 30]
    assert second == [["accuracy"], 7, 1000]
    assert third == [[], None, 1000]
    # The one that waits comes first, so that none waits for ever.
    assert others == [[["loss"], None, 1000], [["loss"], None, 30], [["accuracy"], 11, 30]]
