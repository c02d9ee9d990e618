"""Control: passes a person's wishes for a run from any thread to the trainer."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import assert_never

from playground.messages.checkpoint import Checkpoint, ControlState, Span
from playground.messages.messenger import Cadence
from playground.messages.wishes import (
    LookAlong,
    Pause,
    Resume,
    SetLearningRate,
    Step,
    StepBatch,
    Stop,
    Wish,
)

TURN_SECONDS = 1.0  # how long a run may take steps while another waits for its worker


class Control:
    """The wishes for one run. Any thread may add wishes; the trainer meets them at its next gate.

    There is a gate before every call of TensorFlow. Its position is the number of finished epochs and of finished
    batches of the next epoch. New steps add to those that are not taken yet. A pause also holds the way to a branch,
    on which its parent is trained again. Steps, and a pause before the way began, count from the start of the branch.
    """

    def __init__(self) -> None:
        self.cadence = Cadence()  # how often the run sends messages
        self._changed = threading.Condition(threading.RLock())
        self._stops = 0  # how many `Stop` wishes came
        self._paused = False
        self._position: tuple[int, int] | None = None
        self._steps: deque[Span] = deque()  # waiting steps, which are taken in this order while paused
        self._learning_rate: float | None = None
        self._on_the_way = False
        self._held_on_the_way = False
        self._asked_away = False  # whether another run waits for this worker
        self._turn_ends: float | None = None  # monotonic; set at the first gate
        self._taken: dict[str, int] = {}  # the number of the last wish of each sender
        self._left = False  # whether the run has left its worker

    def take_in_order(self, sender: str, first: int, wishes: Sequence[Wish]) -> int:
        """Takes each of a sender's wishes once, in order; the sender may repeat them.

        Args:
            sender: the sender, who numbers its wishes.
            first: the number of the first of `wishes`; a sender's first wish ever is number 1.
            wishes: the wishes, numbered from `first`.

        Returns:
            The number of the sender's last wish taken. A run that has left its worker takes no more.
        """
        with self._changed:
            for number, wish in enumerate(wishes, first):
                if not self._left and number == self._taken.get(sender, 0) + 1:
                    self.take(wish)
                    self._taken[sender] = number
            return self._taken.get(sender, 0)

    def take(self, wish: Wish) -> None:
        """Takes a wish. `LookAlong` is for the picture maker and does nothing here."""
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
            case SetLearningRate(value=value):
                self.set_learning_rate(value)
            case LookAlong():
                pass
            case _:
                assert_never(wish)

    def stop(self) -> None:
        """Makes the run end within a second."""
        with self._changed:
            self._stops += 1
            self._changed.notify_all()

    def pause(self) -> None:
        """Holds the run where it is."""
        with self._changed:
            self._steps.clear()
            self._hold()
            self._held_on_the_way = self._on_the_way

    def resume(self) -> None:
        """Lets the run continue without further steps."""
        with self._changed:
            self._paused = self._held_on_the_way = self._asked_away = False
            self._steps.clear()
            self._changed.notify_all()

    def step(self) -> None:
        """Lets the run train one epoch, or the rest of a started one, and holds it after that."""
        with self._changed:
            self._steps.append("epoch")
            self._hold()

    def step_batch(self) -> None:
        """Lets the run train one batch and holds it after that."""
        with self._changed:
            self._steps.append("batch")
            self._hold()

    def set_learning_rate(self, value: float) -> None:
        """Sets the learning rate from the next batch on."""
        with self._changed:
            self._learning_rate = value
            self._changed.notify_all()

    def give_up(self) -> bool:
        """Makes a run that is held or takes steps leave its worker; returns False for any other run."""
        with self._changed:
            self._asked_away = self._paused
            self._changed.notify_all()
            return self._asked_away

    @property
    def gives_up(self) -> bool:
        """Whether the run must leave its worker now, because it is held or its turn is over."""
        with self._changed:
            turn_is_over = self._turn_ends is not None and time.monotonic() >= self._turn_ends
            leaves = self._holds() or self._held_on_the_way or turn_is_over
            return self._asked_away and self._paused and not self.stopped and leaves

    def state(self) -> ControlState:
        """The state after all wishes so far."""
        with self._changed:
            return {
                "paused": self._paused,
                "steps": list(self._steps),
                "learning_rate": self._learning_rate,
                "stopped": self.stopped,
                "taken": dict(self._taken),
            }

    def leave(self) -> ControlState:
        """Returns the `state` and takes no more wishes, because the run leaves its worker."""
        with self._changed:
            self._left = True
            return self.state()

    def put_back(self, checkpoint: Checkpoint) -> None:
        """Sets the state from a checkpoint."""
        state = checkpoint.control
        with self._changed:
            if checkpoint.variables:
                self._position = (checkpoint.epoch, checkpoint.batch)
            self._paused, self._steps = state["paused"], deque(state["steps"])
            self._learning_rate = state["learning_rate"]
            self._stops = int(state["stopped"])
            self._taken = dict(state["taken"])

    def set_out(self) -> None:
        """Marks the beginning of the way to a branch; the way ends at the first gate."""
        with self._changed:
            self._on_the_way = True

    def gate_on_the_way(self, on_hold: Callable[[bool], None]) -> None:
        """Waits while the run is held on its way to the branch."""
        with self._changed:
            holding = self._held_on_the_way
        if holding:
            on_hold(True)
        with self._changed:
            self._changed.wait_for(lambda: not self._held_on_the_way or self.stopped or self.gives_up)
            held_still = self._held_on_the_way
        if holding and not held_still:
            on_hold(False)

    @property
    def stopped(self) -> bool:
        """Whether a `Stop` wish came."""
        return self._stops > 0

    @property
    def stops(self) -> int:
        """How many `Stop` wishes came."""
        return self._stops

    def take_learning_rate(self) -> float | None:
        """The learning rate that was set since the last call, if any."""
        with self._changed:
            value, self._learning_rate = self._learning_rate, None
            return value

    @property
    def most_batches(self) -> int | None:
        """How many batches may be trained until the next gate; None for any number."""
        with self._changed:
            return 1 if self._paused and self._steps and self._steps[0] == "batch" else None

    def gate(self, epoch: int, batch: int, on_hold: Callable[[bool], None]) -> bool:
        """Waits while the run is held at this position.

        Args:
            epoch, batch: the number of finished epochs, and of finished batches of the next epoch.
            on_hold: called with whether the run is held, at first and after every change.

        Returns:
            Whether training continues; False if the run must stop or leave its worker. The call also returns for a new
            learning rate, so that the caller can set it and call again.

        """
        with self._changed:
            self._arrive(epoch, batch)
            holding = self._holds()
        on_hold(holding)
        while True:
            with self._changed:
                while not self._is_interrupted and self._holds() == holding:
                    if not holding:
                        return True
                    self._changed.wait()
                interrupted, holds = self._is_interrupted, self._holds()
            if holds != holding:
                holding = holds
                on_hold(holding)
            if interrupted:
                return not self.stopped and not self.gives_up

    @property
    def _is_interrupted(self) -> bool:
        return self._learning_rate is not None or self.stopped or self.gives_up

    def _hold(self) -> None:
        with self._changed:
            self._paused = True
            self._held_on_the_way = False
            self._changed.notify_all()

    def _arrive(self, epoch: int, batch: int) -> None:
        if self._position is None:
            self._position = (epoch, batch)
            self._on_the_way = self._held_on_the_way = False
        if self._turn_ends is None:
            self._turn_ends = time.monotonic() + TURN_SECONDS
        if (epoch, batch) != self._position:
            if self._steps and (self._steps[0] == "batch" or epoch > self._position[0]):
                self._steps.popleft()
            self._position = (epoch, batch)

    def _holds(self) -> bool:
        return self._paused and not self._steps and not self.stopped
