"""Settings and runs go from page to page, in a real browser: by a reload, by a copied address, by a file."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from playground.experiment.presets import presets
from tests.support.playground_page import Playground, Visit

pytestmark = pytest.mark.timeout(timedelta(minutes=10).total_seconds())

FIRST = next(iter(presets().values()))


def shared(person: Playground) -> str:
    """What is in the clipboard once the address has been copied; the popover is left open."""
    person.page.get_by_role("button", name="Copy", exact=True).click()
    expect(person.page.get_by_role("button", name="Copied")).to_be_visible()
    text: str = person.page.evaluate("navigator.clipboard.readText()")
    return text


def open_popover(person: Playground) -> None:
    person.page.mouse.move(720, 890)  # the help of the button pressed last lies over what stands beside it
    person.press("share")
    expect(person.page.get_by_role("img", name="QR code of the address")).to_be_visible()


def test_settings_outlive_a_reload_and_go_by_address_and_by_file(visit_stub: Visit, tmp_path: Path) -> None:
    person = visit_stub(permissions=("clipboard-read", "clipboard-write"))
    expect(person.page).to_have_url(re.compile(r"/\??$"))
    person.set_epochs(77)
    expect(person.page).to_have_url(re.compile(r"\?experiment=1\."))
    person.set_epochs(FIRST.training.epochs)
    expect(person.page).not_to_have_url(re.compile("experiment="))
    person.set_epochs(77)
    open_popover(person)
    address = shared(person)
    assert address.startswith(f"{person.url}/?experiment=1.")
    expect(person.page).to_have_url(address)  # so that a reload opens what the copied address opens elsewhere
    person.reload()
    expect(person.page.get_by_text("77 epochs").first).to_be_visible()
    expect(person.page.get_by_test_id("stToast")).to_have_count(0)

    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"data": {"dataset": "red-wine"}, "colour": "red"}')
    person.open_file(wrong)
    sentence = person.page.get_by_test_id("stAlert")
    expect(sentence).to_contain_text("Nothing was changed")
    expect(sentence).to_contain_text("colour")
    expect(person.page.get_by_text("77 epochs").first).to_be_visible()
    expect(person.button("train")).to_be_enabled()
    with person.page.expect_download() as download:
        person.named("download").get_by_role("button").click()
    file = tmp_path / "experiment.json"
    download.value.save_as(file)
    content = json.loads(file.read_text())
    assert (content["data"]["dataset"], content["training"]["epochs"]) == (FIRST.data.dataset, 77)
    content["training"]["epochs"] = 78
    file.write_text(json.dumps(content))
    person.open_file(file)
    expect(person.page.get_by_text("78 epochs").first).to_be_visible()

    run = person.train()
    open_popover(person)
    person.page.get_by_text("This run", exact=True).click()
    expect(person.page.get_by_label("Address of this run")).to_have_value(f"{person.url}/?run={run}")
    assert shared(person) == f"{person.url}/?run={run}"
