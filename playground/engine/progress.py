"""Progress: how far a run is by its worker's events, so that another worker can continue it."""

from collections.abc import Sequence
from dataclasses import replace

from playground.experiment.schedule import set_by_hand
from playground.messages.events import Began, Epochs, Event, LearningRate
from playground.messages.jobs import Back, Job, Train
from playground.messages.wishes import SetLearningRate, Wish


class Progress:
    """The last epoch of a job, its seconds, and the changes of its learning rate. A job that is no run has none."""

    def __init__(self, job: Job) -> None:
        back = job.back if isinstance(job, Train) else None
        self._epoch = -1 if back is None else back.epoch
        self._seconds = 0.0 if back is None else back.seconds
        self._rates = (
            [] if back is None else list(back.rates)
        )  # finished epochs, batches of the next one, value

    def without_known(self, event: Event) -> Event | None:
        """The event without epochs that were taken before; None if it has no other.

        A worker that leaves trains on for a moment. What it tells then, the next worker tells again.
        """
        if not isinstance(event, Epochs) or event.first > self._epoch:
            return event
        known = self._epoch + 1 - event.first
        if known >= len(event.seconds):
            return None
        logs = {name: values[known:] for name, values in event.logs.items()}
        return Epochs(first=event.first + known, logs=logs, seconds=event.seconds[known:])

    def take(self, event: Event) -> None:
        """Takes one event of the worker."""
        match event:
            case Began():
                self._epoch, self._seconds, self._rates = -1, 0.0, []
            case Epochs() if event.seconds:
                self._epoch, self._seconds = event.first + len(event.seconds) - 1, event.seconds[-1]
            case LearningRate():
                here = (event.epoch, event.batch)
                self._rates = [rate for rate in self._rates if rate[:2] < here]
                self._rates.append((*here, event.value))

    def rest(self, job: Job) -> tuple[Job, Sequence[Wish]]:
        """The job from the last epoch on, and the wishes that its worker has met after that epoch."""
        if not isinstance(job, Train) or self._epoch < 0:
            return job, ()
        end = (self._epoch, 0)
        rates = set_by_hand(job.experiment.training, [rate for rate in self._rates if rate[:2] <= end])
        back = Back(self._epoch, self._seconds, rates)
        later = [SetLearningRate(value=value) for epoch, batch, value in self._rates if (epoch, batch) > end]
        return replace(job, back=back), later[-1:]
