"""An engine that trains nothing: a test, or a benchmark, says what a worker would say."""

from collections.abc import Sequence
from concurrent.futures import Future

from playground.engine.task import Hear
from playground.messages.events import Began, Ended, Epochs, Event
from playground.messages.jobs import Job, Train
from playground.messages.wishes import Wish
from playground.runs import Run


class SilentEngine:
    """Takes runs and wishes, and remembers them.

    Attributes:
        reaches: whether a worker takes the wishes for runs of other servers.
        elsewhere: the wishes for such runs, each with its sender.
        beside_jobs: the short jobs that somebody waits for, each with the promise of its answer.
    """

    SECONDS = 0.1  # that an epoch takes

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
        """Takes a run and remembers its wishes."""
        self.hears[job.id] = hear
        self.asked.extend((job.id, wish) for wish in wishes)
        self.later.extend([job.id] * later)

    def adopt(self, job: Train, hear: Hear, checkpoint: str | None = None) -> None:
        """Takes a run that another server started."""
        self.hears[job.id] = hear
        self.adopted.append(job.id)

    def ask(self, run_id: str, wish: Wish) -> None:
        """Remembers a wish."""
        self.asked.append((run_id, wish))

    def tell_every(self, run_id: str, seconds: float) -> None:
        """Remembers how often the messages of a run are wanted."""
        self.wanted[run_id] = seconds

    def forget_table(self, digest: str) -> None:
        """Remembers a table that was removed."""
        self.forgotten.append(digest)

    def ask_elsewhere(self, run_id: str, wish: Wish, sender: str) -> Future[bool]:
        """Remembers a wish for a run of another server."""
        self.elsewhere.append((run_id, wish, sender))
        reached: Future[bool] = Future()
        reached.set_result(self.reaches)
        return reached

    def beside(self, job: Job, *, small: bool) -> Future[bytes]:
        """Remembers which short job is wanted."""
        found: Future[bytes] = Future()
        self.beside_jobs.append((job, found))
        return found

    def say(self, run: Run, *events: Event) -> None:
        """What a worker tells of a run."""
        self.hears[run.job](list(events))

    def begin(self, run: Run) -> None:
        """The run begins."""
        self.say(run, Began(parameters=9, train_rows=100, validation_rows=50))

    def epochs(self, run: Run, *numbers: int) -> None:
        """Epochs of the run, each in a message of its own; losses fall as 1 / (epoch + 1)."""
        for n in numbers:
            logs = {"loss": [1 / (n + 1)], "val_loss": [2 / (n + 1)]}
            self.say(run, Epochs(first=n, logs=logs, seconds=[n * self.SECONDS]))

    def end(self, run: Run, status: str = "finished") -> None:
        """The run is over; its best epoch was the second."""
        best = {"epoch": 2, "monitor": "val_loss", "value": 2 / 3}
        self.say(run, Ended(status=status, reason="", best=best, seconds=1.5))
