"""A file is sent and shown as it was read; what is in doubt is decided by the person before the table is used."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.support.bare_page import BarePage
from tests.support.chromium import PATIENCE

DIGEST = "ab" * 32
NAMES = ("<b>Größe</b>", "$x^2$ *ä* 🍷", "\u202eabc", "n" * 300)


def read(**more: Any) -> dict[str, Any]:
    return {
        "digest": DIGEST,
        "dataset": f"upload:{DIGEST}",
        "status": "read",
        "dialect": {"delimiter": ";", "quote": '"', "decimal": ",", "encoding": "utf-8", "header": True},
        "reading": {"delimiter": ";", "doubled": True},
        "rows": 1234,
        "columns": [{"name": name, "kind": "number", "missing": 0, "distinct": 2} for name in NAMES],
        "doubts": [],
        "doubts_in_all": 0,
        "left_out": [],
        "left_out_in_all": 0,
        "sheets": [],
        "first": [["1,5", "<i>x</i>", "", "z"], ["2", "y", "", "z"]],
        **more,
    }


def file(content: bytes = b"a;b\n1;2\n") -> FilePayload:
    return {"name": "<u>my</u> table.csv", "mimeType": "text/csv", "buffer": content}


@pytest.fixture
def bare(browser: Browser) -> Iterator[BarePage]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    bare = BarePage(context.new_page(), "upload")
    bare.open({"address": "/tables", "mostBytes": 1000, "visitor": None})
    yield bare
    context.close()


def test_a_file_is_read_shown_as_text_overruled_and_taken(bare: BarePage) -> None:
    bare.answers["/tables"] = (200, read())
    bare.answers[f"/tables/{DIGEST}"] = (200, read(rows=99))
    page = bare.page
    page.get_by_label("Choose a file").set_input_files(file())
    status = page.get_by_role("status")
    expect(status).to_contain_text("“<u>my</u> table.csv” is read: 1,234 rows, 4 columns.")
    assert page.locator("th").all_text_contents() == list(NAMES)
    assert page.locator("td").all_text_contents()[:2] == ["1,5", "<i>x</i>"]
    page.get_by_label("Decimal sign").select_option("point: 1.5")
    expect(status).to_contain_text("99 rows")
    page.get_by_role("button", name="Use this table").click()
    assert bare.told() == [
        ["use", {"dataset": f"upload:{DIGEST}", "reading": {**read()["reading"], "decimal": "."}}]
    ]


def test_what_is_in_doubt_is_named_and_has_to_be_decided(bare: BarePage) -> None:
    doubt = {"row": 7, "column": "price", "sentence": "“12?” is no number"}
    of_rows = {"left_out": [7, 8, 9, 10, 11], "left_out_in_all": 1205}
    bare.answers["/tables"] = (200, read(status="doubtful", doubts=[doubt], doubts_in_all=12, **of_rows))
    page = bare.page
    page.get_by_role("button", name="Paste a table instead").click()
    page.get_by_label("A table as text").fill("a;b\n1;2")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("1,205 rows cannot be read: 7, 8, 9, 10, 11 and 1,200 more.")).to_be_visible()
    expect(page.get_by_role("listitem").first).to_have_text("row 7, column “price”: “12?” is no number")
    expect(page.get_by_role("listitem").last).to_have_text("… and 11 doubts more.")
    take = page.get_by_role("button", name="Use this table")
    expect(take).to_be_disabled()
    page.get_by_label("Leave them out").check()
    take.click()
    assert bare.told()[0][1]["reading"] == {**read()["reading"], "doubtful": "leave_out"}


def test_a_file_that_is_too_large_or_no_table_is_a_sentence(bare: BarePage) -> None:
    page = bare.page
    page.get_by_label("Choose a file").set_input_files(file(b"x" * 2000))
    status = page.get_by_role("status")
    expect(status).to_contain_text("a file may have 0.001 MB at most")
    bare.answers["/tables"] = (422, {"error": "This file is empty.", "status": "refused"})
    page.get_by_label("Choose a file").set_input_files(file())
    expect(status).to_have_text("This file is empty.")
    # Who knows how it is written can still say so.
    bare.answers["/tables"] = (200, read())
    page.get_by_label("Between cells").select_option("tab")
    expect(status).to_contain_text("1,234 rows")


def test_a_file_waits_until_the_server_has_room_for_it(bare: BarePage) -> None:
    bare.answers["/tables"] = (429, {"error": "Another file is being read."})
    bare.page.get_by_label("Choose a file").set_input_files(file())
    status = bare.page.get_by_role("status")
    expect(status).to_have_text("Another file is being read.")
    bare.answers["/tables"] = (200, read())
    expect(status).to_contain_text("1,234 rows")
    again = f"/tables/{DIGEST}"  # the same file, read in another way
    bare.answers[again] = (429, {"error": "Another file is being read."})
    bare.page.get_by_label("Decimal sign").select_option("point: 1.5")
    expect(status).to_have_text("Another file is being read.")
    bare.answers[again] = (200, read(rows=99))
    expect(status).to_contain_text("99 rows")
