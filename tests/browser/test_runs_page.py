"""Runs come back, are compared, named, starred, deleted and brought back, in a real browser."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from playground.persons import new_number
from playground.studies.sweep import SweptSetting
from tests.support.chromium import PATIENCE
from tests.support.experiments import LONG
from tests.support.kept_runs import Seed
from tests.support.playground_page import POLLING, RUN, Visit, address_of, fits
from tests.support.runs_page import RunsPage

pytestmark = pytest.mark.timeout(600)

QUICK = "single-neuron"
OVER = {"optimizer.learning_rate": (0.1, 0.01, 0.001, 0.0001), "batch_size": (8, 16, 32, 64)}
FALLING = (1.0, 0.5, 0.4, 0.3, 0.35, 0.32)


@pytest.fixture
def number() -> str:
    """The number in the cookie of the person who has runs."""
    return new_number()


def test_three_runs_are_chosen_and_compared_and_a_link_shows_the_same_and_one_is_opened(
    visit_stub: Visit, seed: Seed, number: str
) -> None:
    with seed(number) as kept:
        runs = [kept.run(*FALLING, preset=QUICK, epochs=epochs).id for epochs in (5, 6, 7)]
    person = visit_stub(None, number=number)
    page = RunsPage(person)
    page.go("/runs")
    for row in range(3):
        page.choose(row)
    assert sorted(page.chosen()) == sorted(runs)
    expect(page.chart).to_have_attribute("data-curves", "6")
    page.differing.scroll_into_view_if_needed(timeout=PATIENCE)
    expect(page.differing.locator("td")).to_contain_text(["Epochs", "7", "6", "5", "Best validation loss"])
    cells = page.cells(page.differing)
    assert not any("Seed" in cell or "Layer" in cell for cell in cells)

    friend = RunsPage(visit_stub(None))
    friend.go(page.page.url.removeprefix(person.url))
    expect(friend.chart).to_have_attribute("data-curves", "6")
    assert friend.cells(friend.differing) == cells
    expect(friend.page.get_by_text("You have no runs yet")).to_be_visible()
    expect(friend.button("delete_runs")).to_have_count(0)

    page.button("choose_none").click(timeout=PATIENCE)
    expect(page.chart).to_have_count(0)
    page.choose(1)
    assert page.chosen() == [runs[1]]
    page.button("open_run").click(timeout=PATIENCE)
    expect(page.page).to_have_url(re.compile(rf"[?&]run={runs[1]}"))
    person.ready()
    expect(person.curves).to_have_attribute("data-run", runs[1])


def test_a_run_is_named_starred_taken_home_deleted_and_brought_back(
    visit_stub: Visit, tmp_path: Path, seed: Seed, number: str
) -> None:
    with seed(number) as kept:
        kept.run(*FALLING, preset=QUICK, epochs=5)
    page = RunsPage(visit_stub(None, number=number))
    page.go("/runs")
    page.choose(0)
    name = page.page.get_by_placeholder(re.compile("^Name"))
    name.fill("=1+1 *first*", timeout=PATIENCE)
    name.press("Enter")
    expect(page.table.locator("td", has_text="=1+1 *first*")).to_be_attached()
    page.button("star-").click(timeout=PATIENCE)
    expect(page.table.locator("td", has_text="★")).to_be_attached()
    with page.page.expect_download() as download:
        page.button("runs_csv").click(timeout=PATIENCE)
    download.value.save_as(tmp_path / "runs.csv")
    (row,) = csv.DictReader((tmp_path / "runs.csv").open(encoding="utf-8-sig"))
    # No formula for a spreadsheet.
    assert (row["name"], row["dataset"], row["epochs"]) == ("'=1+1 *first*", "cereals", "5")

    page.page.reload(timeout=PATIENCE)
    page.ready()
    expect(name).to_have_value("=1+1 *first*")
    page.button("delete_run").click(timeout=PATIENCE)
    expect(page.page.get_by_text("You have no runs yet")).to_be_visible()
    page.button("undo_delete").click(timeout=PATIENCE)
    expect(page.table.locator("td", has_text="=1+1 *first*")).to_be_attached()


def test_a_comparison_with_a_run_that_goes_on_is_live_and_stays_in_its_place(
    visit_stub: Visit, seed: Seed, number: str
) -> None:
    with seed(number) as kept:
        short = kept.run(*FALLING, preset="red-wine-baseline", epochs=5).id
    person = visit_stub(address_of(LONG), number=number)
    long = person.train()
    person.wait_for_epoch(1)
    page = RunsPage(person)
    page.go(f"/runs?compare={short},{long}")
    expect(page.chart).to_have_attribute("data-curves", "4")
    expect(page.chart).to_have_attribute("data-live", "true")
    page.chart.evaluate("node => (node.taggedByTest = true)")
    box = page.chart.locator(".plot-container").first.bounding_box()
    assert box is not None
    page.page.mouse.move(box["x"] + 200, box["y"] + 100)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 600, box["y"] + 250, steps=5)
    page.page.mouse.up()
    zoom = page.chart.evaluate("node => node.layout.xaxis.range")
    points = int(page.chart.get_attribute("data-points") or 0)
    page.page.wait_for_function(
        "points => Number(document.querySelector('.st-key-compare_chart .figure').dataset.points) > points + 2",
        arg=points,
        timeout=RUN,
        polling=POLLING,
    )
    assert page.chart.evaluate("node => node.taggedByTest")
    assert page.chart.evaluate("node => node.layout.xaxis.range") == zoom
    person.open(f"/?run={long}")
    person.stop()
    assert person.wait_for_end() == "stopped"


def test_five_seeds_become_a_band_with_their_spread_in_words(
    visit_stub: Visit, seed: Seed, number: str
) -> None:
    with seed(number) as kept:
        study = kept.seeds(0.3, 0.31, 0.32, 0.33, 0.34, preset=QUICK, epochs=1)
    page = RunsPage(visit_stub(None, number=number))
    page.go(f"/runs?luck={study}")
    expect(page.page.get_by_text(re.compile("on average, from .* over 5 seeds"))).to_be_visible()
    expect(page.page.locator(".st-key-seeds_chart .figure")).to_have_attribute("data-live", "false")
    # From there to the table, where a tick shows what was ticked, all runs of a study; and step by step back.
    page.button("to_all_runs").click(timeout=PATIENCE)
    expect(page.page).to_have_url(re.compile("/runs/?$"))
    page.ready()
    page.choose(0)
    expect(page.page).to_have_url(re.compile(r"/runs/?\?compare=[0-9a-f]{32}"))
    expect(page.chart).to_be_visible()
    for scheme in ("light", "dark"):
        page.page.emulate_media(color_scheme=scheme)
        for _ in fits(page.page):
            expect(page.chart.locator(".main-svg").first).to_be_visible()
    page.page.go_back(timeout=PATIENCE)
    expect(page.page).to_have_url(re.compile("/runs/?$"))
    page.page.go_back(timeout=PATIENCE)
    expect(page.page.locator(".st-key-seeds_chart .figure")).to_be_visible()


def test_a_cell_of_a_sweep_opens_its_run(visit_stub: Visit, seed: Seed, number: str) -> None:
    overs = [SweptSetting(f"training.{name}", values) for name, values in OVER.items()]
    with seed(number) as kept:
        sweep = kept.sweep(overs, [0.3 + number / 100 for number in range(16)], preset=QUICK)
    person = visit_stub(None, number=number)
    page = RunsPage(person)
    page.go(f"/runs?sweep={sweep}")
    expect(page.page.get_by_text("All 16 cells are done")).to_be_visible()
    cells = page.page.locator(".sweep-map td button")
    expect(cells).to_have_count(16)
    cells.nth(5).click(timeout=PATIENCE)
    expect(page.page).to_have_url(re.compile(r"[?&]run=[0-9a-f]{32}"))
    person.ready()
    expect(page.page.get_by_text("Adam 0.01").first).to_be_visible()
    expect(person.curves).to_have_attribute("data-state", "finished")
    # One step back is the sweep again.
    page.page.go_back(timeout=PATIENCE)
    expect(page.page).to_have_url(re.compile("/runs.*[?&]sweep="))
    expect(page.page.get_by_text("All 16 cells are done")).to_be_visible()
