"""A person drops a file, trains on it, finds it again, changes one thing, and removes it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.playground_page import Playground, Visit

pytestmark = pytest.mark.timeout(600)

ROWS = 60
# Semicolons, decimal commas, an umlaut, a column without a name, and names that would like to be more than names.
PLACE, EDGE = "**Lage** <img src=x onerror=alert(1)>", "$x$ <b>Rand</b> http://a.example"
CONTENT = f"Größe;;{PLACE};Miete\n" + "".join(
    f"{20 + row},5;{row % 5};{'Mitte' if row % 3 else EDGE};{400 + 9 * row},25\n" for row in range(ROWS)
)
# What Markdown, HTML and LaTeX would make of them.
MARKUP = 'img[src="x"], a[href*="a.example"], b:text-is("Rand"), strong:text-is("Lage"), .katex'


def choose(person: Playground, key: str, option: str) -> None:
    person.named(key).get_by_role("combobox").click()
    person.page.get_by_role("option", name=option, exact=True).click()
    settled(person)


def settled(person: Playground) -> None:
    expect(person.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def test_an_own_table_from_the_drop_to_its_removal(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "Wohnungen.csv"
    file.write_text(CONTENT, "utf-8")
    person = visit("/")
    page = person.page
    page.on("dialog", lambda _: pytest.fail("a name ran as code"))
    page.get_by_role("link", name="Data", exact=True).click()
    page.get_by_role("button", name="Add your own").click()
    page.locator('.st-key-upload input[type="file"]').set_input_files(file)
    expect(page.locator(".st-key-upload").get_by_role("status")).to_contain_text("60 rows, 4 columns.")
    page.get_by_role("button", name="Use this table").click()
    expect(page.get_by_text("A table of your own with 60 rows and 4 columns.")).to_be_visible()
    choose(person, "target", "Größe")
    expect(page.get_by_text("the network tells how much it is (regression)")).to_be_visible()
    page.get_by_role("tab", name="Prepare").click()
    expect(page.get_by_text(f"one for each value: {PLACE} (2).")).to_be_visible()
    expect(page.locator(MARKUP)).to_have_count(0)
    page.get_by_role("button", name="Use on the Playground").click()
    person.ready()
    expect(page.get_by_text("Wohnungen.csv ·").first).to_be_attached()
    person.set_epochs(3)
    run = person.train()
    assert person.wait_for_end() == "finished"
    expect(page.get_by_text(PLACE).first).to_be_attached()
    expect(page.locator(MARKUP)).to_have_count(0)
    person.reload()
    expect(person.curves).to_have_attribute("data-run", run)
    expect(person.curves).to_have_attribute("data-state", "finished")
    person.press("twin")
    person.ready()
    assert person.train() != run
    assert person.wait_for_end() == "finished"
    page.get_by_role("link", name="Data", exact=True).click()
    page.get_by_role("button", name="Add your own").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("2 of your runs lose their data")).to_be_visible()
    page.get_by_role("button", name="Remove it for good").click()
    expect(page.get_by_text("You have no table of your own here yet")).to_be_visible()
    person.open(f"/?run={run}")
    expect(person.curves).to_have_attribute("data-state", "finished")  # its curves stay
    person.wait_for_epoch(3)
