"""Presets trained in a real browser, and runs beside those they came from.

`tests/worker/test_presets.py` trains all presets.
"""

import pytest
from playwright.sync_api import expect

from playground.experiment.presets import presets
from tests.support.playground_page import POLLING, Playground, Visit, address_of
from tests.support.steps import told

pytestmark = pytest.mark.timeout(600)

# The chart is never taken out of the page during a run.
WATCH = """() => {
    const nodes = [...document.querySelectorAll(".live-curves, .live-curves .js-plotly-plot")];
    nodes.forEach((node) => (node.taggedByTest = true));
    window.lostByTest = 0;
    new MutationObserver(() => {
        if (nodes.some((node) => !node.isConnected)) window.lostByTest += 1;
    }).observe(document.body, {childList: true, subtree: true});
}"""


def curve(person: Playground) -> list[float]:
    """The validation losses that the server tells of the run shown."""
    losses: list[float] = told(person)["curves"]["val_loss"]
    return losses


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


def test_a_preset_its_twins_and_a_branch_train_in_one_chart_and_a_failure_says_what_to_try(
    visit: Visit,
) -> None:
    preset = presets()["single-neuron"]
    epochs = preset.training.epochs
    person = visit(address_of(preset))
    assert ends_in_one_chart(person) == "finished"
    assert person.epoch == epochs
    values = curve(person)

    person.press("twin")
    expect(person.page.get_by_text("So far: same settings")).to_be_visible()
    person.train()
    person.wait_for_end()
    # No change at all: the same curve to the last digit.
    assert curve(person) == values

    person.press("twin")
    person.unfold("training")
    field = person.page.get_by_role("spinbutton", name="Seed")
    field.fill("7")
    field.press("Enter")
    expect(person.page.get_by_text("So far: seed 7")).to_be_visible()
    other = person.train()
    person.wait_for_end()
    expect(person.curves.locator(".beside .own")).to_contain_text("seed 7")
    expect(person.curves.locator(".beside .other")).to_contain_text("seed 0")
    person.page.wait_for_function(
        """last => document.querySelector(".live-curves .js-plotly-plot").data
                 .some((trace) => /seed 0/.test(trace.name) && trace.x.at(-1) === last)""",
        arg=epochs,
        polling=POLLING,
    )
    assert curve(person) != values

    values = curve(person)
    kept = person.get(f"/runs/{other}/pictures").json()["epochs"]
    begin = next(epoch for epoch, _ in kept if epoch >= 10)
    person.page.locator(".picture input[type=range]").fill(str(begin))
    expect(person.page.locator(".picture")).to_have_attribute("data-epoch", str(begin))
    person.page.get_by_role("button", name="Branch from here").click()
    expect(person.curves).not_to_have_attribute("data-run", other)
    assert person.wait_for_end() == "finished"
    branch = told(person)
    assert branch["parent"] == other
    assert branch["curves"]["val_loss"] == [None] * begin + values[begin:]  # nothing was changed

    diverges = presets()["concrete-diverges"]
    person.choose_preset(diverges.title)
    assert ends_in_one_chart(person) == "failed"
    assert 0 <= person.epoch < diverges.training.epochs
    for advice in ("learning rate", "scaling", "BatchNormalization"):
        expect(person.curves).to_contain_text(advice)
