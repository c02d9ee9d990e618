"""The time from a press to its answer, to its epoch, and to the worker: `python -m benchmarks.presses`.

Three people on two workers press Epoch ten times each in a real browser, each time after they saw the last epoch; then
a run is stopped again and again while its page's script computes. Needs Chromium (`python -m tools.chromium`).
"""

import argparse
import math
import os
import re
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from playground.experiment.presets import presets
from tests.support.server import Server
from tools.chromium import find

PRESSES = 10
PEOPLE = 3
STOPS = 40
# the limit for the 95th percentile in seconds
NEEDED = {"answered": 0.3, "trained": 1.5, "stop at the worker": 0.05}

# Records when the server answers a wish.
WATCH = """() => {
  const {fetch} = window;
  window.answers = [];
  window.fetch = async (address, options) => {
    const answer = await fetch(address, options);
    if (String(address).includes("/wishes")) window.answers.push(performance.now());
    return answer;
  };
}"""
PRESS = """async () => {
  const {dataset} = document.querySelector(".live-curves");
  const [epoch, answers, start] = [Number(dataset.epoch), window.answers.length, performance.now()];
  document.querySelector(".st-key-step button").click();
  while (Number(dataset.epoch) <= epoch || window.answers.length === answers) {
    if (performance.now() - start > 60000) throw new Error("no epoch came");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return [window.answers.at(-1) - start, performance.now() - start];
}"""


def people(browser: Browser, url: str) -> list[Page]:
    """Pages of different persons, each with a run that is held after its first epochs."""
    pages = []
    for _ in range(PEOPLE):
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(url)
        page.locator(".st-key-train button").wait_for()
        field = page.locator('[class*="st-key-preset"]').get_by_role("combobox")
        field.click()
        page.get_by_role("option", name=presets()["spiral"].title, exact=True).click()
        page.get_by_text(re.compile("^Spiral")).first.wait_for()
        page.evaluate(WATCH)
        for _ in range(3):
            page.locator(".st-key-step button").click()
        pages.append(page)
    for page in pages:
        page.wait_for_function(
            "document.querySelector('.live-curves').dataset.epoch === '3'", timeout=120_000
        )
    return pages


def presses(browser: Browser, url: str) -> dict[str, list[float]]:
    """Seconds from each click to the server's answer, and to the epoch in the chart."""
    pages = people(browser, url)
    taken: dict[str, list[float]] = {"answered": [], "trained": []}
    for _ in range(PRESSES):
        # All three at once, each in its own page.
        for page in pages:
            page.evaluate(f"() => void (window.pressed = ({PRESS})())")
        for page in pages:
            answered, trained = page.evaluate("() => window.pressed")
            taken["answered"].append(answered / 1000)
            taken["trained"].append(trained / 1000)
    for page in pages:
        page.locator(".st-key-stop button").click()
        page.context.close()
    return taken


def stops(browser: Browser, url: str) -> list[float]:
    """Seconds from a click on Stop to the worker, while the page's script computes."""
    page = browser.new_context().new_page()
    page.goto(url)
    taken = []
    run = ""
    for _ in range(STOPS):
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_function(
            """(before) => {
                const {run, epoch} = document.querySelector(".live-curves")?.dataset ?? {};
                return run && run !== before && epoch === "0";
            }""",
            arg=run,
            timeout=120_000,
        )
        page.get_by_role("button", name="Be busy").click()
        page.wait_for_function("document.querySelector('[data-test-script-state=running]')")
        clicked: float = page.evaluate(
            """() => {
                const now = Date.now(); // the clock that the worker reads too
                document.querySelector(".st-key-stop button").click();
                return now;
            }"""
        )
        page.wait_for_function("document.querySelector('.live-curves')?.dataset.state === 'stopped'")
        run = page.locator(".live-curves").get_attribute("data-run") or ""
        reason: Any = page.request.get(f"{url}/runs/{run}/curves").json()["reason"]
        taken.append(float(reason) - clicked / 1000)
    page.context.close()
    return taken


def row(name: str, seconds: Sequence[float]) -> str:
    """One line of the table, in milliseconds."""
    most = sorted(seconds)[math.ceil(len(seconds) * 0.95) - 1]
    needed = NEEDED[name]
    said = "" if most <= needed else "   too slow"
    return f"{name:20} {statistics.median(seconds) * 1000:8.0f} {most * 1000:8.0f} {needed * 1000:8.0f}{said}"


def main() -> None:
    """Measures and prints."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(f"{'milliseconds':20} {'median':>8} {'95 %':>8} {'needed':>8}")
    folder = Path(tempfile.mkdtemp())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        server = Server(folder / "log", database=f"sqlite:///{folder / 'runs.db'}")
        try:
            for name, seconds in presses(browser, server.url).items():
                print(row(name, seconds), flush=True)
        finally:
            server.stop()
        os.environ["PLAYGROUND_JOB"] = "benchmarks.presses_app.job"
        server = Server(
            folder / "log", database=f"sqlite:///{folder / 'stops.db'}", app="benchmarks/presses_app/app.py"
        )
        try:
            print(row("stop at the worker", stops(browser, server.url)))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
