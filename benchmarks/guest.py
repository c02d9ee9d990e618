"""Whether one abusive guest slows the others down: `python -m benchmarks.guest`.

Some people train and look, as in `benchmarks.pages`, twice: alone, and beside a guest at another address of this
machine. The guest makes up 1,000 persons who each open the page, press Train and send an upload, and holds 1,000
connections that begin a request and never end it. Printed are the seconds of both, and what the guest got. The times
within which 95 % of the others' questions and drawings are answered must not double.
"""

import argparse
import asyncio
import collections
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from benchmarks.pages import Measured, finish, tick
from benchmarks.visitor.client import Client, opened
from playground.experiment.presets import presets
from playground.persons import new_number
from tests.support.server import Server

CORES = 2
ADDRESS = "127.0.0.2"  # the guest's address; the others have 127.0.0.1
PERSONS, HALF_OPEN = 1000, 1000
AT_ONCE = 50  # of the guest's persons, or uploads, at the same time
TABLE = "a,b,c\n" + "1.5,2.5,3\n" * 20_000  # 200 kB


def main() -> int:
    """Measures, prints, and returns 1 if the others' 95th percentile has doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--preset", default="red-wine-baseline", choices=list(presets()))
    parser.add_argument("--only", choices=["persons", "uploads", "half-open"], help="of what the guest does")
    parser.add_argument("--guest", metavar="URL", help="be the guest, until this process is ended")
    options = parser.parse_args()
    if options.guest:
        asyncio.run(be_guest(options.guest, options.only))
        return 0
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    folder = Path(tempfile.mkdtemp())
    settings = {"PLAYGROUND_FILES": str(folder / "files")}
    server = Server(folder / "log", database=f"sqlite:///{folder / 'runs.db'}", settings=settings)
    try:
        return int(not asyncio.run(measure(f"http://127.0.0.1:{server.port}", options)))
    finally:
        server.stop()
        said = [line for line in server.complaints() if "playground" in line or "Traceback" in line]
        print(f"lines of the log with warnings: {len(said)}", *said[:5], sep="\n")


async def measure(url: str, options: argparse.Namespace) -> bool:
    """Runs both measurements against a running server; returns whether all is within the limits."""
    pages = [opened(url) for _ in range(options.clients)]
    clients = [await page.__aenter__() for page in pages]
    await people(clients, options)  # so that everything is compiled and read for both
    alone = await people(clients, options)
    command = [sys.executable, "-m", "benchmarks.guest", "--guest", url]
    guest = subprocess.Popen(
        ["nice", "-n", "19", *command, *(["--only", options.only] if options.only else [])],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        beside = await people(clients, options)
    finally:
        guest.terminate()
        told = guest.communicate()[0].splitlines()
        print(told[-1] if told else "the guest was ended before it did anything")
    for page in pages:
        await page.__aexit__(None, None, None)
    good = show("epochs asked for", alone.asked, beside.asked)
    good = show("setting changed", alone.changed, beside.changed) and good
    return show("page drawn anew", alone.drawn, beside.drawn) and good


async def people(clients: list[Client], options: argparse.Namespace) -> Measured:
    """All others train a run and look at it for some time."""
    measured = Measured()
    for client in clients:
        client.losses.clear()
        await client.train(options.preset)
    until = time.perf_counter() + options.seconds
    await asyncio.gather(
        *(tick(each, until, 4, number / len(clients), measured) for number, each in enumerate(clients))
    )
    epochs = presets()[options.preset].training.epochs
    for client in clients:
        if problem := await finish(client, epochs):
            print(problem)
    return measured


def show(what: str, alone: list[float], beside: list[float]) -> bool:
    """Prints one line; returns whether the 95th percentile has not doubled."""
    before, after = (statistics.quantiles(each, n=20)[-1] for each in (alone, beside))
    print(
        f"{what:20} {len(alone):5} and {len(beside):5} times   median {statistics.median(alone):.3f} s and "
        f"{statistics.median(beside):.3f} s   95 % {before:.3f} s and {after:.3f} s, {after / before:.2f} times"
    )
    return after < 2 * before


async def be_guest(url: str, only: str | None) -> None:
    """Does everything at once, again and again, until the process ends; prints the results every few seconds."""
    told: collections.Counter[str] = collections.Counter()
    deeds: dict[str, Callable[[], Awaitable[None]]] = {
        "persons": lambda: many(lambda: open_page(url, told), PERSONS),
        "uploads": lambda: many(lambda: send_upload(url, told), PERSONS),
        "half-open": lambda: hold_open(url, told),
    }
    doing = [asyncio.ensure_future(deed()) for name, deed in deeds.items() if only in (None, name)]
    while True:
        await asyncio.sleep(5)
        print("the guest:", dict(told), flush=True)
        for task in doing:
            if task.done():
                task.result()


async def many(deed: Callable[[], Awaitable[None]], times: int) -> None:
    """Does something many times, some at the same time."""
    left = iter(range(times))

    async def some() -> None:
        for _ in left:
            await deed()

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))


async def open_page(url: str, told: collections.Counter[str]) -> None:
    """An invented person opens the page and stays for some seconds."""
    headers = {"Cookie": f"visitor={new_number()}"}
    address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    try:
        async with connect(
            address,
            subprotocols=[Subprotocol("streamlit")],
            additional_headers=headers,
            max_size=None,
            local_addr=(ADDRESS, 0),
            open_timeout=60,
        ) as socket:
            message = BackMsg()
            message.rerun_script.query_string = ""
            for _ in range(5):
                await socket.send(message.SerializeToString())
                await asyncio.sleep(1)
            told["pages"] += 1
    except (OSError, WebSocketException, TimeoutError) as error:
        told[f"no page: {type(error).__name__}"] += 1
        await asyncio.sleep(0.1)


async def send_upload(url: str, told: collections.Counter[str]) -> None:
    """An invented person sends a new table."""
    transport = httpx.AsyncHTTPTransport(local_address=ADDRESS)
    headers = {"Cookie": f"visitor={new_number()}"}
    try:
        async with httpx.AsyncClient(base_url=url, transport=transport, timeout=120, headers=headers) as http:
            answer = await http.post("/tables?name=a.csv", content=f"{TABLE}{time.time_ns()},1,1\n".encode())
        told[f"upload: {answer.status_code}"] += 1
    except httpx.HTTPError as error:
        told[f"upload: {type(error).__name__}"] += 1


async def hold_open(url: str, told: collections.Counter[str]) -> None:
    """Opens connections that begin a request, half of them in its body, and opens them again when they are cut."""
    port = int(url.rpartition(":")[2])
    begun = [
        b"GET / HTTP/1.1\r\nHost: a\r\n",
        b"POST /person HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{",
    ]

    async def hold(number: int) -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(ADDRESS, 0))
                writer.write(begun[number % 2])
                told["half-open"] += 1
                await reader.read()
                writer.close()
                told["cut"] += 1
            except OSError:
                told["refused"] += 1
            await asyncio.sleep(1)

    await asyncio.gather(*(hold(number) for number in range(HALF_OPEN)))


if __name__ == "__main__":
    sys.exit(main())
