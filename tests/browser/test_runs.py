"""A run from Train to its end, stopped, repeated, reloaded and edited under way, in a real browser."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from playground.presets import presets
from tests.support.experiments import LONG
from tests.support.playground_page import Playground, Visit

pytestmark = [pytest.mark.app, pytest.mark.timeout(timedelta(minutes=5).total_seconds())]

QUICK = presets()["single-neuron"]


def _train_long(person: Playground, folder: Path) -> str:
    """Starts the long run and waits until some epochs have come."""
    person.open_experiment(LONG, folder)
    run = person.train()
    person.wait_for_epoch(1)
    assert person.state == "running"
    return run


def _end(person: Playground) -> None:
    """Stops a run that a test no longer needs, so that the next test has its worker."""
    person.stop()
    assert person.wait_for_end() == "stopped"


def test_two_people_train_at_once_without_seeing_each_others_runs(visit: Visit, tmp_path: Path) -> None:
    one, other = visit(), visit()
    first = _train_long(one, tmp_path)
    assert other.run == ""
    other.choose_preset(QUICK.title)
    second = other.train()
    assert second != first
    assert other.wait_for_end() == "finished"
    assert one.run == first
    assert one.state == "running"
    assert one.page.locator("body").inner_text() != other.page.locator("body").inner_text()
    _end(one)
    assert other.state == "finished"


def test_the_run_of_an_unknown_address_is_said_to_be_gone(visit: Visit) -> None:
    person = visit("/?run=0123456789abcdef0123456789abcdef")
    expect(person.page.get_by_text("not kept here any more")).to_be_visible()
    expect(person.button("train")).to_be_enabled()


def test_settings_edited_in_mid_run_do_not_disturb_it_and_the_page_says_so(
    visit: Visit, tmp_path: Path
) -> None:
    person = visit()
    run = _train_long(person, tmp_path)
    notice = person.named("notice").get_by_text(re.compile("settings.*have changed"))
    expect(notice).to_be_hidden()
    person.set_epochs(3)
    expect(notice).to_be_visible()
    assert person.run == run
    person.wait_for_epoch(4)
    _end(person)
