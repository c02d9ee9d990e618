"""Judging: the judgement of the network that a run kept, from a worker's predictions."""

import threading
from concurrent.futures import Future
from contextlib import suppress

from cachetools import LRUCache

from playground.datasets.own.contents import on_removal
from playground.engine.protocol import Trains
from playground.errors import ExperimentError
from playground.evaluation.judgement import Judgement, Which, judgement
from playground.evaluation.predicted import Predicted, unpack
from playground.ids import new_id
from playground.messages.jobs import Predict
from playground.plan import Plan, plan
from playground.runs.deeds import RunsError
from playground.runs.kept_weights import kept_weights
from playground.runs.run import Run
from playground.store import Files, Store

KEPT_BYTES = 200_000_000  # of the latest judgements in memory
SMALL = 20_000_000_000  # the most multiplications of a prediction on a worker that trains: a second's work

_NOT_OVER = "The run goes on. Its network can be judged when it is over."
_NOTHING_KEPT = "This run kept no network, so there is none to judge."
NOBODY = "No worker has answered. Open this again in a moment."

_lock = threading.Lock()
_judged: LRUCache[tuple[str, bool], Judgement] = LRUCache(KEPT_BYTES, getsizeof=lambda found: found.size)


def forget() -> None:
    """Forgets all judgements."""
    with _lock:
        _judged.clear()


on_removal(forget)


class Judging:
    """Judges the networks of runs, each once for all callers. Thread-safe."""

    def __init__(self, engine: Trains, store: Store | None, files: Files | None) -> None:
        self._engine = engine
        self._store = store
        self._files = files
        self._pending: dict[tuple[str, bool], Future[bytes]] = {}

    def judge(self, run: Run, seconds: float, *, opened: bool = False) -> Judgement | None:
        """The judgement of the network that a run kept; None if a worker needs longer than `seconds`.

        With `opened`, the test rows are judged too. The caller has checked that the person may see the run's data, and
        with `opened` its test rows.

        Raises:
            RunsError: the run is not over, its weights or its data are gone, or no worker answers.
            StoreError: the store cannot be used.
        """
        check_over(run)
        job = (run.job, opened)  # a run that went back has a new job
        with _lock:
            if (known := _judged.get(job)) is not None:
                return known
            answer = self._pending.get(job)
        if answer is None:
            answer = self._ask(run, opened)
            with _lock:
                answer = self._pending.setdefault(job, answer)
        try:
            content = answer.result(seconds)
        except TimeoutError:
            return None
        except OSError:
            raise RunsError(NOBODY) from None
        finally:
            if answer.done():
                with _lock:
                    self._pending.pop(job, None)
        found = judgement_of(run, planned_of(run), unpack(content))
        with _lock, suppress(ValueError):  # a judgement larger than the cache is not stored
            _judged[job] = found
        return found

    def _ask(self, run: Run, opened: bool) -> Future[bytes]:
        weights = kept_weights(run, self._store, self._files)
        planned = planned_of(run)
        work = planned.parameters * sum(map(len, planned.prepared.parts))
        return self._engine.beside(Predict(new_id(), planned.experiment, weights, opened), small=work < SMALL)


def check_over(run: Run) -> None:
    """Checks that a run has kept a network.

    Raises:
        RunsError: the run goes on, or kept none.
    """
    if not run.over:
        raise RunsError(_NOT_OVER)
    if run.kept is None:
        raise RunsError(_NOTHING_KEPT)


def planned_of(run: Run) -> Plan:
    """The plan of a run.

    Raises:
        RunsError: its data is gone.
    """
    try:
        return plan(run.experiment)
    except ExperimentError as error:
        raise RunsError(str(error)) from None


def judgement_of(run: Run, planned: Plan, predicted: Predicted) -> Judgement:
    """Judges the network of a finished run by its predictions and those of the baselines."""
    kept = run.kept
    assert kept is not None
    which: Which = "best" if kept == run.search.restorable else "last"
    return judgement(planned, predicted, which, kept)
