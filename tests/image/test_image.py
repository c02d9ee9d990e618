"""The image: the app in a container that is held as compose.yaml holds it. `make image-test` builds it and names it."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from playground.experiment.presets import presets
from tests.support.bar_page import AT_FULL_SPEED
from tests.support.chromium import PATIENCE
from tests.support.container import PORT, App, Container, as_environment, service, volume
from tests.support.playground_page import Playground
from tests.support.server import free_port
from tests.support.steps import told
from tools.podman import run

ROOT = Path(__file__).resolve().parents[2]
PRESET = "spiral"
EPOCHS = 12
PROGRAM = ("python", "-m", "playground")
SQLITE = {"DATABASE_URL": "sqlite:////app/var/playground.db"}

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def image() -> str:
    name = os.environ.get("PLAYGROUND_TESTS_IMAGE")
    if name is None:
        pytest.skip("`make image-test` builds the image that this tries.")
    return name


@pytest.fixture(scope="module")
def app(image: str) -> Iterator[App]:
    """The app, for all that can be asked of one container."""
    with volume() as name, App(image, name) as found:
        found.wait_until_it_answers()
        yield found
        assert found.end() == []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as found:
        found.set_default_timeout(PATIENCE)
        found.add_init_script(AT_FULL_SPEED)
        yield found


def look(image: str, *command: str) -> str:
    """What a command prints in a container of its own."""
    return run(image, *command, options=["--rm", "--network=none"])


def test_of_the_checkout_the_image_has_the_app_alone(image: str) -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    taken = {line[1:].partition("/")[0] for line in lines if line.startswith("!")}
    assert set(look(image, "ls", "-A", "/app").split()) == {*taken, "var"}
    assert look(image, "ls", "-A", "/app/var").split() == ["compiled"]


def test_the_image_has_nothing_that_built_it(image: str) -> None:
    tools = "for name in pip gcc strip git; do command -v $name; done; true"
    assert look(image, "sh", "-c", tools) == ""


def test_the_app_is_nobody_and_writes_into_its_volume_and_tmp_alone(app: App) -> None:
    status = dict(line.split(":", 1) for line in app.execute("cat", "/proc/1/status").splitlines())
    assert set(status["Uid"].split()) == {"10001"}
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(status[name], 16) == 0, name
    assert status["NoNewPrivs"].strip() == "1"
    folders = (
        "/ /app /app/playground /home/playground /opt/venv /run /var/tmp /tmp /app/var /app/var/compiled"
    )
    script = 'for place in "$@"; do touch "$place/tried" 2>/dev/null && echo "$place"; done; true'
    assert app.execute("sh", "-c", script, "sh", *folders.split()).split() == [
        "/tmp",
        "/app/var",
        "/app/var/compiled",
    ]


def test_the_image_says_that_it_is_well(app: App) -> None:
    app.wait_until_well()


def test_a_preset_trains_on_the_command_line(app: App) -> None:
    command = ("train", PRESET, "--set", f"training.epochs={EPOCHS}", "--json")
    found = json.loads(app.execute(*PROGRAM, *command))
    assert found["status"] == "finished"
    assert len(found["history"]["val_loss"]) == EPOCHS
    assert PRESET in app.execute(*PROGRAM, "runs")


def test_a_run_of_a_browser_is_kept_over_a_restart(image: str, context: BrowserContext) -> None:
    page = context.new_page()
    with volume() as name:
        with App(image, name) as app:
            app.wait_until_it_answers()
            person = Playground(page, app.url)
            person.open()
            person.choose_preset(presets()[PRESET].title)
            person.set_epochs(EPOCHS)
            shown = person.train()
            assert person.wait_for_end() == "finished"
            curves = told(person)["curves"]
            assert len(curves["val_loss"]) == EPOCHS + 1  # the untrained network is epoch 0
            assert app.end() == []
        with App(image, name) as app:
            app.wait_until_it_answers()
            person = Playground(page, app.url)  # another port, the same host: the cookie stays
            person.open(f"/?run={shown}")
            assert person.wait_for_end() == "finished"
            assert told(person)["curves"] == curves
            assert json.loads(app.execute(*PROGRAM, "judge", shown, "--json"))["metrics"]
            page.goto(f"{app.url}/runs")
            expect(page.get_by_text("1 run.")).to_be_visible()
            person.open()
            person.train()
            person.wait_for_epoch(3)
            assert app.end() == []


def test_the_services_of_a_workshop_are_well_and_train(image: str, context: BrowserContext) -> None:
    """They share one network here, and keep runs in SQLite: no image of PostgreSQL or of the proxy is at hand."""
    port = free_port()
    containers: list[Container] = []
    with ExitStack() as stack:
        files, compiled = (stack.enter_context(volume()) for _ in range(2))
        for name, more in {
            "scheduler": [f"--publish=127.0.0.1:{port}:{PORT}", "--add-host=scheduler:127.0.0.1"],
            "worker": [f"--volume={compiled}:/app/var/compiled"],
            "app": [f"--volume={files}:/app/var"],
        }.items():
            described = service(name)
            options = [*as_environment(described, **(SQLITE if name == "app" else {})), *more]
            options += [f"--network=container:{first.id}" for first in containers[:1]]
            container = Container(image, *described.get("command", ()), name=name, options=options)
            containers.append(stack.enter_context(container))
            container.wait_until_well(described.get("healthcheck", {"test": ["CMD"]})["test"][1:] or None)
        person = Playground(context.new_page(), f"http://localhost:{port}")
        person.open()
        person.set_epochs(EPOCHS)
        person.train()
        assert person.wait_for_end() == "finished"
        # The first, whose network the others share, ends last.
        assert [container.end() for container in reversed(containers)] == [[], [], []]
