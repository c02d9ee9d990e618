"""The way of the weights beneath the fit of one feature, in a real browser."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy
import pytest
from playwright.sync_api import Locator, Page, expect

from playground.pictures.format import Picture, ends, levels
from tests.support.made_up_pictures import PLANE
from tests.support.picture_server import PictureServer, Shown

CELLS = 48
LINE: Mapping[str, Any] = {
    **PLANE,
    "kind": "line",
    "task": "regression",
    "classes": [],
    "target": "y",
    "axes": ["x"],
    "numeric": ["x"],
    "ranges": {"x": [-6.0, 6.0]},
    "inputs": ["x"],
    "target_range": [-3.0, 3.0],
    "points": {"train": {"rows": 0, "x": [[]], "y": []}, "validation": {"rows": 0, "x": [[]], "y": []}},
    "batches": 5,
}

Look = Callable[..., Page]


def neuron(epoch: int, batch: int = 0, neurons: int = 1) -> Picture:
    """A network of one layer whose weight is the epoch and a fifth of it a batch, and whose bias is its negative."""
    weight = epoch + batch / 5
    grid = numpy.linspace(-weight, weight, CELLS).reshape(1, CELLS)
    weights = numpy.array([[weight + i for i in range(neurons)]], numpy.float32)
    low, high = ends(grid)
    arrays = {
        "output": levels(grid, low, high),
        "output.weights": weights,
        "output.bias": -weights[0],
    }
    inputs = {"name": "input", "title": "Inputs", "kind": "input", "units": 1, "shown": 1, "activation": None}
    output = {**inputs, "name": "output", "title": "Output", "kind": "output", "activation": "linear"}
    header = {
        "epoch": epoch,
        "batch": batch,
        "axes": ["x"],
        "ranges": [[-6.0, 6.0]],
        "grid": CELLS,
        "inputs": ["x"],
        "layers": [inputs, {**output, "weights": "output.weights", "bias": "output.bias"}],
        "output": "output",
        "low": low.tolist(),
        "high": high.tolist(),
        "sample_y": [],
        "warnings": [],
    }
    return Picture(header, arrays)


@pytest.fixture
def look(picture_server: PictureServer, picture_window: Page) -> Look:
    """Opens the page with pictures of a run that goes on, or is over."""

    def look(pictures: Sequence[Picture], *, state: str = "running", height: int = 560) -> Page:
        picture_server.shown = Shown(LINE, pictures)
        picture_window.set_viewport_size({"width": 640, "height": height})
        picture_window.mouse.move(2, 2)
        picture_window.goto(picture_server.url)
        expect(picture_window.locator(".picture")).to_have_attribute("data-epoch", str(pictures[-1].epoch))
        picture_window.evaluate("state => picture.hear({ state, pictures: 1 })", state)
        return picture_window

    return look


def way(page: Page) -> Locator:
    return page.locator(".weights-way")


def test_a_page_that_comes_late_has_the_whole_way(look: Look) -> None:
    page = look([neuron(epoch) for epoch in range(10)], state="finished")
    expect(way(page)).to_have_attribute("data-moments", "10")
    said = page.locator("canvas.weights-path").get_attribute("aria-label")
    assert said == "Weight and bias, of scaled values, at epoch 9: w 9, b −9"


def test_of_many_epochs_a_few_are_read(look: Look) -> None:
    asked: list[str] = []
    page = look([neuron(0)])
    page.on("request", lambda request: asked.append(request.url))
    page = look([neuron(epoch) for epoch in range(400)], state="finished")
    expect(way(page)).to_have_attribute("data-moments", "40")
    assert sum("/pictures/" in url for url in asked) <= 42


def test_batch_by_batch_the_way_grows(look: Look, picture_server: PictureServer) -> None:
    page = look([neuron(1)])
    for batch in range(1, 4):
        picture_server.shown.pictures = [*picture_server.shown.pictures, neuron(1, batch)]
        page.evaluate("number => picture.hear({ state: 'running', pictures: number })", batch + 1)
        expect(way(page)).to_have_attribute("data-moments", str(batch + 1))
    box = page.locator("canvas.weights-path").bounding_box()
    assert box
    # The last of three batches of five, in a plot from epoch 1 to 2.
    page.mouse.move(box["x"] + 52 + 0.6 * (box["width"] - 86), box["y"] + 30)
    expect(way(page).locator(".tip")).to_contain_text("w 1.6, b −1.6")
    expect(way(page).locator(".tip")).to_contain_text("epoch 1, batch 3")


def test_the_line_of_the_moment_goes_back_with_the_slider(look: Look) -> None:
    page = look([neuron(epoch) for epoch in range(5)], state="finished")
    expect(way(page)).to_have_attribute("data-moments", "5")
    page.locator("[name=epoch]").fill("2")
    expect(page.locator("canvas.weights-path")).to_have_attribute(
        "aria-label", "Weight and bias, of scaled values, at epoch 2: w 2, b −2"
    )
    expect(way(page)).to_have_attribute("data-moments", "5")


def test_another_run_has_a_way_of_its_own(look: Look) -> None:
    page = look([neuron(epoch) for epoch in range(5)], state="finished")
    expect(way(page)).to_have_attribute("data-moments", "5")
    page.evaluate("picture.follow({ run: 'next', address: '/runs/next', key: 'same' })")
    page.evaluate("picture.hear({ state: 'running', pictures: 0 })")
    page.evaluate("picture.fit.path.add(picture.picture)")
    assert page.evaluate("picture.fit.path.moments.size") == 1


def test_of_a_wide_layer_the_first_weights_are_drawn(look: Look) -> None:
    page = look([neuron(epoch, neurons=12) for epoch in range(3)], state="finished")
    expect(way(page)).to_have_attribute("data-moments", "3")
    said = page.locator("canvas.weights-path").get_attribute("aria-label") or ""
    assert said.count("w") - said.count("weight") >= 8
    assert "w8 9" in said
    assert "w9" not in said


def test_a_weight_that_is_no_number_breaks_nothing(look: Look) -> None:
    lost = neuron(2)
    lost.arrays["output.weights"][:] = math.nan
    page = look([neuron(0), neuron(1), lost], state="failed")
    expect(way(page)).to_have_attribute("data-moments", "3")
