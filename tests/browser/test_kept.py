"""What outlives a page, a browser and the server, seen in a real browser; and runs beside those they came from."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from playground.persons import VISITOR, new_number
from tests.support.experiments import LONG, SHORT
from tests.support.installation import TELLS, start
from tests.support.kept_runs import Kept, owner_of
from tests.support.playground_page import POLLING, Playground, Visit, address_of
from tests.support.steps import told

pytestmark = [pytest.mark.app, pytest.mark.timeout(timedelta(minutes=5).total_seconds())]

EPOCHS = SHORT.training.epochs


def curve(person: Playground, run: str) -> list[float]:
    """The validation losses that the page's server tells of a run."""
    answer = person.page.request.get(f"{person.url}/runs/{run}/curves")
    assert answer.ok
    losses: list[float] = answer.json()["curves"]["val_loss"]
    return losses


def test_twins_and_a_branch_train_beside_the_run_they_came_from_in_one_chart(visit: Visit) -> None:
    person = visit(address_of(SHORT))
    original = person.train()
    person.wait_for_end()
    person.press("twin")
    expect(person.page.get_by_text("So far: same settings")).to_be_visible()
    same = person.train()
    person.wait_for_end()
    # No change at all: the same curve to the last digit.
    assert curve(person, same) == curve(person, original)
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
        """length => document.querySelector(".live-curves .js-plotly-plot").data
                 .some((trace) => /seed 0/.test(trace.name) && trace.y.length === length)""",
        arg=EPOCHS + 1,
        polling=POLLING,
    )
    values = curve(person, other)
    assert values != curve(person, same)
    person.page.locator(".picture input[type=range]").fill("10")
    expect(person.page.locator(".picture")).to_have_attribute("data-epoch", "10")
    person.page.get_by_role("button", name="Branch from here").click()
    expect(person.curves).not_to_have_attribute("data-run", other)
    assert person.wait_for_end() == "finished"
    branch = told(person)
    assert branch["parent"] == other
    assert branch["curves"]["val_loss"][:10] == [None] * 10
    assert branch["curves"]["val_loss"][10:] == values[10:]  # nothing was changed


def test_a_run_is_seen_live_after_a_reload_and_in_a_second_browser_and_keeps_its_curves_when_stopped(
    visit_stub: Visit,
) -> None:
    person = visit_stub(address_of(LONG))
    run = person.train()
    person.wait_for_epoch(2)
    # Settings edited under way do not disturb it, and the page says that they are no longer the run's.
    notice = person.named("notice").get_by_text(re.compile("settings.*have changed"))
    expect(notice).to_be_hidden()
    person.set_epochs(3)
    expect(notice).to_be_visible()
    assert person.run == run
    seen = person.epoch
    person.reload()
    person.wait_for_epoch(seen + 1)
    assert person.run == run
    expect(person.button("stop")).to_be_enabled()
    other = visit_stub(f"/?run={run}")
    other.wait_for_epoch(seen + 2)
    assert other.run == run
    # It is not theirs: they look, and do not touch.
    expect(other.button("stop")).to_be_disabled()
    person.stop()
    assert person.wait_for_end() == "stopped"
    assert person.run == run
    assert seen < person.epoch < LONG.training.epochs
    expect(other.curves).to_have_attribute("data-state", "stopped")


def test_a_killed_server_has_lost_no_run_when_it_is_back(browser: Browser, tmp_path: Path) -> None:
    number = new_number()
    kept = Kept(tmp_path, owner_of(number))
    finished = kept.run(1.0, 0.5, 0.4, preset="single-neuron", epochs=2).id
    kept.close()
    server = start(TELLS, tmp_path)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": VISITOR, "value": number, "url": server.url}])
    person = Playground(context.new_page(), server.url)
    person.open(address_of(LONG))
    going = person.train()
    person.wait_for_epoch(3)
    shown = person.epoch
    server.kill()
    server = start(TELLS, tmp_path, server.port)
    person.reload()
    expect(person.curves).to_have_attribute("data-state", "interrupted")
    person.page.wait_for_function(
        "least => Number(document.querySelector('.live-curves').dataset.epoch) >= least",
        arg=shown,
        polling=POLLING,
    )
    assert person.run == going
    expect(person.curves).to_contain_text("The server was started anew")
    person.open(f"/?run={finished}")
    expect(person.curves).to_have_attribute("data-state", "finished")
    assert curve(person, finished) == [1.0, 0.5, 0.4]
    # The page is ready to train again, with the settings of the run.
    expect(person.button("train")).to_be_enabled()
    context.close()
    assert server.complaints() == []
    assert server.stop() == []
