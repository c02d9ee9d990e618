"""Warm engines for the tests of this room; a test leaves them with nothing going on."""

from collections.abc import Iterator

import pytest

from playground.engine.client import Engine
from tests.support.waiting import until

WORKERS = 2


@pytest.fixture(scope="session")
def kept_engine() -> Iterator[Engine]:
    """One engine for all files: its three processes take ten seconds of a slow processor to start."""
    engine = Engine(workers=WORKERS)
    yield engine
    engine.close()


@pytest.fixture
def engine(stub_job: None, kept_engine: Engine) -> Engine:
    """An engine with two workers whose job only tells epochs; in the place of those that a test killed are others."""

    def workers() -> int:
        cluster = kept_engine._dispatcher.cluster
        return 0 if cluster is None else len(cluster.workers)

    kept_engine.start()
    until(lambda: workers() == WORKERS)
    return kept_engine


@pytest.fixture(scope="module")
def trainer() -> Iterator[Engine]:
    """An engine with one worker that trains with TensorFlow."""
    engine = Engine(workers=1)
    engine.start()
    yield engine
    engine.close()
