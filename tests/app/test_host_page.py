"""The host's page shows the figures of the installation to whoever knows the key, and to nobody else."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.watching import key
from tests.support.kept_runs import Kept

KEY = "a key of the host's own"


def host_page() -> AppTest:
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    page.switch_page("host.py").run()
    assert not page.exception
    return page


def give(page: AppTest, text: str) -> None:
    page.text_input[0].set_value(text)
    page.button[-1].click().run()
    assert not page.exception


def test_figures_are_shown_to_whoever_gives_the_key(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.run(1.0, 0.5)
    page = host_page()
    assert not page.text_input
    assert key.SETTING in page.caption[0].value

    monkeypatch.setenv(key.SETTING, KEY)
    page = host_page()
    give(page, "another key of some length")
    assert "not the key" in page.caption[-1].value
    assert not page.dataframe
    give(page, KEY)
    shown = dict(zip(*(page.dataframe[0].value[column] for column in ("", "now")), strict=True))
    assert shown["Runs that train"] == "0"
    assert shown["Runs are kept"] == "yes"
    assert shown["Memory of the server"].endswith("B")
