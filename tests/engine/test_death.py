"""Whatever dies, every run gets its end, the next one works, and nothing is left behind."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import distributed
import psutil
import pytest
from distributed.security import Security

import playground.engine.cluster
import playground.engine.steering
from playground.engine.client import Engine
from playground.engine.local import Stalls
from playground.messages.wishes import Stop
from tests.support.experiments import endless, short
from tests.support.listening import train
from tests.support.processes import clusters, process_at
from tests.support.waiting import awaited, until, wait_until_gone

pytestmark = pytest.mark.usefixtures("stub_job")

SERVER = """
import sys
from playground.engine.client import Engine
from tests.support.experiments import endless
from tests.support.listening import train
run = train(Engine(workers=1), endless())
run.until("started")
print("training", flush=True)
sys.stdin.read()
"""


def test_a_killed_worker_fails_its_run_at_once_and_the_next_run_works(engine: Engine) -> None:
    run, other = train(engine, endless()), train(engine, endless())
    run.until("epochs")
    other.until("began")
    worker = run.worker
    process_at(worker).kill()
    end = run.until("ended")
    assert end.status == "failed"
    assert "died: it was ended from outside" in end.reason
    # The other worker is busy: the next run trains on the one that was started anew.
    assert train(engine, short()).until("ended").status == "finished"
    engine.ask(other.run_id, Stop())
    assert other.until("ended").status == "stopped"


def test_a_finished_run_leaves_nothing_with_dask(engine: Engine) -> None:
    """Dask trains a finished run again, when its worker dies, as long as anybody holds its future."""

    def kept(run_id: str, dask_scheduler: Any) -> list[str]:
        topics = dask_scheduler.get_events()
        return [name for name in [*dask_scheduler.tasks, *topics] if run_id in name]

    run = train(engine, short())
    run.until("ended")
    with distributed.Client(engine.address, security=engine.security, set_as_default=False) as onlooker:
        until(lambda: not onlooker.run_on_scheduler(kept, run.run_id))


def test_a_worker_that_no_wish_reaches_is_started_anew(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playground.engine.steering, "KILL_SECONDS", 0.5)
    run = train(engine, endless())
    run.until("epochs")
    stuck = process_at(run.worker)
    stuck.suspend()
    engine.ask(run.run_id, Stop())
    end = run.until("ended")
    assert end.status == "stopped"
    wait_until_gone([stuck])
    assert train(engine, short()).until("ended").status == "finished"


def test_when_the_cluster_dies_every_run_fails_and_the_next_one_starts_another(engine: Engine) -> None:
    runs = [train(engine, endless()) for _ in range(3)]
    runs[0].until("epochs")
    (cluster,) = clusters()
    family = [cluster, *cluster.children(recursive=True)]
    cluster.kill()
    for run in runs:
        end = run.until("ended")
        assert end.status == "failed"
        assert "ended unexpectedly" in end.reason
    assert train(engine, short()).until("ended").status == "finished"
    wait_until_gone(family)


def test_nothing_outlives_a_server_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "training\n"
        family = psutil.Process(server.pid).children(recursive=True)
        assert len(family) >= 2
        server.send_signal(signal.SIGKILL)
        wait_until_gone(family)


def test_closing_ends_the_runs_and_every_process() -> None:
    engine = Engine(workers=1)
    before = clusters()
    run = train(engine, endless())
    run.until("started")
    (cluster,) = [cluster for cluster in clusters() if cluster not in before]
    family = [cluster, *cluster.children(recursive=True)]
    engine.close()
    assert run.until("ended").status == "stopped"
    wait_until_gone(family)
    with pytest.raises(RuntimeError, match="closed"):
        train(engine, short())


def test_closing_while_the_cluster_is_being_started_ends_its_process_too() -> None:
    before = {cluster.pid for cluster in clusters()}
    engine = Engine(workers=1)
    engine.start()
    until(lambda: bool({cluster.pid for cluster in clusters()} - before))
    family = [cluster for cluster in clusters() if cluster.pid not in before]
    assert engine.address is None, "it is not there yet"
    engine.close()
    wait_until_gone(family)


def test_a_cluster_that_cannot_be_reached_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playground.engine.cluster, "CONNECT_SECONDS", 0.2)
    engine = Engine("tcp://127.0.0.1:9")
    end = train(engine, short()).until("ended")
    assert end.status == "failed"
    assert "tcp://127.0.0.1:9" in end.reason
    engine.close()


def test_a_worker_that_came_unheard_is_found_by_the_run_that_waits(engine: Engine) -> None:
    assert train(engine, short()).until("ended").status == "finished"
    assert engine._dispatcher.cluster is not None
    engine._dispatcher.cluster.threads = 0  # as if the message that a worker came had been lost
    run = train(engine, short())
    assert run.until("waiting").place == 1
    assert run.until("ended").status == "finished"


@pytest.mark.parametrize("scheme", ["tcp", "tls"])
def test_nobody_without_the_certificate_speaks_to_the_embedded_scheduler(engine: Engine, scheme: str) -> None:
    async def speak() -> None:
        assert engine.address is not None
        stranger = Security.temporary() if scheme == "tls" else Security()
        address = engine.address.replace("tls://", f"{scheme}://")
        comm = await distributed.comm.connect(address, timeout=5, **stranger.get_connection_args("client"))
        await comm.write({"op": "identity", "reply": True})
        await comm.read()

    train(engine, short()).until("ended")
    with pytest.raises(distributed.comm.CommClosedError):
        awaited(speak())


def test_a_scheduler_that_stood_still_holds_no_silence_against_its_workers() -> None:
    worker = SimpleNamespace(last_seen=99.5)
    stalls = Stalls(100.0)
    stalls.tick(101.0, [worker])
    assert worker.last_seen == 99.5
    stalls.tick(176.0, [worker])
    assert worker.last_seen == 176.0


def test_workers_that_are_gone_with_their_nannies_are_started_again(engine: Engine) -> None:
    async def close(dask_worker: distributed.Nanny) -> None:
        dask_worker.loop.add_callback(dask_worker.close)

    train(engine, short()).until("ended")
    with distributed.Client(engine.address, security=engine.security, set_as_default=False) as onlooker:
        before = set(onlooker.nthreads())
        onlooker.run(close, nanny=True)
        until(lambda: len(set(onlooker.nthreads()) - before) == len(before))
    assert train(engine, short()).until("ended").status == "finished"


@pytest.mark.parametrize(
    ("topic", "event", "sentence"),
    [
        ("worker-restart-memory", lambda worker: {"worker": worker}, "more memory than a worker may have"),
        (
            "scheduler",
            lambda worker: {"action": "worker-ttl-timed-out", "workers": [worker]},
            "has not answered for a minute",
        ),
    ],
)
def test_a_run_says_why_its_worker_was_ended(
    engine: Engine, topic: str, event: Callable[[str], dict[str, Any]], sentence: str
) -> None:
    run = train(engine, endless())
    run.until("epochs")
    worker = run.worker
    with distributed.Client(engine.address, security=engine.security, set_as_default=False) as onlooker:
        onlooker.log_event(topic, event(worker))  # as Dask does before it ends one
        process_at(worker).kill()
        assert sentence in run.until("ended").reason
