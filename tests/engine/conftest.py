"""Warm engines for the tests of this room; a test leaves them with nothing going on."""

from collections.abc import Iterator

import pytest

from playground.engine.client import Engine


@pytest.fixture(scope="module")
def engine(stub_job: None) -> Iterator[Engine]:
    """An engine with two workers whose job only tells epochs."""
    yield from _engine(workers=2)


@pytest.fixture(scope="module")
def trainer() -> Iterator[Engine]:
    """An engine with one worker that trains with TensorFlow."""
    yield from _engine(workers=1)


def _engine(workers: int) -> Iterator[Engine]:
    engine = Engine(workers=workers)
    engine.start()
    yield engine
    engine.close()
