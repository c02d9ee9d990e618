"""What tests of several rooms share: a real browser, and a real PostgreSQL server."""

import gc
import os
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_runner
from xdist.scheduler import LoadFileScheduling

from tests.support.chromium import ARGUMENTS, PATIENCE
from tests.support.installation import settings as settings_in
from tests.support.postgres import Postgres
from tools.chromium import find

# A busy machine is slow at times; no example fails for that.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# Each process of the suite has a database of its own.
_kept = tempfile.TemporaryDirectory(prefix="playground-tests-")
os.environ.update(settings_in(Path(_kept.name)))


# Tests with one of these fixtures start processes that train or serve, or compile epochs: `make quick` leaves them out.
SLOW = {"stub_job", "trainer", "scheduler", "swept", "streamlit_server", "histories", "few_epochs_before_xla"}

# The folders and files that take longest, the longest first.
LONGEST = (
    "browser/test_seeing.py",
    "browser/test_kept.py",
    "browser/test_runs_page.py",
    "browser/test_presets.py",
    "browser/test_share.py",
    "browser/test_access.py",
    "browser/test_points.py",
    "browser/test_own_data.py",
    "browser/test_lesson.py",
    "browser/test_presses.py",
    "browser/test_live_curves.py",
    "engine",
    "components",
    "training",
    "worker",
    "app",
    "datasets",
    "export",
    "commands",
    "store",
    "layers",
    "runs",
    "pictures",
    "lessons",
    "doctor",
    "golden",
)

# Files that share an engine or a server of the session: one process runs them all, and starts it once.
TOGETHER = (
    ("engine/test_beside.py", "engine/test_death.py", "engine/test_engine.py", "engine/test_held.py"),
    ("components/test_connection.py", "components/test_in_streamlit.py"),
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks slow tests by what they ask for, and begins with the files that take longest."""
    for item in items:
        if not SLOW.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=_order)


def pytest_collection_finish() -> None:
    """Leaves what all tests were imported with out of the collector's rounds, and makes these rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _order(item: pytest.Item) -> tuple[bool, int]:
    """Sorts those with a limit of their own first, then by `LONGEST`: no long file is left for the end."""
    path = item.path.relative_to(Path(__file__).parent)
    ranks = [LONGEST.index(name) for name in (path.as_posix(), path.parts[0]) if name in LONGEST]
    return item.get_closest_marker("timeout") is None, min(ranks, default=len(LONGEST))


class _Scheduling(LoadFileScheduling):
    """Hands out file by file, and those of `TOGETHER` as one."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((files[0] for files in TOGETHER if file.removeprefix("tests/") in files), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """Replaces the scheduler of `--dist loadfile`."""
    return _Scheduling(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session", autouse=True)
def _components_looked_up_once() -> Iterator[None]:
    """Streamlit reads the files of every installed package for each AppTest, as it does once in a server's life."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def _page_process_without_keras() -> Iterator[None]:
    """No AppTest clears Keras' session.

    Streamlit does so after each script in a process that has imported Keras: one file of AppTests took 41 s with it,
    3 s without. The process that serves the pages never imports Keras; one of the tests does, for those that train.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script_runner, "_clean_problem_modules", lambda: None)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium without internet."""
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


@pytest.fixture(scope="module")
def stub_job() -> Iterator[None]:
    """Workers that this module starts tell epochs and train nothing, so none of them loads TensorFlow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYGROUND_JOB", "tests.support.stub_job")
        yield
