"""How quick pages stay for many people while both cores train: `python -m benchmarks.pages`.

Thirty clients speak Streamlit's own messages through websockets. Each opens the page, takes a preset, presses
Train, and then does twice a second what a browser does: asks for the epochs it has not got. Every so often its person
changes a setting, each time of another section, and waits until the page shows all that depends on it; every fourth
time the whole page is drawn anew, as by a reload. In the end every epoch of every run must have arrived.
"""

import argparse
import asyncio
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.visitor.client import Client, opened
from playground.experiment.presets import presets

ROOT = Path(__file__).parents[1]
TICK = 0.5  # seconds from one question for epochs to the next
WHOLE = 4  # the whole page is drawn once in so many changes
# Seconds for epochs and for drawing, 95 of 100, by the number of clients.
SECONDS = {30: (0.05, 0.1), 60: (0.1, 0.2), 100: (0.2, 0.4)}


@dataclass
class Measured:
    """Seconds of every question, every change of a setting, and every drawing of the whole page."""

    asked: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    running: list[bool] = field(default_factory=list)  # whether the run asked about was training


async def tick(
    client: Client, until: float, draw_every: int, share: float, measured: Measured, whole: bool = False
) -> None:
    """Ask twice a second, and change a setting or have the page drawn at every `draw_every`th tick; never at 0.

    `share`, from 0 to 1, says where in the others' rhythm this client has its own: people do not click at once.
    """
    await asyncio.sleep(TICK * (share * 7 % 1))
    number = int(share * draw_every)
    action = client.changes = int(share * 997)
    while (begin := time.perf_counter()) < until:
        number += 1
        seconds, content = await client.ask()
        measured.asked.append(seconds)
        measured.running.append(content["state"] == "running")
        if draw_every and number % draw_every == 0:
            action += 1
            if whole or action % WHOLE == 0:
                measured.drawn.append(await client.draw())
            else:
                measured.changed.append(await client.change())
        await asyncio.sleep(max(begin + TICK - time.perf_counter(), 0))


async def finish(client: Client, epochs: int) -> str:
    """Wait for the end of a client's run; what is wrong with it, or nothing."""
    while True:
        _, content = await client.ask()
        if content["state"] not in ("waiting", "running"):
            break
        await asyncio.sleep(TICK)
    if content["state"] != "finished":
        return f"{content['state']}: {content['reason']}"
    if len(client.losses) != epochs + 1 or None in client.losses:
        return f"{len(client.losses)} of {epochs + 1} epochs arrived"
    return "; ".join(client.problems)


async def measure(url: str, options: argparse.Namespace) -> bool:
    """Run the benchmark against a server that is up, and print; whether all is as it should be."""
    begin = time.perf_counter()
    measured = Measured()
    async with opened(url):
        print(f"first page complete {time.perf_counter() - begin:.2f} s after the server was up")
    pages = [opened(url) for _ in range(options.clients)]
    clients = [await page.__aenter__() for page in pages]
    for client in clients:
        await client.train(options.preset)
    until = time.perf_counter() + options.seconds
    await asyncio.gather(
        *(
            tick(client, until, options.draw_every, number / len(clients), measured, options.whole)
            for number, client in enumerate(clients)
        )
    )
    epochs = presets()[options.preset].training.epochs
    problems = [problem for client in clients if (problem := await finish(client, epochs))]
    for page in pages:
        await page.__aexit__(None, None, None)
    asked, drawn = next(
        (limits for most, limits in SECONDS.items() if len(clients) <= most), SECONDS[max(SECONDS)]
    )
    good = show("epochs asked for", measured.asked, asked)
    for name, seconds in (("setting changed", measured.changed), ("page drawn anew", measured.drawn)):
        if seconds:
            good = show(name, seconds, drawn) and good
    print(f"runs that trained at once, on average: {len(clients) * statistics.mean(measured.running):.1f}")
    print(
        f"runs with every epoch arrived: {len(clients) - len(problems)} of {len(clients)}",
        *problems,
        sep="\n",
    )
    return good and not problems


def show(what: str, seconds: list[float], limit: float) -> bool:
    """Print one line; whether 95 of 100 took less than `limit` seconds."""
    median, high = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    print(f"{what:20} {len(seconds):6} times   median {median:.3f} s   95th percentile {high:.3f} s")
    return high < limit


def serve() -> tuple[subprocess.Popen[bytes], str]:
    """Start the app on a free port and wait until it is up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    begin = time.perf_counter()
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    url = f"http://localhost:{port}"
    while True:
        try:
            if httpx.get(f"{url}/_stcore/health").status_code == 200:
                break
        except httpx.TransportError:
            assert server.poll() is None, "the server has ended"
        time.sleep(0.05)
    print(f"server up after {time.perf_counter() - begin:.2f} s")
    return server, url


def main() -> int:
    """Measure, print, and return 1 when anything is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a server that is up; else one is started")
    parser.add_argument("--clients", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--preset", default="red-wine-baseline", choices=list(presets()))
    parser.add_argument(
        "--draw-every", type=int, default=10, help="ticks from one change to the next; 0: none"
    )
    parser.add_argument(
        "--whole", action="store_true", help="draw the whole page each time, change no setting"
    )
    options = parser.parse_args()
    server, url = (None, options.url) if options.url else serve()
    try:
        return int(not asyncio.run(measure(url, options)))
    finally:
        if server is not None:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())
