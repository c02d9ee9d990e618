"""Presets that end in two ways, trained in a real browser; `tests/training/test_presets.py` trains them all."""

import pytest
from playwright.sync_api import expect

from playground.presets import presets
from tests.support.playground_page import Playground, Visit

pytestmark = [pytest.mark.app, pytest.mark.timeout(400)]

# The chart is never taken out of the page during a run.
WATCH = """() => {
    const nodes = [...document.querySelectorAll(".live-curves, .live-curves .js-plotly-plot")];
    nodes.forEach((node) => (node.taggedByTest = true));
    window.lostByTest = 0;
    new MutationObserver(() => {
        if (nodes.some((node) => !node.isConnected)) window.lostByTest += 1;
    }).observe(document.body, {childList: true, subtree: true});
}"""


def ends_in_one_chart(person: Playground) -> str:
    """Trains what the page shows, sees that the chart stays, and returns how the run ended."""
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
    return ended


def test_presets_train_to_their_end_in_one_chart_and_a_failure_says_what_to_try(visit: Visit) -> None:
    # What a newcomer trains first: the page comes with it.
    person = visit()
    planned = presets()["red-wine-early-stopping"].training.epochs
    ended = ends_in_one_chart(person)
    assert (
        person.epoch < planned if ended == "stopped_early" else (ended, person.epoch) == ("finished", planned)
    )
    diverges = presets()["concrete-diverges"]
    person.choose_preset(diverges.title)
    assert ends_in_one_chart(person) == "failed"
    assert 0 <= person.epoch < diverges.training.epochs
    for advice in ("learning rate", "scaling", "BatchNormalization"):
        expect(person.curves).to_contain_text(advice)
