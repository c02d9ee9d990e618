"""What tests of several rooms share: a real browser, and a real PostgreSQL server."""

import os
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.store.postgres import Postgres
from tools.chromium import find

# A busy machine is slow at times; no example fails for that.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# Runs are kept where nobody's own are: each process of the suite has a database of its own.
_kept = tempfile.TemporaryDirectory(prefix="playground-tests-")
os.environ["DATABASE_URL"] = f"sqlite:///{_kept.name}/playground.db"
os.environ["PLAYGROUND_FILES"] = f"{_kept.name}/files"

# Milliseconds. A busy machine holds a page up for seconds at times; who waits goes on as soon as it is there.
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
    """A headless Chromium without internet. It ends with its module: Playwright's loop bars `asyncio.run`."""
    path = find()
    assert path, "No Chromium that starts is here. `make test` finds or installs one."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=PATIENCE)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests of a process."""
    server = Postgres()
    yield server
    server.close()
