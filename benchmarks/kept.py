"""The cost of storing runs: `python -m benchmarks.kept`.

First, My runs of a person with ten thousand runs, opened in a real Chromium, against a person with ten: seconds from
the address to the drawn table. Then how many messages of runs per second are written before they are shown, with
SQLite and, if its programs are found, with PostgreSQL, and how long that delays a message.
"""

import argparse
import os
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from playground.experiment import Data, Experiment
from playground.experiment.presets import presets
from playground.messages.events import Began, Ended, Epochs, Event
from playground.persons import Person, new_number, person_of, use_key
from playground.plan import plan
from playground.runs import Run, Runs
from playground.runs.rows import row_of
from playground.store import Store
from playground.store.rows import RunRow
from playground.store.settings import database_url
from tests.support.chromium import ARGUMENTS
from tests.support.postgres import Postgres
from tests.support.server import Server
from tests.support.silent_engine import SilentEngine
from tools.chromium import find
from tools.postgres import find as find_postgres

MANY, FEW = 10_000, 10
PEOPLE = 30
MESSAGES = 100  # of each run, as in ten seconds of training


def main() -> None:
    """Prints both parts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tries", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _pages(Path(folder), asked.tries)
        print()
        print(f"{PEOPLE} runs, {MESSAGES} messages each           messages/s   held up, median   95 %")
        _writing("SQLite", f"sqlite:///{folder}/messages.db")
        if find_postgres() is not None:
            with _postgres() as address:
                _writing("PostgreSQL", address)


def _pages(folder: Path, tries: int) -> None:
    address = f"sqlite:///{folder}/runs.db"
    numbers = {count: new_number() for count in (FEW, MANY)}
    store = Store(address)
    store.open()
    use_key(store.key())
    for count, number in numbers.items():
        person = person_of(number)
        assert person is not None
        store.append([_row(person.id) for _ in range(count)], [])
    store.close()
    server = Server(folder / "log", database=address)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
            seconds: dict[int, list[float]] = {FEW: [], MANY: []}
            for _ in range(tries):
                for count, number in numbers.items():
                    context = browser.new_context(viewport={"width": 1440, "height": 900})
                    context.add_cookies([{"name": "visitor", "value": number, "url": server.url}])
                    page = context.new_page()
                    page.goto(server.url)
                    page.wait_for_selector(".live-curves .js-plotly-plot .main-svg")
                    page.wait_for_load_state("networkidle")  # as after a first look at the page
                    seconds[count].append(_open(page, count))
                    context.close()
        print("My runs, from the click to the drawn table, in a browser that never was there before")
        for count, times in seconds.items():
            print(f"  {count:>6,} runs   median {statistics.median(times):.2f} s, slowest {max(times):.2f} s")
        few, many = map(statistics.median, seconds.values())
        print(f"  {many / few:.1f} times as long")
    finally:
        server.stop()


def _open(page: Page, count: int) -> float:
    begin = time.perf_counter()
    page.get_by_role("link", name="My runs").click()
    # Checked in every frame of the browser, because a locator polls more seldom.
    page.wait_for_function(
        """count => document.querySelector("[data-testid=stDataFrame] canvas")
            && document.body.innerText.includes(count)""",
        arg=f"{count:,} runs.",
    )
    return time.perf_counter() - begin


def _row(owner: str) -> RunRow:
    experiment = plan(random.choice(list(presets().values()))).experiment
    target = {"target": "a target", "dataset": experiment.data.dataset}
    run = Run(
        secrets.token_hex(16),
        owner,
        experiment.model_copy(update={"data": experiment.data.model_copy(update=target)}),
        started_at=time.time() - random.uniform(0, 1e7),
    )
    run.hear(
        [
            Began(parameters=random.randint(2, 10**6), train_rows=9, validation_rows=9),
            Epochs(first=0, logs={"val_loss": [1.0, random.random()]}, seconds=[0.0, 1.0]),
            Ended(status="finished", reason=""),
        ]
    )
    return row_of(run, "a server of long ago")


def _writing(name: str, address: str) -> None:
    """Writes thirty people's messages, first all at once, then one by one to measure the delay of one."""
    engine = SilentEngine()
    runs = Runs(engine, Store(address))
    experiment = plan(Experiment(data=Data(dataset="iris"))).experiment
    mine = [runs.start(experiment, Person(f"{n:064x}")) for n in range(PEOPLE)]
    begin = time.perf_counter()
    for number in range(MESSAGES):
        for hear in engine.hears.values():
            hear(_message(number))
    _until(mine, MESSAGES - 1)
    rate = PEOPLE * MESSAGES / (time.perf_counter() - begin)
    waited = []
    for number in range(MESSAGES, 2 * MESSAGES):
        begin = time.perf_counter()
        engine.say(mine[0], *_message(number))
        _until(mine[:1], number)
        waited.append(time.perf_counter() - begin)
    runs.close()
    median, late = statistics.median(waited), statistics.quantiles(waited, n=20)[-1]
    print(f"  {name:<36} {rate:>10,.0f} {1000 * median:>14.1f} ms {1000 * late:>6.1f} ms")


def _message(number: int) -> list[Event]:
    logs = {"loss": [0.5 + number] * 20, "val_loss": [0.25 + number] * 20}
    return [Epochs(first=20 * number, logs=logs, seconds=[0.1 * number] * 20)]


def _until(runs: Sequence[Run], number: int) -> None:
    while any(run.epoch < 20 * number + 19 for run in runs):
        time.sleep(0.0005)


@contextmanager
def _postgres() -> Iterator[str]:
    server = Postgres()
    try:
        os.environ["DATABASE_URL"] = server.database()
        yield database_url()
    finally:
        server.close()


if __name__ == "__main__":
    main()
