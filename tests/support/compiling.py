"""How much is compiled, for tests that train."""

from contextlib import nullcontext

import pytest

from playground.training import graphs, xla

EPOCHS_BEFORE_XLA = 10  # with the fixture of that name: fewer than usual, so that tests are shorter


@pytest.fixture
def few_epochs_before_xla(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are trained without XLA for `EPOCHS_BEFORE_XLA` epochs."""
    monkeypatch.setattr(xla, "EPOCHS_BEFORE", EPOCHS_BEFORE_XLA)


@pytest.fixture
def where_xla_does_not_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Epochs are compiled without XLA; it compiles the optimizer alone, as for networks that are large."""
    monkeypatch.setattr(xla, "pays", lambda *_: False)


@pytest.fixture
def without_xla(where_xla_does_not_pay: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """XLA compiles nothing, so the epoch is ready sooner; for tests of everything around an epoch."""
    monkeypatch.setattr(graphs, "_fused_updates", lambda *_: nullcontext())
