"""Trains: the methods of an engine that runs use."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Protocol

from playground.engine.task import Hear
from playground.messages.jobs import Job, Train
from playground.messages.wishes import Wish


class Trains(Protocol):
    """An engine as runs use it:
    `playground.engine.client.Engine`, or `playground.engine.in_process.InProcess`."""

    def submit(
        self,
        job: Job,
        hear: Hear,
        wishes: Sequence[Wish] = (),
        *,
        later: bool = False,
        owner: str = "",
        address: str = "",
    ) -> None: ...

    def adopt(self, job: Train, hear: Hear, checkpoint: str | None = None) -> None: ...

    def ask(self, run_id: str, wish: Wish) -> None: ...

    def tell_every(self, run_id: str, seconds: float) -> None: ...

    def forget_table(self, digest: str) -> None: ...

    def ask_elsewhere(self, run_id: str, wish: Wish, sender: str) -> Future[bool]: ...

    def beside(self, job: Job, *, small: bool) -> Future[bytes]: ...
