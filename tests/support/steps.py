"""A run that goes step by step: what the server says of it, and waiting for where it is held."""

from typing import Any

from playwright.sync_api import expect

from tests.support.chromium import PATIENCE
from tests.support.playground_page import POLLING, Playground


def told(person: Playground) -> dict[str, Any]:
    """What the server says of the run that the page shows."""
    answer: dict[str, Any] = person.get(f"/runs/{person.run}/curves").json()
    return answer


def ask_until(person: Playground, address: str, condition: str) -> None:
    """Fetches an address of the server again and again until the answer fulfils a condition in JavaScript."""
    last_answer = person.page.evaluate(
        f"""async ([address, patience]) => {{
            const end = performance.now() + patience;
            while (true) {{
                const response = await fetch(address);
                if (await ({condition})(response.clone())) return null;
                if (performance.now() > end) return await response.text();
                await new Promise((resolve) => setTimeout(resolve, {POLLING}));
            }}
        }}""",
        [address, PATIENCE],
    )
    assert last_answer is None, f"{address} never fulfilled {condition}: {last_answer}"


def wait_for_hold(person: Playground, epoch: int, batch: int = 0) -> None:
    """Waits until the server says that the run is held there, and the page shows it."""
    condition = f"({{paused, epoch, batch}}) => paused && epoch === {epoch} && batch === {batch}"
    ask_until(
        person,
        f"/runs/{person.run}/curves",
        f"async (response) => ({condition})(await response.json())",
    )
    expect(person.curves).to_have_attribute("data-epoch", str(epoch))


def click(person: Playground, key: str, times: int = 1) -> None:
    """Clicks a button as fast as the browser makes clicks."""
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
