"""Presets of every kind of end, trained in a real browser; `tests/training/test_presets.py` trains them all."""

import pytest
from playwright.sync_api import expect

from playground.presets import presets
from tests.support.playground_page import Visit

pytestmark = [pytest.mark.app, pytest.mark.timeout(400)]

# What a newcomer trains first, two classes, and a failure.
ENDS = ("red-wine-early-stopping", "ionosphere", "concrete-diverges")

# The chart is never taken out of the page during a run.
WATCH = """() => {
    const nodes = [...document.querySelectorAll(".live-curves, .live-curves .js-plotly-plot")];
    nodes.forEach((node) => (node.taggedByTest = true));
    window.lostByTest = 0;
    new MutationObserver(() => {
        if (nodes.some((node) => !node.isConnected)) window.lostByTest += 1;
    }).observe(document.body, {childList: true, subtree: true});
}"""


def _expected(name: str) -> set[str]:
    if name == "concrete-diverges":
        return {"failed"}
    if presets()[name].training.early_stopping:
        return {"stopped_early", "finished"}
    return {"finished"}


@pytest.mark.parametrize("name", ENDS)
def test_a_preset_trains_to_its_end_in_one_chart_and_a_failure_says_what_to_try(
    visit: Visit, name: str
) -> None:
    person = visit()
    person.choose_preset(presets()[name].title)
    expect(person.curves.locator(".js-plotly-plot").first).to_be_visible()
    person.page.evaluate(WATCH)
    person.train()
    ended = person.wait_for_end()
    assert person.page.evaluate("window.lostByTest") == 0
    kept = person.page.evaluate(
        "[...document.querySelectorAll('.live-curves .js-plotly-plot')].map((node) => !!node.taggedByTest)"
    )
    assert kept
    assert all(kept)
    assert ended in _expected(name)
    planned = presets()[name].training.epochs
    if ended == "finished":
        assert person.epoch == planned
    else:
        assert 0 <= person.epoch < planned
    if ended == "failed":
        for advice in ("learning rate", "scaling", "BatchNormalization"):
            expect(person.curves).to_contain_text(advice)
