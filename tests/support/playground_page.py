"""The Playground page in a browser: choosing a preset, pressing Train, looking, pressing Stop."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import APIResponse, Locator, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from playground.experiment import Experiment
from playground.experiment.link import to_link
from tests.support.chromium import PATIENCE

State = Literal["waiting", "running", "finished", "stopped_early", "stopped", "failed"]
OVER = re.compile("^(finished|stopped_early|stopped|failed)$")

# The limit for the longest run of these tests on a slow machine, in milliseconds.
RUN = 180_000

# Milliseconds between two looks at a page, because looking at every frame would slow it down.
POLLING = 50


def address_of(experiment: Experiment) -> str:
    """The address that opens the page with an experiment."""
    return f"/?experiment={to_link(experiment)}"


def fits(page: Page) -> Iterator[int]:
    """Makes a window narrower in steps, and waits at each width until the page fits."""
    for width in (1440, 1000, 820, 720, 400):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            "document.documentElement.scrollWidth <= innerWidth", timeout=PATIENCE, polling=POLLING
        )
        yield width


def wait_for_scheme(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Waits until the page has the colours of a scheme, which Streamlit applies later than the browser."""
    page.wait_for_function(
        """is_dark => {
            const { backgroundColor } = getComputedStyle(document.querySelector("[data-testid=stApp]"));
            const sum = backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
            return (sum < 3 * 128) === is_dark;
        }""",
        arg=scheme == "dark",
        timeout=PATIENCE,
        polling=POLLING,
    )


class Playground:
    """One person's browser window. Every method waits until its action is possible and until it has had its effect."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.curves = page.locator(".live-curves")

    def open(self, address: str = "/") -> None:
        """Goes to the page and waits until it can be used."""
        self.page.goto(self.url + address, timeout=PATIENCE)
        self.ready()

    def get(self, address: str) -> APIResponse:
        """Fetches an address of the server with the person's cookie.

        If the server closes an idle connection at that moment, the request is repeated, as browsers do.
        """
        return self.page.request.get(self.url + address, max_retries=3)

    def reload(self) -> None:
        """Reloads the page as with F5: Streamlit starts a new session."""
        self.page.reload(timeout=PATIENCE)
        self.ready()

    def ready(self) -> None:
        """Waits until the script has run and the chart is there."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.curves).to_have_attribute("data-state", re.compile("."))

    def named(self, key: str) -> Locator:
        """The element with a key, of any generation of widgets."""
        return self.page.locator(f'.st-key-{key}, [class*="st-key-{key}-"]').first

    def button(self, key: str) -> Locator:
        """The button with a key."""
        return self.named(key).get_by_role("button").first

    def press(self, key: str) -> None:
        """Presses a button as soon as it can be pressed."""
        expect(self.button(key)).to_be_enabled()
        self.button(key).click(timeout=PATIENCE)

    def choose_preset(self, title: str) -> None:
        """Chooses a preset by its title and waits until the page holds its settings."""
        field = self.named("preset").get_by_role("combobox")
        expect(field).to_have_count(1)
        if field.input_value() != title:
            # A loaded experiment gets new widgets, with another number in their keys.
            number = self._generation()
            self._bring_into_view(field)
            field.click(timeout=PATIENCE)
            self.page.get_by_role("option", name=title, exact=True).click(timeout=PATIENCE)
            expect(self.page.locator(f".{number}")).to_have_count(0)
        expect(field).to_have_value(title)
        self.ready()

    def _bring_into_view(self, field: Locator) -> None:
        """Scrolls to a field and waits until the page has handled that, because scrolling closes an open list."""
        field.scroll_into_view_if_needed(timeout=PATIENCE)
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def _generation(self) -> str:
        """The class that distinguishes the present widget of the preset from the next one."""
        widget = self.page.locator('[class*="st-key-preset-"]').first
        classes = (widget.get_attribute("class") or "").split()
        return next(name for name in classes if name.startswith("st-key-preset-"))

    def unfold(self, section: str) -> None:
        """Opens one of the forms data, network and training, if it is folded."""
        details = self.named(f"expander-{section}").locator("details").first
        if details.get_attribute("open") is None:
            details.locator("summary").click(timeout=PATIENCE)
        expect(details).to_have_attribute("open", "")

    def set_epochs(self, epochs: int) -> None:
        """Types a number of epochs into the Training form and waits until its summary shows it."""
        self.unfold("training")
        field = self.page.get_by_role("spinbutton", name="Epochs", exact=True)
        expect(field).to_have_count(1)
        field.fill(str(epochs), timeout=PATIENCE)
        field.press("Enter")
        expect(self.page.get_by_text(f"{epochs:,} epochs").first).to_be_visible()
        self.ready()

    def open_file(self, path: Path) -> None:
        """Gives the page an experiment file."""
        chooser = self.page.locator('input[type="file"]')
        if chooser.count() == 0:
            self.named("file").get_by_role("button").first.click(timeout=PATIENCE)
        chooser.set_input_files(path, timeout=PATIENCE)

    def train(self) -> str:
        """Starts a run and returns its id once the page shows it."""
        before = self.curves.get_attribute("data-run") or ""
        self.press("train")
        expect(self.curves).to_have_attribute("data-run", re.compile(f"^(?!{re.escape(before)}$).+"))
        run = self.curves.get_attribute("data-run") or ""
        expect(self.page).to_have_url(re.compile(rf"[?&]run={re.escape(run)}\b"))
        return run

    def stop(self) -> None:
        """Presses Stop."""
        self.press("stop")

    @property
    def run(self) -> str:
        """The id of the run that the page shows; empty when none."""
        return self.curves.get_attribute("data-run") or ""

    @property
    def state(self) -> str:
        """The state of the run that the page shows."""
        return self.curves.get_attribute("data-state") or ""

    @property
    def epoch(self) -> int:
        """The latest epoch in the chart; -1 before the first point."""
        return int(self.curves.get_attribute("data-epoch") or -1)

    def wait_for_epoch(self, least: int) -> None:
        """Waits until the chart has reached an epoch.

        A finished run counts too, because the page shows its state before its curves.
        """
        try:
            self.page.wait_for_function(
                "least => Number(document.querySelector('.live-curves').dataset.epoch) >= least",
                arg=least,
                timeout=RUN,
                polling=POLLING,
            )
        except TookTooLong as error:
            raise AssertionError(
                f"the run was {self.state} at epoch {self.epoch}, before epoch {least}"
            ) from error

    def wait_for_end(self) -> str:
        """Waits until the run is over and the page lets a person train again; returns the run's state."""
        expect(self.curves).to_have_attribute("data-state", OVER, timeout=RUN)
        expect(self.button("train")).to_be_enabled()
        expect(self.button("stop")).to_be_disabled()
        return self.state


# Opens the app as a new person.
Visit = Callable[..., Playground]
