"""Whether the server and its workers keep their size in a long workshop: `python -m benchmarks.soak`.

Thirty learners train preset after preset, ask for their epochs twice a second, draw their pages anew, and now and then
close the page and come back. Memory, handles and threads of the server, and of its scheduler and workers together, are
read every ten seconds. Printed is the slope of each by least squares, without the minutes in which caches fill. After
those, memory must grow by less than 1 MB a minute.
"""

import argparse
import asyncio
import collections
import random
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

import httpx
import numpy as np
import psutil
from websockets.exceptions import WebSocketException

from benchmarks.pages import TICK
from benchmarks.visitor.client import PATIENCE, Client, page_of
from playground.experiment.presets import presets
from tests.support.server import Server

EVERY = 10.0  # seconds from one reading to the next
RUNS = 3  # of a learner between two visits
DRAW_EVERY = 10  # ticks
ALLOWED = 1.0  # MB a minute


@dataclass(frozen=True)
class Size:
    """What some processes hold: resident memory in MB, open handles, and threads."""

    memory: float
    handles: float
    threads: float


def main() -> int:
    """Measure, print, and return 1 when memory has grown by more than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--filling", type=float, default=10, help="minutes in which caches fill")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = {"PLAYGROUND_FILES": str(folder / "files")}
        server = Server(folder / "log", database=f"sqlite:///{folder / 'runs.db'}", settings=settings)
        try:
            return int(not asyncio.run(_measure(server, options)))
        finally:
            server.stop()
            said = [line for line in server.complaints() if "playground" in line or "Traceback" in line]
            print(f"lines of the log with warnings: {len(said)}", *said[:5], sep="\n")


async def _measure(server: Server, options: argparse.Namespace) -> bool:
    """Have everybody learn, read the sizes meanwhile, and print them; whether memory is flat."""
    done: collections.Counter[str] = collections.Counter()
    learners = [
        asyncio.ensure_future(_learn(server.url, random.Random(number), done))
        for number in range(options.clients)
    ]
    begin = time.monotonic()
    minutes: list[float] = []
    read: dict[str, list[Size]] = {"server": [], "scheduler and workers": []}
    while (passed := time.monotonic() - begin) < options.minutes * 60:
        process = psutil.Process(server.process.pid)
        for learner in learners:
            if learner.done():
                learner.result()  # raises what ended it
        minutes.append(passed / 60)
        read["server"].append(_size([process]))
        read["scheduler and workers"].append(_size(process.children(recursive=True)))
        if len(minutes) % 30 == 1:
            print(
                f"{minutes[-1]:5.1f} min  {dict(done)}  {[sizes[-1] for sizes in read.values()]}", flush=True
            )
        await asyncio.sleep(EVERY)
    for learner in learners:
        learner.cancel()
    await asyncio.gather(*learners, return_exceptions=True)
    flat = [_show(name, minutes, sizes, options.filling) for name, sizes in read.items()]
    return all(flat)


def _size(processes: list[psutil.Process]) -> Size:
    """The sum over `processes`."""
    sizes = [Size(0, 0, 0)]
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            sizes.append(Size(process.memory_info().rss / 1e6, process.num_fds(), process.num_threads()))
    return Size(*np.sum([astuple(size) for size in sizes], axis=0).tolist())


def _show(name: str, minutes: list[float], sizes: list[Size], filling: float) -> bool:
    """Print the slopes of what some processes hold; whether their memory is flat."""
    settled = np.array(minutes) > filling
    values = np.array([astuple(size) for size in sizes])[settled]
    slopes, _ = np.polyfit(np.array(minutes)[settled], values, 1)
    ends = zip(values[:6].mean(0), values[-6:].mean(0), slopes, strict=True)
    for what, (first, last, slope) in zip(("MB", "handles", "threads"), ends, strict=True):
        print(f"{name:22} {what:8} {first:8.1f} to {last:8.1f}, {slope:+.3f} a minute")
    return bool(slopes[0] < ALLOWED)


async def _learn(url: str, draw: random.Random, done: collections.Counter[str]) -> None:
    """One person learns until cancelled: comes, trains some runs, goes, and comes back with the same cookie."""
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
        while True:
            await asyncio.sleep(draw.uniform(0, 10))
            try:
                async with page_of(http) as client:
                    done["visits"] += 1
                    for _ in range(RUNS):
                        await _train_one(client, draw, done)
                        await asyncio.sleep(draw.uniform(2, 20))
            except (OSError, httpx.HTTPError, WebSocketException) as error:
                done[type(error).__name__] += 1


async def _train_one(client: Client, draw: random.Random, done: collections.Counter[str]) -> None:
    """Train a preset and look at it until it has ended."""
    client.losses.clear()
    await client.train(draw.choice(list(presets())))
    tick = draw.randrange(DRAW_EVERY)
    state = "waiting"
    while state in ("waiting", "running"):
        state = (await client.ask())[1]["state"]
        tick += 1
        if tick % DRAW_EVERY == 0:
            await client.draw()
            done["drawings"] += 1
        await asyncio.sleep(TICK)
    done[state] += 1
    for problem in client.problems:
        done[problem] += 1
    client.problems.clear()


if __name__ == "__main__":
    sys.exit(main())
