"""An engine that trains nothing: a test or a benchmark makes up the worker's events."""

from collections.abc import Sequence
from concurrent.futures import Future

from playground.engine.task import Hear
from playground.messages.events import Began, Ended, Epochs, Event
from playground.messages.jobs import Job, Train
from playground.messages.wishes import Wish
from playground.runs import Run


class SilentEngine:
    """Takes runs and wishes, and records them.

    Attributes:
        reaches: whether a worker takes the wishes for runs of other servers.
        elsewhere: the wishes for such runs, each with its sender.
        beside_jobs: the short jobs that somebody waits for, each with the future of its answer.
    """

    SECONDS = 0.1  # seconds per epoch

    def __init__(self) -> None:
        self.reaches = False
        self.elsewhere: list[tuple[str, Wish, str]] = []
        self.hears: dict[str, Hear] = {}
        self.asked: list[tuple[str, Wish]] = []
        self.adopted: list[str] = []
        self.later: list[str] = []
        self.wanted: dict[str, float] = {}
        self.forgotten: list[str] = []
        self.beside_jobs: list[tuple[Job, Future[bytes]]] = []

    def submit(
        self,
        job: Job,
        hear: Hear,
        wishes: Sequence[Wish] = (),
        *,
        later: bool = False,
        owner: str = "",
        address: str = "",
    ) -> None:
        """Takes a run and records its wishes."""
        self.hears[job.id] = hear
        self.asked.extend((job.id, wish) for wish in wishes)
        self.later.extend([job.id] * later)

    def adopt(self, job: Train, hear: Hear, checkpoint: str | None = None) -> None:
        """Takes over a run that another server started."""
        self.hears[job.id] = hear
        self.adopted.append(job.id)

    def ask(self, run_id: str, wish: Wish) -> None:
        """Records a wish."""
        self.asked.append((run_id, wish))

    def tell_every(self, run_id: str, seconds: float) -> None:
        """Records the wanted time between the messages of a run."""
        self.wanted[run_id] = seconds

    def forget_table(self, digest: str) -> None:
        """Records a removed table."""
        self.forgotten.append(digest)

    def ask_elsewhere(self, run_id: str, wish: Wish, sender: str) -> Future[bool]:
        """Records a wish for a run of another server."""
        self.elsewhere.append((run_id, wish, sender))
        reached: Future[bool] = Future()
        reached.set_result(self.reaches)
        return reached

    def beside(self, job: Job, *, small: bool) -> Future[bytes]:
        """Records a short job."""
        found: Future[bytes] = Future()
        self.beside_jobs.append((job, found))
        return found

    def say(self, run: Run, *events: Event) -> None:
        """Sends events of a run, like a worker."""
        self.hears[run.job](list(events))

    def begin(self, run: Run) -> None:
        """Starts the run."""
        self.say(run, Began(parameters=9, train_rows=100, validation_rows=50))

    def epochs(self, run: Run, *numbers: int) -> None:
        """Sends epochs of the run, each in its own message; losses fall as 1 / (epoch + 1)."""
        for n in numbers:
            logs = {"loss": [1 / (n + 1)], "val_loss": [2 / (n + 1)]}
            self.say(run, Epochs(first=n, logs=logs, seconds=[n * self.SECONDS]))

    def end(self, run: Run, status: str = "finished") -> None:
        """Ends the run; its best epoch was the second."""
        best = {"epoch": 2, "monitor": "val_loss", "value": 2 / 3}
        self.say(run, Ended(status=status, reason="", best=best, seconds=1.5))
