"""A finished run is judged by hand, asked, and taken away; what a browser saves of it can be opened."""

import csv
import io
import json
import re
import zipfile

import nbformat
import pytest
from playwright.sync_api import Locator, expect

from tests.support.chromium import PATIENCE
from tests.support.experiments import SHORT
from tests.support.playground_page import Playground, Visit, address_of

pytestmark = pytest.mark.timeout(600)

_ROW = 35  # pixels, as Streamlit draws its tables


def cells(table: Locator) -> list[str]:
    """The texts of a table's cells in sight, as a screen reader has them."""
    return [text.strip() for text in table.locator("td").all_text_contents()]


def saved(person: Playground, button: Locator) -> bytes:
    """What a press on a button saves."""
    with person.page.expect_download(timeout=PATIENCE) as download:
        button.click(timeout=PATIENCE)
    return download.value.path().read_bytes()


def opened(content: bytes) -> dict[str, bytes]:
    """The files in an archive, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def judged_and_asked(person: Playground) -> None:
    """Moves the threshold, clicks a number of the matrix, and follows a row through the layers."""
    page, dialog = person.page, person.page.get_by_role("dialog")
    matrix = page.locator('[class*="st-key-judge_matrix-validation"]')
    expect(matrix.locator("td")).to_have_count(6)  # two lines of a name and two numbers
    of_first, missed = int(cells(matrix)[1]), int(cells(matrix)[2])
    dialog.get_by_role("slider").press("Home")  # above 0 every row is called class 1
    expect(matrix.locator("td").nth(1)).to_have_text("0")
    expect(matrix.locator("td").nth(2)).to_have_text(str(of_first + missed))
    grid = matrix.locator(".dvn-scroller")  # above the canvas lies what scrolls it
    box = grid.bounding_box()
    assert box is not None
    grid.click(position={"x": box["width"] - 40, "y": 1.5 * _ROW}, timeout=PATIENCE)
    expect(dialog.get_by_text(re.compile(rf"^{of_first + missed} rows are “"))).to_be_visible()
    rows = dialog.get_by_role("region", name="Rows of the table")
    rows.scroll_into_view_if_needed(timeout=PATIENCE)  # what is out of sight has not been drawn yet
    expect(rows.locator("td").first).to_be_attached()
    dialog.get_by_role("tab", name="Ask it").click(timeout=PATIENCE)
    dialog.get_by_role("radio", name="Through the layers").click(timeout=PATIENCE)
    way = page.locator(".st-key-ask_way .figure")
    expect(way).to_have_attribute("data-points", "3")  # inputs, hidden layer, output
    expect(way.get_by_text("Dense 1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_run_is_judged_asked_and_taken_away_by_hand(visit: Visit) -> None:
    person = visit(address_of(SHORT))
    page = person.page
    person.train()
    assert person.wait_for_end() == "finished"
    person.press("judge")
    judged_and_asked(person)
    person.named("take_away").get_by_role("button").first.click(timeout=PATIENCE)
    made = {
        "Script": "script.zip",
        "Notebook": "notebook.zip",
        "Model": "model.zip",
        "TensorBoard": "tensorboard.zip",
        "Report": "report.html",
    }
    found = {}
    for title, file in made.items():
        page.get_by_role("button", name=title, exact=True).click(timeout=PATIENCE)
        found[file] = saved(person, page.get_by_role("button", name=f"Save {file}"))
    script, model = opened(found["script.zip"]), opened(found["model.zip"])
    (code,) = (content for name, content in script.items() if name.endswith(".py"))
    compile(code, "script.py", "exec")
    (notebook,) = (
        content for name, content in opened(found["notebook.zip"]).items() if name.endswith(".ipynb")
    )
    nbformat.validate(nbformat.reads(notebook.decode(), as_version=4))
    (network,) = (content for name, content in model.items() if name.endswith(".keras"))
    assert json.loads(opened(network)["config.json"])["class_name"]
    events = opened(found["tensorboard.zip"])
    assert {name.partition("/")[0] for name in events} == {"train", "validation"}
    assert all(events.values())
    assert found["report.html"].decode().rstrip().endswith("</html>")
    history = saved(person, page.get_by_role("button", name="History (CSV)")).decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(history)))) == SHORT.training.epochs
    experiment = json.loads(saved(person, page.get_by_role("button", name="Experiment (JSON)")))
    assert experiment["data"]["dataset"] == SHORT.data.dataset
