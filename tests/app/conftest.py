"""What the tests of the pages' scripts share: runs, as a visitor sees them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit

from playground.services import Services, use
from tests.support.kept_runs import NUMBER, Kept


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    kept = Kept(tmp_path)
    # AppTest has a browser that is a mock, cookies and all.
    monkeypatch.setattr(type(streamlit.context), "cookies", {"visitor": NUMBER})
    with use(Services(kept.runs)):
        yield kept
    kept.close()
