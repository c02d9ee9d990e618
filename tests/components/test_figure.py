"""A figure of finished runs: the range of its axis, its ticks, and the colours of training and validation."""

from typing import Any

import plotly.graph_objects as go
import pytest
from playwright.sync_api import Page, expect

from playground.charts.band import Seeds, band
from playground.charts.curves import Line, curves
from tests.support.bare_page import BarePage

NODE = "document.querySelector('.figure')"
LATE = [0.1 + epoch % 3 / 1000 for epoch in range(1, 31)]
RUN = Line("SGD", 0, [0.8, *LATE], [0.9, *LATE], best_epoch=2)


@pytest.fixture
def bare(window: Page) -> BarePage:
    return BarePage(window, "figure")


def data(figure: go.Figure) -> dict[str, Any]:
    return {"figure": figure.to_json(), "height": 380, "alt": "loss of SGD", "live": False}


def shown(page: Page, what: str) -> Any:
    page.wait_for_function(f"Boolean({NODE}?.dataset.points)")
    return page.evaluate(f"{NODE}.{what}")


@pytest.mark.parametrize(
    "figure", [curves([RUN], "loss"), band([Seeds("A", 0, [0], [RUN.training])], "loss")]
)
def test_the_first_epochs_are_cut_off_and_shown_with_one_click(bare: BarePage, figure: go.Figure) -> None:
    bare.open(data(figure))
    assert shown(bare.page, "_fullLayout.yaxis.range[1]") < 0.2
    button = bare.page.locator(".cut-off")
    expect(button).to_have_text("▲ 0.9000at epoch 0Show all")
    button.click()
    bare.page.wait_for_function(f"{NODE}._fullLayout.yaxis.range[1] > 0.9")
    expect(button).to_have_text("Later epochs closer")


def test_a_logarithmic_axis_has_its_numbers_written_out(bare: BarePage) -> None:
    bare.open(data(curves([Line("wide", 0, [20_000.0, 300.0, 4.0])], "loss", log=True)))
    bare.page.wait_for_function(f"{NODE}._fullLayout?.yaxis.ticktext?.includes('10,000')")
    found = shown(bare.page, "_fullLayout.yaxis.ticktext")
    assert found == ["3", "10", "30", "100", "300", "1,000", "3,000", "10,000"]


def test_a_run_alone_has_the_colours_of_the_live_chart(bare: BarePage) -> None:
    bare.open(data(curves([RUN], "loss")), theme="dark")
    found = shown(bare.page, "data.filter(trace => trace.mode === 'lines').map(trace => trace.line.color)")
    assert found == ["#8F7CF7", "#FF9EC0"]
