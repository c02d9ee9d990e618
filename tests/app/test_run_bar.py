"""What the bar asks of the engine, on a real one: the page's script without a browser."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from playground.presets import presets
from playground.runs import Run
from playground.server import services

pytestmark = pytest.mark.xdist_group("engine")


@pytest.fixture(scope="module", autouse=True)
def engine() -> Iterator[None]:
    yield
    services.close()


@pytest.fixture
def page() -> AppTest:
    app = AppTest.from_file("../../pages/train.py", default_timeout=60).run()
    app.selectbox[0].select("spiral").run()
    assert not app.exception
    return app


def press(page: AppTest, key: str) -> None:
    next(button for button in page.button if button.key == key).click().run()
    assert not page.exception


def run_of(page: AppTest) -> Run:
    named = page.query_params["run"]
    run = services.runs().get(named if isinstance(named, str) else named[0])
    assert run is not None
    return run


def test_train_starts_a_run_that_stands_in_the_address_and_a_reload_shows_its_settings(page: AppTest) -> None:
    press(page, "train")
    run = run_of(page)
    again = AppTest.from_file("../../pages/train.py", default_timeout=60)
    again.query_params["run"] = run.id
    again.run()
    assert not again.exception
    assert again.session_state["draft"].content()["data"]["dataset"] == "spiral"
    assert run.wait(60)
    assert run.state == "finished"


def test_reset_stops_the_run_that_goes_on_and_holds_a_new_one(page: AppTest) -> None:
    press(page, "reset")
    first = run_of(page)
    assert next(button for button in page.button if button.key == "pause").label == "Resume"
    press(page, "reset")
    second = run_of(page)
    assert second.id != first.id
    assert first.wait(60)
    assert first.state == "stopped"
    assert first.epoch <= 0
    press(page, "stop")
    assert second.wait(60)
    assert second.state == "stopped"


def test_a_person_with_too_many_runs_is_told_so_and_loses_nothing() -> None:
    pages = [AppTest.from_file("../../pages/train.py", default_timeout=60).run() for _ in range(3)]
    for page in pages:
        # One browser, three tabs.
        page.session_state["visitor"] = "one person"
        press(page, "reset")
    assert len({run_of(page).id for page in pages[:2]}) == 2
    assert "going on" in pages[2].toast[0].value
    assert "run" not in pages[2].query_params
    for page in pages[:2]:
        press(page, "stop")
        assert run_of(page).wait(60)


def test_every_preset_has_a_title_of_its_own() -> None:
    titles = [experiment.title for experiment in presets().values()]
    assert len(set(titles)) == len(titles)
