"""The network of a run is judged once, by what a worker predicts with its weights, when there is something to judge."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
from cachetools import LRUCache

from playground.datasets.arrays import Inputs
from playground.errors import ExperimentError, Problem
from playground.evaluation.answers import Outputs
from playground.evaluation.importance import drops
from playground.evaluation.predicted import pack, predicted
from playground.experiment import Complete, Data, Dense, Experiment, Network, Training
from playground.messages import questions
from playground.messages.checkpoint import as_npz, from_npz
from playground.messages.events import Weights
from playground.messages.jobs import Ask, Job, Predict
from playground.messages.questions import Shuffle
from playground.plan import plan
from playground.runs import Run, Runs, RunsError, asking, judging
from playground.runs.judging import Judging
from playground.store import Files, Store
from tests.support.persons import YOU
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import until


@pytest.fixture
def engine() -> SilentEngine:
    return SilentEngine()


@pytest.fixture
def runs(tmp_path: Path, engine: SilentEngine) -> Iterator[Runs]:
    runs = Runs(engine, Store(f"sqlite:///{tmp_path / 'playground.db'}"), Files(str(tmp_path / "files")))
    runs.wait_for_store()
    yield runs
    runs.close()


@pytest.fixture
def asked() -> Complete:
    return plan(
        Experiment(
            data=Data(dataset="auto-mpg"),
            network=Network(layers=(Dense(units=1),)),
            training=Training(epochs=2),
        )
    ).experiment


WEIGHTS = [np.full((7, 1), 0.5), np.zeros(1)]


def finished(runs: Runs, engine: SilentEngine, asked: Complete) -> Run:
    run = runs.start(asked, YOU)
    engine.begin(run)
    engine.epochs(run, 0, 1, 2)
    engine.end(run)
    engine.say(run, Weights(content=as_npz(WEIGHTS)))
    until(lambda: is_kept(runs, run))
    return run


def is_kept(runs: Runs, run: Run) -> bool:
    try:
        runs.judging.judge(run, 0)
    except RunsError:
        return False
    return True


def answer(engine: SilentEngine, asked: Complete) -> None:
    """The worker predicts the truth, off by 0.1 on the scale of training."""
    ((job, waiting),) = engine.beside_jobs
    assert isinstance(job, Predict)
    assert [each.tolist() for each in from_npz(job.weights)] == [each.tolist() for each in WEIGHTS]
    prepared = plan(asked).prepared
    outputs = {part: rows.y.astype(np.float64) + 0.1 for part, rows in vars(prepared.parts).items()}
    waiting.set_result(pack(predicted(prepared, vars(prepared.parts), outputs)))


def test_a_worker_predicts_once_for_all_who_want_to_know(
    runs: Runs, engine: SilentEngine, asked: Complete
) -> None:
    run = finished(runs, engine, asked)
    assert runs.judging.judge(run, 0) is None
    answer(engine, asked)
    found = runs.judging.judge(run, 0)
    assert found is not None
    assert (found.which, found.epoch) == ("last", 2)
    off = found.measures(found.network["validation"]).values["mae"]
    assert off == pytest.approx(0.1 * plan(asked).prepared.y_scale, rel=1e-4)
    assert runs.judging.judge(run, 0) is found
    assert len(engine.beside_jobs) == 1


def test_a_judgement_that_is_larger_than_the_cache_is_given_all_the_same(
    runs: Runs, engine: SilentEngine, asked: Complete, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finished(runs, engine, asked)
    monkeypatch.setattr(judging, "_judged", LRUCache(10, getsizeof=lambda found: found.size))
    answer(engine, asked)
    assert runs.judging.judge(run, 0) is not None


def test_a_run_whose_data_goes_while_it_is_judged_says_so(
    runs: Runs, engine: SilentEngine, asked: Complete, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = finished(runs, engine, asked)
    answer(engine, asked)
    gone = ExperimentError(Problem("data.dataset", "this table was removed."))
    monkeypatch.setattr(judging, "plan", Mock(side_effect=gone))
    with pytest.raises(RunsError, match="this table was removed"):
        runs.judging.judge(run, 0)


def test_a_worker_that_does_not_answer_is_said_and_asked_again(
    runs: Runs, engine: SilentEngine, asked: Complete
) -> None:
    run = finished(runs, engine, asked)
    engine.beside_jobs.pop()[1].set_exception(OSError())
    with pytest.raises(RunsError, match="No worker has answered"):
        runs.judging.judge(run, 0)
    assert runs.judging.judge(run, 0) is None
    answer(engine, asked)
    assert runs.judging.judge(run, 0) is not None


def test_a_run_that_goes_on_and_one_without_weights_are_not_judged(
    runs: Runs, engine: SilentEngine, asked: Complete
) -> None:
    going = runs.start(asked, YOU)
    with pytest.raises(RunsError, match="when it is over"):
        runs.judging.judge(going, 0)
    run = finished(runs, engine, asked)
    with pytest.raises(RunsError, match="weights of this run are not here"):
        Judging(engine, None, None).judge(run, 0)


def test_an_importance_is_asked_for_in_parts_told_as_it_grows_and_kept(
    runs: Runs, engine: SilentEngine, asked: Complete, monkeypatch: pytest.MonkeyPatch
) -> None:
    def network(x: Inputs) -> Outputs:
        return x.cumsum(axis=1)[:, -1:]

    def beside(job: Job, *, small: bool) -> Future[bytes]:
        assert isinstance(job, Ask)
        assert isinstance(job.question, Shuffle)
        assert small
        jobs.append(job)
        found: Future[bytes] = Future()
        found.set_result(questions.pack({"drops": drops(plan(asked), network, job.question.columns)}))
        return found

    jobs: list[Job] = []
    shares: list[float] = []
    run = finished(runs, engine, asked)
    monkeypatch.setattr(engine, "beside", beside)
    monkeypatch.setattr(asking, "PARTS", 3)
    found = runs.asking.importance(run, 1, shares.append)
    used = plan(asked).prepared.encoding.used
    assert (len(jobs), len(used), shares[-1]) == (3, 7, 1)
    assert shares == sorted(shares)
    assert found.columns == used
    np.testing.assert_allclose(found.drops, drops(plan(asked), network, used))
    assert runs.asking.importance(run, 1, shares.append) is found


def test_a_worker_that_is_slow_or_gone_is_said(
    runs: Runs, engine: SilentEngine, asked: Complete, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, x = finished(runs, engine, asked), plan(asked).prepared.validation.x
    with pytest.raises(RunsError, match="takes long"):
        runs.asking.outputs(run, x, 0)
    gone: Future[bytes] = Future()
    gone.set_exception(OSError())
    monkeypatch.setattr(engine, "beside", lambda _job, *, small: gone)
    with pytest.raises(RunsError, match="No worker has answered"):
        runs.asking.outputs(run, x, 1)
