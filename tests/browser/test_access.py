"""What axe-core (https://github.com/dequelabs/axe-core) finds on the pages, in light and dark, wide and narrow."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from playground.persons import new_number
from playground.studies.sweep import SweptSetting
from tests.support.kept_runs import Seed
from tests.support.playground_page import Visit, wait_for_scheme
from tests.support.runs_page import RunsPage

pytestmark = pytest.mark.timeout(600)

QUICK = "single-neuron"
# Rules that elements of Streamlit itself break, each with a selector of these elements and the reason.
OF_STREAMLIT: dict[str, tuple[str, str]] = {}
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],  # elements that keep the rules are not described
}


def findings(page: Page) -> list[str]:
    """A line for each element that breaks a rule, without those of Streamlit."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))} {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
        if not _is_of_streamlit(page, rule["id"], node)
    ]


def _is_of_streamlit(page: Page, rule: str, node: dict[str, Any]) -> bool:
    selector = OF_STREAMLIT.get(rule, ("", ""))[0]
    return bool(selector) and page.locator(str(node["target"][-1])).first.evaluate(
        "(node, selector) => node.closest(selector) !== null", selector
    )


def test_axe_finds_nothing_on_any_page(visit_stub: Visit, seed: Seed) -> None:
    number = new_number()
    with seed(number) as kept:
        one, two = (kept.run(1.0, 0.5, 0.4, preset=QUICK, epochs=epochs).id for epochs in (5, 6))
        study = kept.seeds(0.3, 0.31, preset=QUICK, epochs=1)
        sweep = kept.sweep([SweptSetting("training.batch_size", (8, 16))], [0.3, 0.4], preset=QUICK)
    person = visit_stub(None, number=number)
    page = RunsPage(person)
    found: dict[str, list[str]] = {}
    person.open(f"/?run={one}")
    for form in ("data", "training", "code"):
        person.unfold(form)
    _look(person.page, "/", found)
    person.page.goto(f"{person.url}/data")
    _look(person.page, "/data", found)
    for query in (
        "",
        f"?compare={one}",
        f"?compare={one},{two}",
        f"?over={one}",
        f"?seeds={study}",
        f"?sweep={sweep}",
    ):
        page.go(f"/runs{query}")
        _look(person.page, f"/runs{query}", found)
    said = [f"{name}: {line}" for name, lines in found.items() for line in lines]
    assert not said, "\n".join(said)


def _look(page: Page, name: str, found: dict[str, list[str]]) -> None:
    looks: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1440), ("dark", 400))
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        wait_for_scheme(page, scheme)
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        # A colour on its way from one scheme to the other is nobody's colour.
        page.add_style_tag(content="* { transition: none !important; animation: none !important }")
        if lines := findings(page):
            found[f"{name} {scheme} {width}"] = lines
