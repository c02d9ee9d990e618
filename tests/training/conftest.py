"""What tests of the trainer share."""

import pytest

from playground.training import xla


@pytest.fixture
def without_xla(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what is around an epoch: compiled without XLA it is ready sooner."""
    monkeypatch.setattr(xla, "pays", lambda *_: False)
