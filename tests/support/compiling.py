"""How much is compiled, for tests that train."""

from contextlib import nullcontext

import pytest

from playground.training import graphs, xla


@pytest.fixture
def where_xla_does_not_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Epochs are compiled without XLA; it compiles the optimizer alone, as for networks that are large."""
    monkeypatch.setattr(xla, "pays", lambda *_: False)


@pytest.fixture
def without_xla(where_xla_does_not_pay: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what is around an epoch: XLA compiles nothing at all, and the epoch is ready sooner."""
    monkeypatch.setattr(graphs, "_fused_updates", lambda optimizer: nullcontext())
