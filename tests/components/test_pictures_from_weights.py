"""The picture of a run of which only weights are kept: the browser computes every view of every epoch."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from playground.datasets.view import grid
from playground.experiment import Data, Dense, Experiment, Network
from playground.network.model import untrained
from playground.pictures.evaluated import training_rows
from playground.pictures.format import Picture, decode
from playground.pictures.probe import variables
from playground.pictures.scene import scene
from playground.pictures.subject import subject
from playground.pictures.weights import encode_weights
from playground.plan import Plan, plan
from tests.support.in_browser import assert_close
from tests.support.picture_server import PictureServer, Shown

pytestmark = pytest.mark.slow

OUTPUT = "() => [...picture.picture.arrays.get('output').values]"


def planned(dataset: str = "spiral", units: int = 4) -> Plan:
    network = Network(layers=(Dense(units=units, activation="tanh"),))
    return plan(Experiment(data=Data(dataset=dataset), network=network))


def way(each: Plan, epochs: Sequence[int]) -> dict[int, list[Any]]:
    """Weights that move from epoch to epoch."""
    draw = np.random.default_rng(2)
    weights = [variable.numpy() for variable in variables(untrained(each.experiment, each.prepared))]
    found = {}
    for epoch in epochs:
        found[epoch] = weights = [values + draw.normal(0, 0.1, values.shape) for values in weights]
    return found


Look = Callable[..., Page]


@pytest.fixture
def look(picture_server: PictureServer, picture_window: Page) -> Look:
    """Opens the page with the picture of a run: `look(planned, weights)`."""

    def look(
        each: Plan,
        weights: dict[int, list[Any]],
        view: str = "",
        findings: Sequence[dict[str, Any]] = (),
    ) -> Page:
        shown = Shown(
            dict(scene(each.experiment)),
            [decode(encode_weights(epoch, 0, values)) for epoch, values in weights.items()],
            rows=training_rows(each.experiment),
            findings=findings,
        )
        picture_server.shown = shown
        picture_window.set_viewport_size({"width": 640, "height": 560})
        picture_window.mouse.move(2, 2)
        picture_window.goto(picture_server.url)
        root = picture_window.locator(".picture")
        expect(root).to_have_attribute("data-epoch", str(shown.pictures[-1].epoch))
        if view:
            picture_window.get_by_role("tab", name=view).click()
            expect(root).to_have_attribute("data-view", view.lower())
        return picture_window

    return look


def answer(each: Plan, weights: list[Any]) -> Any:
    """What Keras says of the network with these weights, as the picture has it."""
    return np.asarray(network(each, weights)(subject(each).rows, training=False)).ravel()


def network(each: Plan, weights: list[Any]) -> Any:
    model = untrained(each.experiment, each.prepared)
    for variable, values in zip(variables(model), weights, strict=True):
        variable.assign(values)
    return model


def test_every_epoch_is_there_as_keras_has_it(look: Look) -> None:
    each = planned()
    weights = way(each, range(60))
    page = look(each, weights)
    assert_close(page.evaluate(OUTPUT), answer(each, weights[59]))
    for epoch in (0, 17, 58):
        page.locator("[name=epoch]").fill(str(epoch))
        expect(page.locator(".picture")).to_have_attribute("data-epoch", str(epoch))
        assert_close(page.evaluate(OUTPUT), answer(each, weights[epoch]))


@pytest.mark.parametrize(
    ("dataset", "point"), [("spiral", (1.25, -2.5)), ("auto-mpg", None), ("sine", (0.75,))]
)
def test_the_pointer_tells_what_keras_says_of_that_very_point(
    look: Look, dataset: str, point: tuple[float, ...] | None
) -> None:
    each = planned(dataset)
    weights = way(each, range(2))
    page = look(each, weights)
    seen = subject(each)
    # Beside all cells of the grid, whose values are not what is asked for.
    point = point or tuple(low + 0.3141 * (high - low) for low, high in seen.ranges)
    there = dict(zip(seen.axes, ((value, value) for value in point), strict=True))
    rows = grid(each.experiment.data, each.prepared, replace(seen.seen, ranges=there), seen.axes, 1)
    told = page.evaluate("point => picture.picture.answerAt(point)", point)
    expected = network(each, weights[1])(rows, training=False)
    assert_close((np.array(told) - each.prepared.y_offset) / each.prepared.y_scale, np.ravel(expected))


def test_the_film_goes_through_every_epoch_and_can_be_saved(look: Look) -> None:
    each = planned()
    page = look(each, way(each, range(9)))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the film").click()
    assert saved.value.suggested_filename == "training.webm"
    assert saved.value.path().read_bytes().startswith(b"\x1a\x45\xdf\xa3"), "the mark of the format"
    shown = ",".join(["8", *map(str, range(9))])
    assert page.evaluate("window.seen.join()") == shown
    expect(page.locator(".picture")).to_have_attribute("data-live", "")


def test_the_slider_is_even_in_epochs_and_arrow_keys_go_from_one_to_the_next(look: Look) -> None:
    each = planned()
    page = look(each, way(each, (0, 1, 2, 3, 80, 200)))
    root, slider = page.locator(".picture"), page.locator("[name=epoch]")
    ticks = page.locator(".ticks span")
    expect(ticks).to_have_text(["0", "50", "100", "150", "200"])
    assert ticks.nth(1).evaluate("node => node.style.left") == "25%"
    slider.fill("100")
    expect(root).to_have_attribute("data-epoch", "80")
    expect(slider).to_have_value("80")
    slider.press("ArrowLeft")
    expect(root).to_have_attribute("data-epoch", "3")
    slider.press("ArrowRight")
    expect(root).to_have_attribute("data-epoch", "80")


def test_all_views_are_drawn(look: Look) -> None:
    each = planned()
    page = look(each, way(each, range(3)), view="Network")
    neuron = page.get_by_role("button", name="Dense 1, neuron 2")
    neuron.focus()
    card = page.locator(".neuron-card")
    expect(card.locator(".formula")).to_contain_text("y = tanh(")
    expect(card.locator(".activation")).to_have_attribute(
        "aria-label", "The tanh curve, with 40 training points on it"
    )
    page.get_by_role("tab", name="Weights").click()
    gradients = page.locator(".histogram-row").first.locator("canvas").nth(2)
    expect(gradients).to_have_attribute("aria-label", re.compile("^Dense 1, gradients: "))


def test_whoever_looks_turns_the_picture(look: Look) -> None:
    each = planned("red-wine")
    page = look(each, way(each, range(3)))
    other = next(name for name in scene(each.experiment)["numeric"] if name not in subject(each).axes)
    page.locator("[name=across]").select_option(other)
    up = subject(each).axes[1]
    expect(page.locator(".axes")).to_have_attribute("data-axes", f"{other},{up}")
    assert page.evaluate("told") == []
    # Another epoch is seen along the same columns.
    page.locator("[name=epoch]").fill("0")
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "0")
    expect(page.locator(".axes")).to_have_attribute("data-axes", f"{other},{up}")


def test_the_way_of_the_weights_knows_every_epoch(look: Look) -> None:
    each = planned("sine", units=2)
    page = look(each, way(each, range(120)))
    expect(page.locator(".weights-way")).to_have_attribute("data-moments", "120")


def test_the_way_knows_every_epoch_also_where_the_newest_weights_come_last(
    look: Look, picture_window: Page
) -> None:
    def late(route: Route) -> None:
        picture_window.wait_for_function("picture.moments.scene")
        route.continue_()

    picture_window.route("**/pictures/latest*", late)
    try:
        each = planned("sine", units=2)
        page = look(each, way(each, range(120)))
        expect(page.locator(".weights-way")).to_have_attribute("data-moments", "120")
    finally:
        picture_window.unroute_all()


def test_the_server_says_what_is_wrong(look: Look, picture_server: PictureServer) -> None:
    each = planned()
    finding = {
        "kind": "dead_layer",
        "sentence": "Dense 1: all of its 4 units are dead.",
        "remedy": "",
        "warns": True,
    }
    page = look(each, way(each, range(3)), findings=[finding])
    expect(page.locator(".notes .words")).to_have_text(finding["sentence"])
    asked = parse_qs(picture_server.shown.asked[-1])
    assert asked["epoch"] == ["2"]
    assert asked["now"] != asked["first"]
    assert len(asked["now"][0].split("],")) == 2  # a hidden layer and the output


@pytest.mark.parametrize("dataset", ["spiral", "auto-mpg", "sine"])
def test_a_network_that_exploded_is_drawn_and_told_of(
    look: Look, picture_server: PictureServer, dataset: str
) -> None:
    each = planned(dataset)
    weights = way(each, range(2))
    weights[2] = [np.full_like(values, np.nan) for values in weights[1]]
    page, errors = look(each, weights), []
    page.on("pageerror", lambda error: errors.append(error))
    for view in ("Network", "Weights"):
        page.get_by_role("tab", name=view).click()
        expect(page.locator(".picture")).to_have_attribute("data-view", view.lower())
    assert page.evaluate("picture.picture.finite") is False
    page.wait_for_function("picture.moments.diagnosis.answers.size > 0")
    asked = parse_qs(picture_server.shown.asked[-1])
    assert json.loads(asked["now"][0]) == [[0, 0, None, None]] * 2
    assert errors == []


def test_a_picture_of_before_is_shown_as_it_is(look: Look, picture_server: PictureServer) -> None:
    """A run of an earlier version has kept its last picture: the scene of now does not make it another."""
    each = planned()
    page = look(each, way(each, range(3)))
    header = page.evaluate("() => ({ ...picture.picture, arrays: null })")
    header |= {"epoch": 9, "warnings": [{"sentence": "As it was."}], "isEvaluated": False}
    output = np.array(page.evaluate(OUTPUT), np.float32).reshape(1, header["grid"], header["grid"])
    for layer in header["layers"]:
        for name in ("maps", "sums", "weights", "bias"):
            layer.pop(name, None)
    del header["arrays"]
    picture_server.shown.pictures = [Picture(header, {"output": output})]
    page.goto(picture_server.url)
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "9")
    expect(page.locator(".notes .words")).to_have_text("As it was.")


# Several moments are shown one after the other; then each picture that is under way comes. Returns the epochs under way
# at first, and after each picture those asked for so far and those drawn.
SHOWN = """async (module) => {
  const { Evaluation } = await import(module);
  const [asked, waiting, drawn] = [[], [], []];
  const picture = ({ epoch }) => {
    asked.push(epoch);
    return new Promise((resolve) => waiting.push(() => resolve({ epoch })));
  };
  const heard = { drawn: ({ epoch }) => drawn.push(epoch), failed: () => {} };
  const evaluation = new Evaluation({ hold: () => {}, picture }, { axes: [] }, null, heard);
  let last = null;
  for (const epoch of [1, 2, 3, 4]) last = evaluation.show({ epoch, weights: null });
  const first = [...asked];
  while (waiting.length) {
    waiting.shift()();
    await new Promise((resolve) => setTimeout(resolve));
  }
  await last;
  return [first, asked, drawn];
}"""


def test_the_next_picture_is_computed_while_one_is_drawn_and_of_later_moments_the_last_one(
    picture_server: PictureServer, picture_window: Page
) -> None:
    picture_window.goto(f"{picture_server.url}/assets/kit/series.js")
    first, asked, drawn = picture_window.evaluate(SHOWN, f"{picture_server.url}/assets/picture/evaluation.js")
    assert first == [1, 2]
    assert asked == drawn == [1, 2, 4]
