"""What the browser knows of the kinds of layers is what Python knows."""

import pytest
from playwright.sync_api import Error, Page, expect

from playground.experiment import Dropout
from playground.layers.kind import Kind
from playground.layers.table import KINDS
from tests.support.layer_pictures import picture_with
from tests.support.made_up_pictures import PLANE
from tests.support.picture_server import PictureServer, Shown

FOUND = """module => import(module).then(({ KINDS }) => Object.fromEntries(Object.entries(KINDS).map(
  ([name, kind]) => [name, {
    isColumn: kind.width === undefined,
    isSpread: kind.isSpread !== false,
    changes: kind.changesInTraining === true,
    hasCurve: kind.curve !== undefined,
  }],
)))"""


def test_every_kind_of_layer_has_its_file(picture_server: PictureServer, picture_window: Page) -> None:
    module = f"{picture_server.url}/assets/picture/layers/table.js"
    picture_window.goto(module)
    found = picture_window.evaluate(FOUND, module)
    assert set(found) == {*KINDS, "input", "output"}
    assert {name: found[name] for name in KINDS} == {
        name: {
            "isColumn": kind.has_matrix,
            "isSpread": not kind.passes_on,
            "changes": bool(kind.in_training),
            "hasCurve": kind().curve is not None,
        }
        for name, kind in KINDS.items()
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_picture_draws_it_and_tells_what_it_does(
    kind: type[Kind], picture_server: PictureServer, picture_window: Page
) -> None:
    page = picture_window
    errors: list[Error] = []
    page.on("pageerror", lambda error: errors.append(error))
    layer = kind()
    shown = picture_with(layer)
    picture_server.shown = Shown(PLANE, [shown], set())
    page.set_viewport_size({"width": 640, "height": 560})
    page.mouse.move(2, 2)
    page.goto(picture_server.url)
    page.get_by_role("tab", name="Network").click()
    title = shown.header["layers"][2]["title"]
    neuron = page.get_by_role("button", name=f"{title}, neuron 2")
    expect(neuron).to_be_visible()
    expect(page.get_by_text("switched off by dropout")).to_be_visible(visible=kind is Dropout)
    neuron.focus()
    card = page.locator(".neuron-card")
    expect(card.locator("h5")).to_contain_text(title)
    expect(card.locator(".formula")).to_contain_text("y = ")
    expect(card.locator(".activation")).to_be_visible(visible=layer.curve is not None)
    page.get_by_role("tab", name="Weights").click()
    expect(page.locator(".histogram-name strong", has_text=title)).to_have_count(0 if kind.passes_on else 1)
    assert errors == []
