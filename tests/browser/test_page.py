"""The page itself: what is in sight, in which light, what it asks for, and what it says to a wrong file."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from playground.presets import presets
from tests.support.chromium import PATIENCE
from tests.support.playground_page import Visit

pytestmark = [pytest.mark.app, pytest.mark.timeout(300)]

# What a file holds, and what the sentence that refuses it has to name.
WRONG = {
    '{"data": {"dataset": "red-wine"': "line 1",
    '{"data": {"dataset": "red-wine"}, "colour": "red"}': "colour",
    '{"data": {"dataset": "red-wine"}, "network": {"layers": [{"type": "dense", "units": -3}]}}': "units",
    '{"data": {"dataset": "red-wine", "features": ["taste"]}}': "taste",
}


def test_controls_and_curves_are_seen_together_on_a_projector_and_come_from_one_server(visit: Visit) -> None:
    person = visit()
    for seen in (
        person.button("train"),
        person.button("stop"),
        person.named("preset"),
        person.button("add_layer"),
        person.curves.locator(".js-plotly-plot").first,
    ):
        expect(seen).to_be_in_viewport(ratio=0.99)
    # Every test here fails at its end if another host was asked; this one sees that the chart is there all the same.
    loaded = person.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert any("plotly" in address for address in loaded)
    assert all(address.startswith((person.url, "data:", "blob:")) for address in loaded)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_in_light_and_dark_wide_and_narrow(visit: Visit, scheme: str) -> None:
    person = visit(color_scheme=scheme)
    background = person.page.get_by_test_id("stApp").evaluate(
        "node => getComputedStyle(node).backgroundColor"
    )
    shades = [int(part) for part in background.removeprefix("rgb(").removesuffix(")").split(",")]
    assert (sum(shades) < 3 * 128) == (scheme == "dark")
    for width in (1440, 1000, 400):
        person.page.set_viewport_size({"width": width, "height": 900})
        expect(person.button("train")).to_be_visible()
        expect(person.curves.locator(".js-plotly-plot").first).to_be_visible()
        person.page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=PATIENCE)


def test_wrong_files_are_refused_with_a_sentence_and_nothing_is_lost(visit: Visit, tmp_path: Path) -> None:
    person = visit()
    person.choose_preset(presets()["ionosphere"].title)
    person.set_epochs(77)
    for number, (text, said) in enumerate(WRONG.items()):
        file = tmp_path / f"wrong-{number}.json"
        file.write_text(text)
        person.open_file(file)
        sentence = person.page.get_by_test_id("stAlert")
        expect(sentence).to_contain_text(said)
        expect(sentence).to_contain_text("Nothing was changed")
        expect(person.page.get_by_text("77 epochs").first).to_be_visible()
        expect(person.button("train")).to_be_enabled()


def test_an_experiment_file_taken_home_opens_again(visit: Visit, tmp_path: Path) -> None:
    person = visit()
    person.choose_preset(presets()["ionosphere"].title)
    person.set_epochs(77)
    person.named("file").get_by_role("button").first.click()
    with person.page.expect_download() as download:
        person.named("download").get_by_role("button").click()
    file = tmp_path / "experiment.json"
    download.value.save_as(file)
    assert json.loads(file.read_text())["training"]["epochs"] == 77

    other = visit()
    other.open_file(file)
    expect(other.page.get_by_text("77 epochs").first).to_be_visible()
    expect(other.button("train")).to_be_enabled()
