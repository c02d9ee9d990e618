"""Asking: questions about the network that a run kept; workers answer them while they train."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

import numpy as np
from cachetools import LRUCache

from playground.datasets.arrays import Inputs
from playground.datasets.own.contents import on_removal
from playground.engine.protocol import Trains
from playground.evaluation.answers import Outputs
from playground.evaluation.contributions import BACKGROUND, EXACT, Contributions
from playground.evaluation.importance import REPEATS, Importance, columns_at_once, rows_of
from playground.evaluation.measures import compared_by
from playground.ids import new_id
from playground.messages.jobs import Ask
from playground.messages.questions import Arrays, Explain, Follow, PutThrough, Question, Shuffle, unpack
from playground.runs.deeds import RunsError
from playground.runs.judging import NOBODY, SMALL, check_over, planned_of
from playground.runs.kept_weights import kept_weights
from playground.runs.run import Run
from playground.store import Files, Store

PARTS = 8  # the least number of parts into which the question for an importance is split
KEPT = 100  # of the latest importances in memory

_importances: LRUCache[str, Importance] = LRUCache(KEPT)  # by job
_lock = threading.Lock()

_SLOW = "This takes long: all workers are busy, or the network is large. Ask again in a moment."


class Asking:
    """Asks the networks of runs. Thread-safe.

    The caller has checked that the person may see the run's data. Each method raises:

        RunsError: the run is not over, its weights or its data are gone, or no worker answers in time.
        StoreError: the store cannot be used.
    """

    def __init__(self, engine: Trains, store: Store | None, files: Files | None) -> None:
        self._engine = engine
        self._store = store
        self._files = files

    def outputs(self, run: Run, x: Inputs, seconds: float) -> Outputs:
        """The network's outputs, (n_rows, n_outputs), for scaled inputs (n_rows, n_inputs), within `seconds`."""
        return self._answer(run, PutThrough(x), len(x), seconds)["outputs"]

    def layers(self, run: Run, x: Inputs, seconds: float) -> list[Outputs]:
        """The output of each layer, (n_values,), first to last, for a row of scaled inputs, (n_inputs,)."""
        found = self._answer(run, Follow(x), 1, seconds)
        return [found[f"layer_{index}"] for index in range(len(found))]

    def explain(self, run: Run, x: Inputs, seconds: float) -> Contributions:
        """What each column adds to the answer for a row of scaled inputs, (n_inputs,), within `seconds`."""
        return Contributions(**self._answer(run, Explain(x), BACKGROUND * 2**EXACT, seconds))

    def importance(self, run: Run, seconds: float, tell: Callable[[float], None]) -> Importance:
        """How much worse the network is without each column. The latest results stay in memory.

        Args:
            run: the network's run.
            seconds: the limit for the answer to each part of the question.
            tell: called repeatedly with the share that is done, from 0 to 1.
        """
        with _lock:
            known = _importances.get(run.job)
        if known is not None:
            return known
        planned = planned_of(run)
        columns, rows = planned.prepared.encoding.used, len(rows_of(planned))
        at_once, found = min(-(-len(columns) // PARTS), columns_at_once(planned)), []
        for first in range(0, len(columns), at_once):
            some = columns[first : first + at_once]
            found.append(self._answer(run, Shuffle(some), rows * REPEATS * len(some), seconds)["drops"])
            tell(min((first + at_once) / len(columns), 1.0))
        whole = Importance(compared_by(planned), columns, np.concatenate(found), rows)
        with _lock:
            _importances[run.job] = whole
        return whole

    def _answer(self, run: Run, question: Question, rows: int, seconds: float) -> Arrays:
        """The answer to a question that puts `rows` rows through the network."""
        check_over(run)
        weights = kept_weights(run, self._store, self._files)
        planned = planned_of(run)
        job = Ask(new_id(), planned.experiment, weights, question)
        answer: Future[bytes] = self._engine.beside(job, small=planned.parameters * rows < SMALL)
        try:
            return unpack(answer.result(seconds))
        except TimeoutError:
            raise RunsError(_SLOW) from None
        except OSError:
            raise RunsError(NOBODY) from None


def _let_go() -> None:
    with _lock:
        _importances.clear()


on_removal(_let_go)
