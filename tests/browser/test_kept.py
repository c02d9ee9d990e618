"""What outlives a page, a browser and the server, seen in a real browser; and a run beside its twin."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.experiments import LONG, SHORT
from tests.support.playground_page import Playground, Visit
from tests.support.server import Server

pytestmark = [pytest.mark.app, pytest.mark.timeout(timedelta(minutes=5).total_seconds())]


def curve(person: Playground, run: str) -> list[float]:
    """The validation losses that the page's server tells of a run."""
    answer = person.page.request.get(f"{person.url}/runs/{run}/curves")
    assert answer.ok
    losses: list[float] = answer.json()["curves"]["val_loss"]
    return losses


def test_a_twin_trains_beside_its_original_in_one_chart(visit: Visit, tmp_path: Path) -> None:
    person = visit()
    person.open_experiment(SHORT, tmp_path)
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
        """() => document.querySelector(".live-curves .js-plotly-plot").data
                 .some((trace) => /seed 0/.test(trace.name) && trace.y.length === 61)"""
    )
    assert curve(person, other) != curve(person, same)


def test_a_run_is_seen_live_after_a_reload_and_in_a_second_browser_and_keeps_its_curves_when_stopped(
    visit: Visit, tmp_path: Path
) -> None:
    person = visit()
    person.open_experiment(LONG, tmp_path)
    run = person.train()
    person.wait_for_epoch(2)
    seen = person.epoch
    person.reload()
    person.wait_for_epoch(seen + 1)
    assert person.run == run
    expect(person.button("stop")).to_be_enabled()
    other = visit(f"/?run={run}")
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
    server = Server(tmp_path / "log", database=f"sqlite:///{tmp_path / 'playground.db'}")
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    person = Playground(page, server.url)
    person.open()
    person.open_experiment(SHORT, tmp_path)
    finished = person.train()
    person.wait_for_end()
    losses = curve(person, finished)
    person.open_experiment(LONG, tmp_path)
    going = person.train()
    person.wait_for_epoch(3)
    shown = person.epoch
    server.kill()
    server = Server(tmp_path / "log", database=f"sqlite:///{tmp_path / 'playground.db'}", port=server.port)
    person.reload()
    expect(person.curves).to_have_attribute("data-state", "interrupted")
    person.page.wait_for_function(
        "least => Number(document.querySelector('.live-curves').dataset.epoch) >= least", arg=shown
    )
    assert person.run == going
    expect(person.curves).to_contain_text("The server was started anew")
    person.open(f"/?run={finished}")
    expect(person.curves).to_have_attribute("data-state", "finished")
    assert curve(person, finished) == losses
    # The page is ready to train again, with the settings of the run.
    expect(person.button("train")).to_be_enabled()
    assert server.complaints() == []
    assert server.stop() == []


def test_settings_that_are_not_trained_outlive_a_reload(visit: Visit) -> None:
    person = visit()
    expect(person.page).to_have_url(re.compile(r"/\??$"))
    person.set_epochs(123)
    expect(person.page).to_have_url(re.compile(r"\?experiment=1\."))
    person.set_epochs(321)
    person.reload()
    expect(person.page.get_by_text("321 epochs").first).to_be_visible()
    person.set_epochs(500)  # as the preset has it
    expect(person.page).not_to_have_url(re.compile("experiment="))


@pytest.mark.parametrize("nonsense", ["run=nonsense", "experiment=1.nonsense", f"twin={'x' * 5000}"])
def test_an_address_with_nonsense_in_it_gives_one_sentence_and_the_default_page(
    visit: Visit, nonsense: str
) -> None:
    person = visit(f"/?{nonsense}")
    expect(person.page.get_by_test_id("stToast")).to_have_text(
        re.compile(r"^\W*\w+\s*(The|This) [^.]{10,300}\.\s*$")
    )
    expect(person.page).to_have_url(re.compile(r"/\??$"))
    expect(person.button("train")).to_be_enabled()
    expect(person.named("preset").get_by_role("combobox")).to_have_value("Red wine, early stopping")
