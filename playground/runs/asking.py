"""Asking: what people ask the network that a run kept, answered by a worker beside what it trains."""

from concurrent.futures import Future

from playground.datasets.arrays import Inputs
from playground.engine.protocol import Trains
from playground.errors import ExperimentError
from playground.evaluation.answers import Outputs
from playground.ids import new_id
from playground.messages.jobs import Ask
from playground.messages.questions import Arrays, PutThrough, Question, unpack
from playground.plan import Plan, plan
from playground.runs.deeds import RunsError
from playground.runs.judging import NOBODY, SMALL, check_over
from playground.runs.kept_weights import kept_weights
from playground.runs.run import Run
from playground.store import Files, Store

_SLOW = "This takes long: all workers are busy, or the network is large. Ask again in a moment."


class Asking:
    """Asks the networks of runs. Thread-safe.

    Whoever calls has checked that who asks may see the run's data. Each method raises:

        RunsError: the run is not over, its weights or its data are gone, or no worker answers in time.
        StoreError: the store cannot be used.
    """

    def __init__(self, engine: Trains, store: Store | None, files: Files | None) -> None:
        self._engine = engine
        self._store = store
        self._files = files

    def outputs(self, run: Run, x: Inputs, seconds: float) -> Outputs:
        """What the network puts out, (rows, outputs), for scaled inputs (rows, inputs), within `seconds`."""
        return self._answer(run, PutThrough(x), len(x), seconds)["outputs"]

    def _answer(self, run: Run, question: Question, rows: int, seconds: float) -> Arrays:
        """The answer to a question that puts so many rows through the network."""
        check_over(run)
        weights = kept_weights(run, self._store, self._files)
        planned = planned_of(run)
        job = Ask(new_id(), planned.experiment, weights, question)
        asked: Future[bytes] = self._engine.beside(job, small=planned.parameters * rows < SMALL)
        try:
            return unpack(asked.result(seconds))
        except TimeoutError:
            raise RunsError(_SLOW) from None
        except OSError:
            raise RunsError(NOBODY) from None


def planned_of(run: Run) -> Plan:
    """The plan of a run.

    Raises:
        RunsError: its data is gone.
    """
    try:
        return plan(run.experiment)
    except ExperimentError as error:
        raise RunsError(str(error)) from None
