"""Which run a visit shows, whatever a browser still has in its address."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from playground.services import use
from playground.store import StoreError
from playground.ui.train import shown_run
from tests.support.found_runs import found_by

KNOWN = {name: SimpleNamespace(id=name) for name in ("old", "new")}


def script() -> None:
    import streamlit as st

    from playground.ui.frame.trouble import read_or_say
    from playground.ui.train.shown_run import show, shown_run
    from tests.ui.train.test_shown_run import KNOWN

    with read_or_say("page"):
        run = shown_run()
        st.text(run.id if run else "none")
        if st.button("start"):
            show(KNOWN["new"])  # type: ignore[arg-type]
            st.rerun()


@pytest.fixture
def page() -> Iterator[AppTest]:
    app = AppTest.from_function(script)
    app.query_params["run"] = "old"
    with use(found_by(KNOWN.get)):
        yield app.run()


def shown(page: AppTest) -> Any:
    assert not page.exception
    return page.text[0].value


def test_an_address_sent_before_the_browser_knew_of_the_new_run_does_not_bring_the_old_one_back(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(page) == "old"
    page.button[0].click().run()
    assert shown(page) == "new"
    page.query_params["run"] = "old"
    assert shown(page.run()) == "new"
    assert page.query_params["run"] in ("new", ["new"])
    # However late it comes; a Back of the browser says that it is one.
    page.query_params["run"] = "old"
    assert shown(page.run()) == "new"
    monkeypatch.setattr(shown_run, "by_history", lambda: True)
    page.query_params["run"] = "old"
    assert shown(page.run()) == "old"


def test_a_run_that_is_not_kept_is_taken_out_of_the_address(page: AppTest) -> None:
    page.query_params["run"] = "gone"
    assert shown(page.run()) == "none"
    assert "run" not in page.query_params
    assert "not kept here" in page.toast[0].value


def test_a_run_that_cannot_be_read_at_the_moment_stays_in_the_address(page: AppTest) -> None:
    def away(_: str) -> None:
        raise StoreError("The database cannot be used at the moment.")

    page.query_params["run"] = "new"
    with use(found_by(away)):
        page.run()
    assert not page.exception
    assert "The database cannot be used at the moment" in page.warning[0].value
    assert page.query_params["run"] in ("new", ["new"])
    assert shown(page.button[0].click().run()) == "new"
