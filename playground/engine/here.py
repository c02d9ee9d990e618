"""An engine without a cluster: trains in this process, for a terminal where nobody else waits."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from playground.engine.task import Hear
from playground.experiment import Experiment
from playground.machine import machine
from playground.messages.events import Started, Weights
from playground.messages.wishes import LookAlong, Wish

if TYPE_CHECKING:
    from playground.worker.control import Control


class Here:
    """Trains each run in a thread of its own; `playground.engine.protocol.Trains` says what it can be asked."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []
        self._controls: dict[str, Control] = {}

    def submit(
        self,
        run_id: str,
        experiment: Experiment,
        hear: Hear,
        wishes: Sequence[Wish] = (),
        *,
        later: bool = False,  # noqa: ARG002 - nobody waits here
        owner: str = "",  # noqa: ARG002
        address: str = "",  # noqa: ARG002
    ) -> None:
        """Begin a run. `hear` gets its events, and after the end its weights."""
        from playground.worker.control import Control

        self._controls[run_id] = Control()
        for wish in wishes:
            self.ask(run_id, wish)
        # Python hands Ctrl-C to the main thread, which would not look while an epoch runs.
        thread = threading.Thread(target=self._train, args=(run_id, experiment, hear), name="training")
        self._threads.append(thread)
        thread.start()

    def adopt(self, run_id: str, experiment: Experiment, hear: Hear, checkpoint: str | None = None) -> None:
        """Does nothing: this engine has no runs of another process."""

    def ask(self, run_id: str, wish: Wish) -> None:
        """Carry a wish to a run; `LookAlong` is left out, since a terminal has no pictures."""
        if not isinstance(wish, LookAlong):
            self._controls[run_id].take(wish)

    def ask_elsewhere(self, run_id: str, wish: Wish, sender: str) -> Future[bool]:  # noqa: ARG002
        """Reaches nothing: this engine knows of no run of another process."""
        reached: Future[bool] = Future()
        reached.set_result(False)
        return reached

    def close(self) -> None:
        """Wait until every run is over."""
        for thread in self._threads:
            thread.join()

    def _train(self, run_id: str, experiment: Experiment, hear: Hear) -> None:
        from playground.worker import job

        hear([Started(machine=machine())])
        weights = job.train(experiment, hear, self._controls[run_id])
        if isinstance(weights, bytes):
            hear([Weights(content=weights)])
