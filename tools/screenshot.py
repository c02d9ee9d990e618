"""Takes docs/screenshot.png: the app during training, in a real browser. `make screenshot` runs it."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playground.experiment.presets import presets  # noqa: E402
from tests.support.chromium import ARGUMENTS, PATIENCE  # noqa: E402
from tests.support.playground_page import Playground  # noqa: E402
from tests.support.server import Server  # noqa: E402
from tools.chromium import find  # noqa: E402

PRESET = "spiral"
EPOCH = 150


def take(target: Path) -> None:
    """Starts the app, trains a preset, and takes the picture when the run has reached an epoch."""
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder, "log"))
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
            person = Playground(page, server.url)
            person.open()
            person.choose_preset(presets()[PRESET].title)
            person.train()
            page.mouse.move(700, 880)  # so that no help covers the page
            person.wait_for_epoch(EPOCH)
            page.screenshot(path=target)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    target = ROOT / "docs" / "screenshot.png"
    target.parent.mkdir(exist_ok=True)
    take(target)
    print(target.relative_to(ROOT))
