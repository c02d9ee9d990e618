"""The traffic of many pages' streams, and their cost for the run: `python -m benchmarks.push`.

The spiral is trained again and again: in turn with nobody who looks, and with 1, 10 and 30 pages on its stream. Printed
are the messages and bytes that each page got a second while the run went on, and how long training took beside a run
that nobody looked at. Then the same for a network whose pictures are the bytes, red wine through 512 units three times.
In the end every epoch must have arrived at every page.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import connect

from playground.experiment import Dense, Experiment
from playground.experiment.presets import presets
from playground.states import GOING
from tests.support.server import Server

VIEWERS = (1, 10, 30)
EPOCHS = {"spiral": 600, "red wine 512 ×3": 30}
SEEN_MESSAGES, SEEN_BYTES = 5, 16_000  # as pages do
MOST_BYTES = {"spiral": 60_000, "red wine 512 ×3": 200_000}  # per second, to one page
MOST_LONGER = 1.1


@dataclass
class Viewer:
    """What one page got of a run."""

    messages: int = 0
    size: int = 0  # bytes
    pictures: int = 0
    first: float = 0.0
    last: float = 0.0
    losses: list[float | None] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)

    async def follow(self, url: str, run_id: str) -> None:
        """Reads the stream until the run is over."""
        address = f"{url.replace('http', 'ws', 1)}/stream"
        async with connect(address, compression=None, max_size=None) as socket:
            await socket.send(json.dumps({"kind": "follow", "topic": 1, "run": run_id, "pictures": 0}))
            seen, waiting = 0, 0
            async for message in socket:
                number = self._take(message)
                waiting += len(message)
                if number - seen >= SEEN_MESSAGES or waiting > SEEN_BYTES:
                    seen, waiting = number, 0
                    await socket.send(json.dumps({"kind": "seen", "number": number}))
                if self.told.get("state", "waiting") not in GOING:
                    return

    def _take(self, message: str | bytes) -> int:
        text: str | bytes = message
        if isinstance(message, bytes):
            text = message[4 : 4 + int.from_bytes(message[:4], "little")]
        content = json.loads(text)
        for news in content["news"]:
            self.told |= news.get("set", {})
            self.pictures += bool(news.get("pictures", {}).get("size"))
            if "curves" in news:
                self.losses[news["from"] :] = news["curves"]["loss"]
        if self.told["epoch"] > 0:  # it trains now
            now = time.perf_counter()
            self.first = self.first or now
            self.last = now
            self.messages += 1
            self.size += len(message)
        return int(content["number"])

    @property
    def seconds(self) -> float:
        """Seconds from the first epoch to the end, on this page."""
        return max(self.last - self.first, 1e-3)


def experiment(name: str) -> Experiment:
    """The experiment to train."""
    found = presets()["spiral" if name == "spiral" else "red-wine-baseline"]
    training = found.training.model_copy(update={"epochs": EPOCHS[name], "early_stopping": None})
    changes: dict[str, Any] = {"training": training}
    if name != "spiral":
        layers = (Dense(units=512),) * 3
        changes["network"] = found.network.model_copy(update={"layers": layers})
    return found.model_copy(update=changes)


async def train(
    http: httpx.AsyncClient, url: str, wanted: Experiment, viewers: int
) -> tuple[float, list[Viewer]]:
    """Trains once; returns the seconds of training, and what each page got."""
    run_id = (await http.post("/train", content=wanted.model_dump_json())).raise_for_status().json()
    pages = [Viewer() for _ in range(viewers)]
    await asyncio.gather(*(page.follow(url, run_id) for page in pages))
    while (content := (await http.get(f"/runs/{run_id}/curves")).json())["state"] in GOING:
        await asyncio.sleep(1.0)
    assert content["state"] == "finished", content["reason"]
    for page in pages:
        assert page.losses == content["curves"]["loss"], "not every epoch has arrived"
    return content["seconds"], pages


async def measure(url: str, name: str, rounds: int) -> bool:
    """Measures one experiment and prints; returns whether all is within the limits."""
    print(f"\n{name}, {EPOCHS[name]:,} epochs, {rounds} times")
    print(f"{'pages':>5} {'messages/s':>11} {'pictures/s':>11} {'KB/s':>7} {'fewest/s':>9} {'run took':>9}")
    alone: list[float] = []
    watched: dict[int, list[float]] = {number: [] for number in VIEWERS}
    seen: dict[int, list[Viewer]] = {number: [] for number in VIEWERS}
    wanted = experiment(name)
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        await train(http, url, wanted, 0)  # compiles
        for _ in range(rounds):
            for number in VIEWERS:
                alone.append((await train(http, url, wanted, 0))[0])
                seconds, pages = await train(http, url, wanted, number)
                watched[number].append(seconds)
                seen[number] += pages
    good = [show(name, number, seen[number], watched[number], alone) for number in VIEWERS]
    return all(good)


def show(
    name: str, number: int, pages: Sequence[Viewer], watched: Sequence[float], alone: Sequence[float]
) -> bool:
    """Prints one line; returns whether it is within the limits."""
    longer = statistics.median(watched) / statistics.median(alone)
    rates = [page.messages / page.seconds for page in pages]
    pictures = statistics.mean(page.pictures / page.seconds for page in pages)
    most = max(page.size / page.seconds for page in pages)
    print(
        f"{number:5} {statistics.mean(rates):11.1f} {pictures:11.1f} {most / 1000:7.1f} {min(rates):9.1f} "
        f"{longer:8.2f}×",
        flush=True,
    )
    return longer < MOST_LONGER and most < MOST_BYTES[name]


def main() -> int:
    """Measures, prints, and returns 1 if a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=list(EPOCHS))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    server = Server(
        folder / "log", database=f"sqlite:///{folder / 'runs.db'}", app="benchmarks/push_app/app.py"
    )
    try:
        names = [options.only] if options.only else list(EPOCHS)
        good = [asyncio.run(measure(server.url, name, options.rounds)) for name in names]
    finally:
        server.stop()
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
