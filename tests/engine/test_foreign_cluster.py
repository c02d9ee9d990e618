"""A cluster that cannot load the app says so in one sentence, and nothing hangs."""

from collections.abc import Collection
from pathlib import Path

import pytest

from playground.engine.client import Engine
from playground.messages.events import Ended, Waiting
from tests.support.experiments import short
from tests.support.external import ExternalCluster
from tests.support.listening import train


@pytest.mark.slow
@pytest.mark.parametrize("knowing", [(), ("scheduler",)], ids=["nobody has it", "no worker has it"])
def test_a_run_on_a_cluster_without_the_app_says_what_is_missing(
    tmp_path: Path, knowing: Collection[str]
) -> None:
    cluster = ExternalCluster(tmp_path, knowing=knowing)
    engine = Engine(cluster.address)
    try:
        listener = train(engine, short())
        while not isinstance(event := listener.next(), Ended):
            assert isinstance(event, Waiting), event
        assert event.status == "failed"
        assert event.reason.startswith("The training cluster cannot load this app")
    finally:
        engine.close()
        cluster.close()
