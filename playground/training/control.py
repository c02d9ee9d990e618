"""What a person may still ask of a run that goes on."""

import threading
import time
from collections.abc import Callable
from typing import assert_never

from playground.messages.wishes import (
    LookAlong,
    Pause,
    Resume,
    SetLearningRate,
    SetSpeed,
    Step,
    StepBatch,
    Stop,
    Wish,
)

# While a speed is set, wishes are looked at this often at least.
_SPANS_A_SECOND = 10.0


class Control:
    """Wishes for one run: made from any thread, met by the trainer at its next gate.

    A gate stands before every call of TensorFlow, at a position: so many epochs are over, and so many batches of the
    next one. Steps that are asked for while others are being taken are added to them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._stopped = False
        self._paused = False
        self._position: tuple[int, int] | None = None
        self._until: int | None = None  # although paused, go on to the end of this epoch
        self._batches = 0  # although paused, take so many batches
        self._speed: float | None = None
        self._due = 0.0
        self._learning_rate: float | None = None

    def take(self, wish: Wish) -> None:
        """Takes a wish; `LookAlong` is none for the trainer."""
        match wish:
            case Stop():
                self.stop()
            case Pause():
                self.pause()
            case Resume():
                self.resume()
            case Step():
                self.step()
            case StepBatch():
                self.step_batch()
            case SetSpeed(batches_per_second=speed):
                self.set_speed(speed)
            case SetLearningRate(value=value):
                self.set_learning_rate(value)
            case LookAlong():
                pass
            case _:
                assert_never(wish)

    def stop(self) -> None:
        """Ask the run to end; it does within a second."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def pause(self) -> None:
        """Ask the run to hold where it is."""
        self._hold(until=None, batches=0)

    def resume(self) -> None:
        """Ask the run to go on by itself."""
        with self._changed:
            self._paused = False
            self._until, self._batches = None, 0
            self._changed.notify_all()

    def step(self) -> None:
        """Ask for one epoch (the rest of one that is begun), and to hold after it."""
        with self._changed:
            start = max(self._position[0] if self._position else 0, self._until or 0)
            self._hold(until=start + 1, batches=0)

    def step_batch(self) -> None:
        """Ask for one batch, and to hold after it."""
        with self._changed:
            self._hold(until=None, batches=self._batches + 1)

    def set_speed(self, batches_per_second: float | None) -> None:
        """Ask for so many batches a second; None for as many as there can be."""
        with self._changed:
            self._speed = batches_per_second
            self._due = time.monotonic()
            self._changed.notify_all()

    def set_learning_rate(self, value: float) -> None:
        """Ask for another learning rate from the next batch on."""
        with self._changed:
            self._learning_rate = value
            self._changed.notify_all()

    @property
    def stopped(self) -> bool:
        """Whether someone asked the run to end."""
        return self._stopped

    def take_learning_rate(self) -> float | None:
        """The learning rate that was asked for since the last call, if any."""
        with self._changed:
            value, self._learning_rate = self._learning_rate, None
            return value

    @property
    def most_batches(self) -> int | None:
        """How many batches may be trained until the next gate; None for as many as one likes."""
        with self._changed:
            if self._paused and self._batches:
                return 1
            if self._speed is None:
                return None
            return max(1, int(self._speed / _SPANS_A_SECOND))

    def gate(self, epoch: int, batch: int, on_hold: Callable[[bool], None], patience: float) -> bool:
        """Holds as long as the run is to hold at this position.

        Args:
            epoch, batch: what is over: so many epochs, and so many batches of the next.
            on_hold: called with True when the hold begins, with False when it ends.
            patience: seconds that it may hold at most.

        Returns:
            Whether training goes on; False after `patience`, or when the run is to stop. A new learning rate ends
            the call too, so that it can be set: the caller asks again.
        """
        until = time.monotonic() + patience
        with self._changed:
            self._arrive(epoch, batch)
            holding = self._holds()
        if holding:
            on_hold(True)
        with self._changed:
            while self._learning_rate is None and not self._stopped:
                wait = self._seconds_to_wait()
                left = until - time.monotonic()
                if wait is None or left <= 0:
                    break
                self._changed.wait(min(wait, left))
            held_still = self._holds()
        if holding and not held_still:
            on_hold(False)
        return not self._stopped and time.monotonic() < until

    def _hold(self, until: int | None, batches: int) -> None:
        with self._changed:
            self._paused = True
            self._until, self._batches = until, batches
            self._changed.notify_all()

    def _arrive(self, epoch: int, batch: int) -> None:
        if self._position is None:
            # Steps asked for before the run began count from where it begins: a branch does so at a later epoch.
            self._until = None if self._until is None else self._until + epoch
            self._position = (epoch, batch)
        if (epoch, batch) != self._position:
            if self._speed is not None:
                passed = batch - self._position[1] if epoch == self._position[0] else 1
                # What was a little late is caught up; what was long ago (a pause) is not.
                self._due = max(self._due, time.monotonic() - 0.1) + max(passed, 1) / self._speed
            self._batches = max(0, self._batches - 1)
            self._position = (epoch, batch)
        if self._until is not None and epoch >= self._until:
            self._until = None

    def _holds(self) -> bool:
        return self._paused and not self._batches and self._until is None and not self._stopped

    def _seconds_to_wait(self) -> float | None:
        """None if there is nothing to wait for."""
        if self._holds():
            return 3600.0
        if self._speed is not None and not self._paused:
            wait = self._due - time.monotonic()
            return wait if wait > 0 else None
        return None
