"""What a person sees of a run, in a real Chromium on two cores with the server: `python -m benchmarks.alive`.

The page is loaded several times, and a layer is added several times. It prints the milliseconds until Train can be
pressed, the layout shift of the page meanwhile, and the milliseconds until the untrained network of the new layers is
drawn.

The spiral is trained by pressing Train: once on a worker that has traced nothing, then several times. It prints the
milliseconds from the press to the first change of the page and to the first picture that moves, the pictures per
second, the longest gap between two of them within five seconds, and the epochs from one to the next. Then the same
while nine other pages follow the run on their streams, and the frames per second of an empty page while a run trains:
what this machine can draw. Red wine with three layers of 512 units is followed only on streams: pictures per second,
how much longer training takes while they are watched, and the whole cost of pictures.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import expect, sync_playwright

from benchmarks import push
from benchmarks.alive_page.browser import (
    Seen,
    change_layers,
    most_frames,
    open_spiral,
    press,
    reload,
    wait_until_quiet,
)
from playground.engine.worker import WARM_UP
from tests.support.chromium import ARGUMENTS, PATIENCE
from tests.support.playground_page import Playground
from tests.support.server import Server
from tools.chromium import find

CORES = 2
LAYERS = 10  # layers that are added one after the other
OTHERS = 9  # pages on streams beside the one in the browser
LARGE = "red wine 512 ×3"


def main() -> int:
    """Measures and prints; returns 1 if a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--presses", type=int, default=5, help="of Train on a warm worker, with and without others"
    )
    parser.add_argument("--rounds", type=int, default=3, help="of the large network")
    parser.add_argument("--only", choices=["page", "spiral", "large"])
    options = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    expect.set_options(timeout=PATIENCE)
    good = True
    if options.only in (None, "page"):
        good &= page(options.presses)
    if options.only in (None, "spiral"):
        good &= spiral(options.presses)
    if options.only in (None, "large"):
        good &= large(options.rounds)
    return int(not good)


@contextmanager
def someone() -> Iterator[Playground]:
    """A person who has opened the spiral on a server whose workers have loaded TensorFlow but traced nothing."""
    folder = Path(tempfile.mkdtemp())
    server = Server(folder / "log", database=f"sqlite:///{folder / 'runs.db'}", settings={WARM_UP: "0"})
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
            person = open_spiral(browser.new_page(viewport={"width": 1440, "height": 900}), server.url)
            wait_until_quiet(server.process.pid)
            yield person
            browser.close()
    finally:
        server.stop()


def page(times: int) -> bool:
    """Measures loading the page and adding a layer; returns whether all is within the limits."""
    with someone() as person:
        opened = [reload(person) for _ in range(times)]
        change_layers(person)  # the first one fills the caches
        redrawn = [change_layers(person) for _ in range(LAYERS)]
    usable, shift = max(each.usable for each in opened), max(each.shift for each in opened)
    slow = statistics.quantiles(redrawn, n=20)[-1]
    print(f"usable after {usable:.0f} ms at most, moved by {shift:.3f} at most")
    print(
        f"another layer drawn after {statistics.median(redrawn):.0f} ms, 95 % within {slow:.0f} ms",
        flush=True,
    )
    return usable < 1500 and shift < 0.02 and slow < 250


def spiral(presses: int) -> bool:
    """Measures the spiral in the browser; returns whether all is within the limits."""
    with someone() as person:
        cold = press(person)
        warm = [press(person) for _ in range(presses)]
        crowd = [press(person, OTHERS) for _ in range(presses)]
        most = most_frames(person)
    print(
        f"{'spiral':26} {'to change':>10} {'to move':>9} {'frames/s':>9} {'gap':>8} {'epochs':>7} {'charts/s':>9}"
    )
    show("cold", [cold])
    show(f"warm, {presses} presses", warm)
    show(f"and {OTHERS} others", crowd)
    print(f"{'an empty page':26} {'':10} {'':9} {most:9.1f}", flush=True)
    seen = median(warm)
    return (
        seen.changed < 150
        and seen.moving < 400
        and cold.moving < 1500
        and seen.frames >= 50
        and seen.gap < 100
        and seen.step <= 2
    )


def median(seen: Sequence[Seen]) -> Seen:
    """The median of each figure; the longest gap is the median of the longest."""
    columns = zip(*((s.changed, s.moving, s.frames, s.gap, s.step, s.charts) for s in seen), strict=True)
    return Seen(*(statistics.median(column) for column in columns))


def show(name: str, seen: Sequence[Seen]) -> None:
    """Prints one line."""
    one = median(seen)
    print(
        f"{name:26} {one.changed:7.0f} ms {one.moving:6.0f} ms {one.frames:9.1f} {one.gap:5.0f} ms {one.step:7.1f} "
        f"{one.charts:9.1f}",
        flush=True,
    )


def large(rounds: int) -> bool:
    """Measures red wine with three layers of 512 units on streams; returns whether all is within the limits."""
    folder = Path(tempfile.mkdtemp())
    server = Server(
        folder / "log", database=f"sqlite:///{folder / 'runs.db'}", app="benchmarks/push_app/app.py"
    )
    try:
        seconds, pictures = asyncio.run(_large(server, rounds))
    finally:
        server.stop()
    alone = seconds[0]
    print(f"\n{LARGE:26} {'pictures/s':>10} {'training took':>14}")
    for pages in (1, 1 + OTHERS):
        print(f"{pages:3} {'pages':22} {pictures[pages]:10.1f} {seconds[pages] / alone:13.2f}×")
    held_up = float(subprocess.check_output([sys.executable, "-m", "benchmarks.alive_page.held_up"]))
    print(f"held up by pictures at all {held_up:9.1%}", flush=True)
    return held_up <= 0.1 and pictures[1] >= 6 and all(seconds[n] / alone <= 1.1 for n in (1, 1 + OTHERS))


async def _large(server: Server, rounds: int) -> tuple[dict[int, float], dict[int, float]]:
    seconds: dict[int, list[float]] = {0: [], 1: [], 1 + OTHERS: []}
    pictures: dict[int, list[float]] = {1: [], 1 + OTHERS: []}
    wanted = push.experiment(LARGE)
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
        await push.train(http, server.url, wanted, 0)  # compiles
        for _ in range(rounds):
            for number, known in seconds.items():
                took, pages = await push.train(http, server.url, wanted, number)
                known.append(took)
                if number:
                    pictures[number] += [page.pictures / page.seconds for page in pages]
    middle = {number: statistics.median(known) for number, known in seconds.items()}
    return middle, {number: statistics.mean(known) for number, known in pictures.items()}


if __name__ == "__main__":
    sys.exit(main())
