"""What outlives a page, a browser and the server, seen in a real browser."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, expect

from playground.persons import VISITOR, new_number
from tests.support.chromium import PATIENCE
from tests.support.experiments import LONG
from tests.support.installation import TELLS, Kind, start
from tests.support.kept_runs import Kept, owner_of
from tests.support.playground_page import Playground, Visit, address_of
from tests.support.steps import ask_until, told, wait_for_hold

pytestmark = pytest.mark.timeout(timedelta(minutes=10).total_seconds())

# One person trains on it, one run.
SMALL = Kind(TELLS.variable, {**TELLS.more, "PLAYGROUND_WORKERS": "1"})


def curve(person: Playground, run: str) -> list[float]:
    """The validation losses that the page's server tells of a run."""
    answer = person.get(f"/runs/{run}/curves")
    assert answer.ok
    losses: list[float] = answer.json()["curves"]["val_loss"]
    return losses


def asks_for_nothing(person: Playground) -> bool:
    """Whether a page that draws further epochs asks for none meanwhile."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.extend([request.url] * ("/curves" in request.url))

    person.page.on("request", note)
    person.wait_for_epoch(person.epoch + 3)
    person.page.remove_listener("request", note)
    return not asked


def test_a_run_is_live_after_a_reload_and_in_another_browser_and_steered_by_its_person_alone(
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
    other = visit_stub(f"/?run={run}")
    other.wait_for_epoch(seen + 2)
    assert other.run == run
    assert any(asks_for_nothing(other) for _ in range(20)), "the page is not fed by its stream"

    person.press("pause")
    expect(other.curves).to_contain_text(re.compile("[Pp]aused"))
    ask_until(other, f"/runs/{run}/curves", lambda answer: answer.json()["paused"])
    held = told(other)["epoch"]
    person.press("step")
    wait_for_hold(other, held + 1)
    person.press("pause")
    other.wait_for_epoch(held + 2)
    # It is not theirs: they look, and do not touch; their own run trains beside it.
    expect(other.button("stop")).to_be_disabled()
    other.unfold("training")
    field = other.page.get_by_role("spinbutton", name="Epochs", exact=True)
    field.fill("4")  # left by the very click that starts the run
    own = other.train()
    assert own != run
    assert other.wait_for_end() == "finished"
    assert told(other)["epochs"] == 4
    assert other.epoch == 4
    assert (person.run, person.state) == (run, "running")
    person.stop()
    assert person.wait_for_end() == "stopped"
    assert person.run == run
    assert seen < person.epoch < LONG.training.epochs
    assert (other.run, other.state) == (own, "finished")


def test_a_killed_server_has_lost_no_run_when_it_is_back(browser: Browser, tmp_path: Path) -> None:
    number = new_number()
    kept = Kept(tmp_path, owner_of(number))
    finished = kept.run(1.0, 0.5, 0.4, preset="single-neuron", epochs=2).id
    kept.close()
    server = start(SMALL, tmp_path)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": VISITOR, "value": number, "url": server.url}])
    person = Playground(context.new_page(), server.url)
    person.open(address_of(LONG))
    going = person.train()
    person.wait_for_epoch(3)
    shown = person.epoch
    server.kill()
    server = start(SMALL, tmp_path, server.port)
    person.reload()
    expect(person.curves).to_have_attribute("data-state", "interrupted")
    person.wait_for_epoch(shown)
    assert person.run == going
    expect(person.curves).to_contain_text("The server was started anew")
    assert curve(person, finished) == [1.0, 0.5, 0.4]
    # The page is ready to train again, with the settings of the run.
    expect(person.page.get_by_text(f"{LONG.training.epochs:,} epochs").first).to_be_visible()
    expect(person.button("train")).to_be_enabled()
    context.close()
    assert server.complaints() == []
    assert server.stop() == []
