"""A run that takes steps: the server's answers about it, and waiting until it is held."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import APIResponse, expect

from tests.support.chromium import PATIENCE
from tests.support.playground_page import POLLING, Playground


def told(person: Playground) -> dict[str, Any]:
    """The server's answer about the run that the page shows."""
    answer: dict[str, Any] = person.get(f"/runs/{person.run}/curves").json()
    return answer


def ask_until(person: Playground, address: str, condition: Callable[[APIResponse], bool]) -> APIResponse:
    """Fetches an address of the server until the answer fulfils a condition; returns the answer.

    The page does not fetch it, because its network may be cut.
    """
    end = time.monotonic() + PATIENCE / 1000
    while not condition(answer := person.get(address)):
        assert time.monotonic() < end, f"{address} still answers {answer.text()}"
        person.page.wait_for_timeout(POLLING)
    return answer


def wait_for_hold(person: Playground, epoch: int, batch: int = 0) -> None:
    """Waits until the server says that the run is held at a position, and the page shows it."""

    def is_held(answer: APIResponse) -> bool:
        run = answer.json()
        return run["paused"] and (run["epoch"], run["batch"]) == (epoch, batch)

    ask_until(person, f"/runs/{person.run}/curves", is_held)
    expect(person.curves).to_have_attribute("data-epoch", str(epoch))


def click(person: Playground, key: str, times: int = 1) -> None:
    """Clicks a button as fast as the browser can."""
    person.page.evaluate(
        "([key, times]) => { for (; times; times--) document.querySelector(`.st-key-${key} button`).click(); }",
        [key, times],
    )


def press_for_a_new_run(person: Playground, key: str) -> str:
    """Presses a button that starts a run and waits until the page shows it."""
    before = person.run
    person.press(key)
    person.page.wait_for_function(
        """before => {
            const run = document.querySelector(".live-curves").dataset.run;
            return run && run !== before;
        }""",
        arg=before,
        polling=POLLING,
    )
    return person.run
