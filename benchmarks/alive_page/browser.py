"""One person in a real Chromium who presses Train, and what changes on the page."""

import asyncio
import math
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psutil
from playwright.sync_api import Page

from benchmarks.push import Viewer
from playground.experiment.presets import presets
from tests.support.chromium import PATIENCE
from tests.support.playground_page import Playground, address_of

PROBE = Path(__file__).parent / "probe.js"
SECONDS = 5.0  # seconds after each press that are measured
QUIET = 0.15  # of one core; a server that uses less is idle
EPOCHS = 3000  # of the spiral; a run lasts longer than it is measured

# Frames per second of a page that draws nothing, over a number of milliseconds.
FRAMES = """(milliseconds) => new Promise((resolve) => {
  let [first, frames] = [null, 0];
  const tick = (now) => {
    first ??= now;
    if (now - first >= milliseconds) return resolve((frames / (now - first)) * 1000);
    frames += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""


@dataclass(frozen=True)
class Opened:
    """How a page loaded.

    Attributes:
        usable: milliseconds until Train could be pressed.
        shift: the cumulative layout shift meanwhile, as browsers measure it.
    """

    usable: float
    shift: float


@dataclass(frozen=True)
class Seen:
    """What changed after one press.

    Attributes:
        changed: milliseconds from the press to the first change of the page; infinite if none came.
        moving: milliseconds from the press to the first picture of a trained network; infinite if none came.
        frames: pictures per second, from the first to the last.
        gap: the most milliseconds between two of them.
        step: the median number of epochs from one picture to the next.
        charts: redraws of the charts per second.
    """

    changed: float
    moving: float
    frames: float
    gap: float
    step: float
    charts: float


def press(person: Playground, others: int = 0) -> Seen:
    """Presses Train, watches for `SECONDS` while other pages follow the run on their streams, and stops."""
    before = person.run
    person.press("train")
    if others:
        person.page.wait_for_function(
            "(run) => document.querySelector('.live-curves').dataset.run !== run", arg=before
        )
        threading.Thread(target=_follow, args=(person.url, person.run, others), daemon=True).start()
    person.page.wait_for_timeout(SECONDS * 1000)
    told = person.page.evaluate("window.alive")
    person.press("stop")
    person.wait_for_end()
    moving = [(at, epoch) for at, epoch in told["drawn"] if epoch >= 1]
    times, epochs = [at for at, _ in moving], [epoch for _, epoch in moving]
    seconds = (times[-1] - times[0]) / 1000 if len(times) > 1 else SECONDS
    return Seen(
        changed=math.inf if told["changed"] is None else told["changed"],
        moving=times[0] if times else math.inf,
        frames=(len(times) - 1) / seconds,
        gap=max(_steps(times), default=SECONDS * 1000),
        step=statistics.median(_steps(epochs)) if len(epochs) > 1 else 0.0,
        charts=len(told["charts"]) / SECONDS,
    )


def open_spiral(page: Page, url: str) -> Playground:
    """Opens the Playground with the spiral's settings, and puts the probe into the page."""
    page.add_init_script(path=PROBE)
    person = Playground(page, url)
    spiral = presets()["spiral"]
    training = spiral.training.model_copy(update={"epochs": EPOCHS})
    person.open(address_of(spiral.model_copy(update={"training": training})))
    return person


def most_frames(person: Playground) -> float:
    """Frames per second of an empty page while a run trains that no page shows: the most that any page can have."""
    person.train()
    person.page.goto("about:blank")
    frames: float = person.page.evaluate(FRAMES, SECONDS * 1000)
    return frames


def reload(person: Playground) -> Opened:
    """Reloads the page, which server and browser know already."""
    person.reload()
    person.page.wait_for_timeout(1000)  # for late movements
    told = person.page.evaluate("window.alive")
    return Opened(told["usable"], told["shift"])


def change_layers(person: Playground) -> float:
    """Adds a layer without weights; returns the milliseconds until the untrained network of the new layers is drawn."""
    person.press("add_layer")
    person.page.get_by_role("menuitem", name="Dropout").click()
    person.page.wait_for_function("window.alive.redrawn != null", timeout=PATIENCE)
    redrawn: float = person.page.evaluate("window.alive.redrawn")
    return redrawn


def wait_until_quiet(process: int) -> None:
    """Waits until a server and its processes are idle, so that its workers are warm."""
    quiet = 0
    while quiet < 3:
        begin = _spent(process)
        time.sleep(1.0)
        quiet = quiet + 1 if _spent(process) - begin < QUIET else 0


def _spent(process: int) -> float:
    root = psutil.Process(process)
    total = 0.0
    for each in [root, *root.children(recursive=True)]:
        try:
            spent = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    return total


def _follow(url: str, run: str, pages: int) -> None:
    async def follow() -> None:
        await asyncio.gather(*(Viewer().follow(url, run) for _ in range(pages)))

    asyncio.run(follow())


def _steps(values: Sequence[float]) -> list[float]:
    return [after - before for before, after in pairwise(values)]
