"""How quick pages stay for many people while both cores train: `python -m benchmarks.pages`.

Thirty clients speak Streamlit's own messages through websockets. Each opens the page, takes a preset, presses
Train, and then does twice a second what a browser does: asks for the epochs it has not got. Every so often it also
has its page drawn anew, as a click would. In the end every epoch of every run must have arrived.
"""

import argparse
import asyncio
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from playground.experiment.presets import presets
from playground.persons import new_number

ROOT = Path(__file__).parents[1]
PATIENCE = 300.0  # seconds until the benchmark gives up
TICK = 0.5  # seconds from one question for epochs to the next


@dataclass
class Client:
    """One person's page: its websocket, what it shows, and what has arrived of its run."""

    socket: ClientConnection
    http: httpx.AsyncClient
    query: str = ""
    ids: dict[str, str] = field(default_factory=dict)  # of the widgets by the end of their id, or their label
    problems: list[str] = field(default_factory=list)
    losses: list[float | None] = field(default_factory=list)

    async def draw(self, *states: WidgetState) -> float:
        """Have the script run, as after a click; the seconds until the page was complete."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.widget_states.widgets.extend(states)
        begin = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(decode=False), PATIENCE))
            kind = answer.WhichOneof("type")
            if kind == "delta":
                self._look_at(answer.delta.new_element)
            elif kind == "page_info_changed":
                self.query = answer.page_info_changed.query_string
            elif kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - begin

    def _look_at(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.problems.append(element.exception.message)
        elif kind == "bidi_component" and element.bidi_component.component_name == "live_curves_with_bar":
            self.ids["bar"] = element.bidi_component.id
        elif kind == "selectbox":
            self.ids[element.selectbox.label] = element.selectbox.id

    async def train(self, preset: str) -> None:
        """Take a preset and press Train."""
        await self.draw(WidgetState(id=self.ids["Preset"], string_value=presets()[preset].title))
        request = [{"event": "request", "value": [{"id": new_number(), "kind": "train"}]}]
        trigger = _make_trigger_id(self.ids["bar"], "events")
        await self.draw(
            WidgetState(id=self.ids["bar"], json_value="{}"),
            WidgetState(id=trigger, json_trigger_value=json.dumps(request)),
        )
        assert self.run_id, f"no run was started: {self.problems}"

    @property
    def run_id(self) -> str:
        """The run that stands in the page's address."""
        return parse_qs(self.query).get("run", [""])[0]

    async def ask(self) -> tuple[float, dict[str, Any]]:
        """Fetch the epochs that have not arrived yet; the seconds it took, and the answer."""
        begin = time.perf_counter()
        answer = await self.http.get(f"/runs/{self.run_id}/curves", params={"from": len(self.losses)})
        seconds = time.perf_counter() - begin
        content: dict[str, Any] = answer.raise_for_status().json()
        self.losses.extend(content["curves"].get("loss", []))
        return seconds, content


@dataclass
class Measured:
    """Seconds of every question and every drawing."""

    asked: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    running: list[bool] = field(default_factory=list)  # whether the run asked about was training


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Client]:
    """A new person's page."""
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http, page_of(http) as client:
        yield client


@asynccontextmanager
async def page_of(http: httpx.AsyncClient) -> AsyncIterator[Client]:
    """A page as a browser with the cookies of `http` opens it: the document first, then the websocket."""
    (await http.get("/")).raise_for_status()
    cookie = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
    async with connect(
        str(http.base_url.copy_with(scheme="ws", path="/_stcore/stream")),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": cookie},
        max_size=None,
    ) as socket:
        client = Client(socket, http)
        await client.draw()
        yield client


async def tick(client: Client, until: float, draw_every: int, share: float, measured: Measured) -> None:
    """Ask twice a second, and have the page drawn at every `draw_every`th tick; never at 0.

    `share`, from 0 to 1, says where in the others' rhythm this client has its own: people do not click at once.
    """
    await asyncio.sleep(TICK * (share * 7 % 1))
    number = int(share * draw_every)
    while (begin := time.perf_counter()) < until:
        number += 1
        seconds, content = await client.ask()
        measured.asked.append(seconds)
        measured.running.append(content["state"] == "running")
        if draw_every and number % draw_every == 0:
            measured.drawn.append(await client.draw())
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
            tick(client, until, options.draw_every, number / len(clients), measured)
            for number, client in enumerate(clients)
        )
    )
    epochs = presets()[options.preset].training.epochs
    problems = [problem for client in clients if (problem := await finish(client, epochs))]
    for page in pages:
        await page.__aexit__(None, None, None)
    good = show("epochs asked for", measured.asked)
    if measured.drawn:
        good = show("page drawn anew", measured.drawn) and good
    print(f"runs that trained at once, on average: {len(clients) * statistics.mean(measured.running):.1f}")
    print(
        f"runs with every epoch arrived: {len(clients) - len(problems)} of {len(clients)}",
        *problems,
        sep="\n",
    )
    return good and not problems


def show(what: str, seconds: list[float]) -> bool:
    """Print one line; whether it is within the limits of 0.15 s (median) and 0.3 s (95th percentile)."""
    median, high = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    print(f"{what:20} {len(seconds):6} times   median {median:.3f} s   95th percentile {high:.3f} s")
    return median < 0.15 and high < 0.3


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
        "--draw-every", type=int, default=10, help="ticks from one drawing to the next; 0: none"
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
