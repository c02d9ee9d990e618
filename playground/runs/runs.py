"""All runs of this server, the ones that go on and the latest that ended."""

import secrets
import threading
from collections.abc import Sequence
from typing import Any, Protocol

from playground.engine.task import Hear, Wish
from playground.experiment import Experiment
from playground.limits import limits
from playground.runs.run import Run

KEPT = 200  # ended runs; a long one takes two megabytes
WHOLE_ALBUMS = 8  # of the ended runs whose pictures are all kept
OLD_ALBUM_BYTES = 1_000_000  # of pictures, that the others keep


class RunsError(ValueError):
    """A run cannot be started now; the text is a sentence for the person."""


class Trains(Protocol):
    """What runs need of an engine; `playground.engine.client.Engine` has it."""

    def submit(
        self, run_id: str, experiment: Experiment, hear: Hear, wishes: Sequence[Wish] = ()
    ) -> None: ...

    def ask(self, run_id: str, wish: str, *values: Any) -> None: ...


class Runs:
    """Starts runs on an engine and finds them again. Thread-safe."""

    def __init__(self, engine: Trains, kept: int = KEPT) -> None:
        self._engine = engine
        self._kept = kept
        self._runs: dict[str, Run] = {}  # in the order they were started
        self._lock = threading.Lock()

    def start(
        self,
        experiment: Experiment,
        owner: str,
        wishes: Sequence[Wish] = (),
        *,
        replaces: str | None = None,
        parent: str | None = None,
    ) -> Run:
        """Queue a run and return it at once.

        Args:
            experiment: what to train.
            owner: whose run it is.
            wishes: what reaches it before its first batch.
            replaces: id of a run to stop first; it does not count as one that goes on.
            parent: id of the run that it branches off.

        Raises:
            RunsError: `owner` has as many runs going on as one person may.
        """
        if replaces is not None:
            self.ask(replaces, "stop")
        with self._lock:
            going = sum(
                not run.over for run in self._runs.values() if run.owner == owner and run.id != replaces
            )
            most = limits().runs_per_person
            if going >= most:
                raise RunsError(
                    f"You have {going} {'run' if going == 1 else 'runs'} going on, and {most} at once "
                    f"{'is' if most == 1 else 'are'} allowed. Stop one, or wait until it ends."
                )
            # 128 random bits: whoever has the id has it from its owner.
            run = Run(secrets.token_hex(16), owner, experiment, parent)
            self._runs[run.id] = run
            self._let_go()
        self._engine.submit(run.id, experiment, run.hear, wishes)
        return run

    def get(self, run_id: str) -> Run | None:
        """The run of this id, unless it never was or has been let go."""
        with self._lock:
            return self._runs.get(run_id)

    def of(self, owner: str) -> list[Run]:
        """A person's runs, the newest first."""
        with self._lock:
            return [run for run in reversed(self._runs.values()) if run.owner == owner]

    def ask(self, run_id: str, wish: str, *values: Any) -> None:
        """Carry a wish to a run: a method of `training.control.Control`, such as "pause", or "look_along"."""
        self._engine.ask(run_id, wish, *values)

    def _let_go(self) -> None:
        ended = [run.id for run in self._runs.values() if run.over]
        for run_id in ended[:-WHOLE_ALBUMS]:
            self._runs[run_id].album.shrink(OLD_ALBUM_BYTES)
        for run_id in ended[: max(len(ended) - self._kept, 0)]:
            del self._runs[run_id]
