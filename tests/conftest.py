"""What tests of several rooms share: a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tools.chromium import find

# Shared machines hold a page up for many seconds at times; a test that waits ends as soon as what it waits for is there.
PATIENCE = 60_000

# A browser that keeps to what the test asks of it, as root in a container too.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Only this machine has an address: a page that needs the internet fails.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium without internet. Ends with its module, for Playwright's loop bars `asyncio.run`."""
    path = find()
    assert path, "No Chromium that starts is here. `make test` finds or installs one."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=PATIENCE)
        yield chromium
        chromium.close()
