"""One warm engine for all tests of this room."""

from collections.abc import Iterator

import pytest

from playground.engine.client import Engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """An engine with two workers; a test leaves it with nothing going on."""
    engine = Engine(workers=2)
    engine.start()
    yield engine
    engine.close()
