"""Where the head of a page leads."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from playground.services import use
from playground.store import StoreError
from playground.ui.frame import head
from tests.support.found_runs import found_by

KNOWN: dict[str, Any] = {"kept": SimpleNamespace(id="kept")}
LINKS: list[tuple[str, Any]] = []


def script() -> None:
    from playground.ui.frame.head import head

    head()


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The head alone; its links lead to pages that are not there, and are noted."""
    LINKS.clear()
    monkeypatch.setattr(
        head.st, "page_link", lambda to, query_params=None, **_: LINKS.append((to, query_params))
    )
    with use(found_by(KNOWN.get)):
        yield AppTest.from_function(script)


def leads_to(page: AppTest) -> Any:
    assert not page.run().exception
    return dict(LINKS[-4:])["train.py"]


def test_the_playground_is_left_and_found_with_its_run_unless_that_one_is_deleted(
    page: AppTest,
) -> None:
    assert leads_to(page) is None
    page.query_params["run"] = "kept"
    assert leads_to(page) == {"run": "kept"}
    del page.query_params["run"]
    assert leads_to(page) == {"run": "kept"}
    with use(found_by(lambda _: None)):
        assert leads_to(page) is None
    # A database that is away for a moment has not lost it.
    with use(found_by(away)):
        assert leads_to(page) == {"run": "kept"}


def away(_: str) -> None:
    raise StoreError("The database cannot be used at the moment.")
