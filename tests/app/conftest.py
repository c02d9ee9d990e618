"""What the tests of the pages' scripts share: runs, as a visitor sees them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit

from playground import services
from tests.support.kept_runs import NUMBER, Kept


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    kept = Kept(tmp_path)
    monkeypatch.setattr(services, "_runs", kept.runs)
    # AppTest has a browser that is a mock, cookies and all.
    monkeypatch.setattr(type(streamlit.context), "cookies", {"visitor": NUMBER})
    yield kept
    kept.close()
