"""A line by hand and its loss surface, in the browser's own JavaScript."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.bare_page import BarePage

X = [-1.0, 0.0, 1.0, 2.0]
Y = [-1.0, 1.0, 3.0, 5.0]  # 2 x + 1


def data(loss: str = "mse") -> dict[str, Any]:
    return {
        "x": X,
        "y": Y,
        "names": ["x", "y"],
        "w": {"low": -1, "high": 4, "step": 0.5, "value": -1},
        "b": {"low": -2, "high": 4, "step": 0.5, "value": 4},
        "loss": loss,
        "unit": "",
        "surface": True,
    }


@pytest.fixture
def bare(window: Page) -> BarePage:
    return BarePage(window, "line_by_hand")


def test_a_slider_leaves_a_path_on_the_surface_and_another_loss_is_another_surface(bare: BarePage) -> None:
    bare.open(data())
    for slider, key, told in (
        ("Weight w, the slope", "ArrowRight", "weight \u22120.5, bias 4, after 1 move."),
        ("Bias b, where it begins", "ArrowLeft", "weight \u22120.5, bias 3.5, after 2 moves."),
    ):
        bare.page.get_by_role("slider", name=slider).press(key)
        expect(bare.page.get_by_role("img", name=told)).to_be_visible()
    bare.page.evaluate("(data) => window.call(data)", data("mae"))
    surface = bare.page.get_by_role("img", name="Mean absolute error for each weight and bias")
    expect(surface).to_have_accessible_name(re.compile("after 0 moves"))


def test_gradient_descent_walks_down_from_where_the_reader_is_and_its_path_goes_again(bare: BarePage) -> None:
    bare.open(data())
    bare.page.get_by_role("button", name="Let gradient descent walk from here").press("Enter")
    told = bare.page.locator(".beneath > .number")
    expect(told).to_contain_text("after 60 steps: w 2, b 1")
    bare.page.get_by_role("button", name="Take its path away").press("Enter")
    expect(told).to_be_empty()


def test_each_step_of_gradient_descent_on_squared_errors_makes_the_loss_smaller(bare: BarePage) -> None:
    bare.open(data())
    losses = bare.page.evaluate(
        """async (data) => {
            const { descent, lossOf } = await import('/assets/line_by_hand/loss.js');
            return descent(data, { w: -1, b: 4 }, 20).map((at) => lossOf(data, at));
        }""",
        data(),
    )
    assert len(losses) == 21
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < losses[0] / 10
