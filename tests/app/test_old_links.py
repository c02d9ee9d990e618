"""Links that earlier versions gave away open on the pages of now, over a database of that time."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from playground.experiment import Experiment
from playground.experiment.parse import from_content
from playground.plan import plan
from playground.services import Services, use
from tests.store.databases import REVISIONS, content_of, unpack
from tests.support.app_requests import bar
from tests.support.kept_runs import NUMBER, Kept
from tests.support.visits import draft_of


@pytest.fixture(params=REVISIONS)
def revision(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A revision whose database, as it was, is the one that the pages read."""
    unpack(request.param, tmp_path)
    kept = Kept(tmp_path)
    kept.runs.wait_for_store()
    monkeypatch.setattr(type(streamlit.context), "cookies", {"visitor": NUMBER})
    with use(Services(kept.runs)):
        yield request.param
    kept.close()


def visit(address: str) -> AppTest:
    parts = urlsplit(address)
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    if parts.path != "/":
        app.switch_page(f"{parts.path.strip('/')}.py")
    for name, (value,) in parse_qs(parts.query).items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def test_links_open_what_they_opened(revision: str) -> None:
    # One of each kind: `tests/store` reads them all, without their pages.
    links = {
        next(iter(parse_qs(urlsplit(each["address"]).query))): each for each in content_of(revision)["links"]
    }
    for link in links.values():
        app = visit(link["address"])
        assert not app.toast, link["address"]
        assert not [box.value for box in app.info if "not kept" in box.value], link["address"]
        if link["address"].startswith("/?"):
            (then,) = (Experiment.model_validate(content) for content in link["opens"])
            now = plan(from_content(draft_of(app).content())).experiment
            assert now == then, link["address"]
            assert bar(app)["shown"] == link["address"].startswith("/?run=")
