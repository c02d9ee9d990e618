"""Events reach their hearer bundled, in order, and in time."""

import itertools
import threading
import time

import pytest

from playground.messages.events import Began, Epochs, Event, LearningRate, Paused, join_epochs
from playground.messages.messenger import KEPT_SECONDS, Cadence, Messenger


class Hearer:
    """Keeps messages and when they came."""

    def __init__(self) -> None:
        self.messages: list[list[Event]] = []
        self.times: list[float] = []
        self._changed = threading.Condition()

    def __call__(self, message: list[Event]) -> None:
        with self._changed:
            self.messages.append(message)
            self.times.append(time.monotonic())
            self._changed.notify_all()

    def wait_for(self, n_messages: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: len(self.messages) >= n_messages, timeout=20)


def _epoch(number: int, **logs: float) -> Event:
    values = logs or {"loss": 1.0 / (number + 1)}
    return Epochs(first=number, logs={name: [value] for name, value in values.items()}, seconds=[0.0])


def test_the_first_event_goes_at_once_and_the_next_ones_together() -> None:
    hearer = Hearer()
    messenger = Messenger(hearer, Cadence(3600))
    messenger.put(Began(parameters=1, train_rows=2, validation_rows=3), _epoch(0))
    assert hearer.wait_for(1)
    for number in (1, 2, 3):
        messenger.put(_epoch(number))
    messenger.close()
    assert hearer.messages == [
        [Began(parameters=1, train_rows=2, validation_rows=3), _epoch(0)],
        [Epochs(first=1, logs={"loss": [1 / 2, 1 / 3, 1 / 4]}, seconds=[0.0, 0.0, 0.0])],
    ]


def test_nothing_is_held_back_when_no_further_event_comes() -> None:
    hearer = Hearer()
    messenger = Messenger(hearer, Cadence(0.05))
    messenger.put(_epoch(0))
    assert hearer.wait_for(1)
    messenger.put(_epoch(1))
    assert hearer.wait_for(2)
    messenger.close()


def test_messages_keep_their_distance_and_lose_nothing() -> None:
    hearer = Hearer()
    messenger = Messenger(hearer, Cadence(0.05))
    for number in range(20_000):
        messenger.put(_epoch(number))
    messenger.close()
    regular = hearer.times[:-1]  # the last one goes at once, as the messenger is closed
    second, *distances = [later - earlier for earlier, later in itertools.pairwise(regular)]
    assert second > 0.012
    assert all(distance > 0.049 for distance in distances)
    losses = [value for message in hearer.messages for event in message for value in event.logs["loss"]]
    assert losses == [1 / (number + 1) for number in range(20_000)]


def test_messages_come_as_often_as_somebody_wants_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("playground.messages.messenger.time.monotonic", lambda: now)
    cadence = Cadence(0.1)
    assert cadence.seconds == 0.1
    cadence.ask(0.02)
    assert cadence.seconds == 0.02
    cadence.ask(5.0)
    assert cadence.seconds == 0.1
    cadence.ask(0.02)
    now += KEPT_SECONDS
    assert cadence.seconds == 0.1


def test_only_neighbours_with_the_same_curves_are_joined() -> None:
    held = Paused(paused=True, epoch=3, batch=0)
    apart = [_epoch(1), _epoch(3), held, _epoch(4), _epoch(5, loss=1, val_loss=2)]
    assert join_epochs(apart) == apart
    assert join_epochs([_epoch(1, a=1), _epoch(2, a=2)]) == [
        Epochs(first=1, logs={"a": [1, 2]}, seconds=[0.0, 0.0])
    ]


def test_epochs_between_which_the_rate_changes_are_joined() -> None:
    rates = [LearningRate(epoch=epoch, value=1 / epoch) for epoch in (1, 2)]
    found = join_epochs([_epoch(1, a=1), rates[0], _epoch(2, a=2), rates[1], _epoch(3, a=3)])
    assert found == [Epochs(first=1, logs={"a": [1, 2, 3]}, seconds=[0.0] * 3), *rates]


def test_what_the_hearer_raises_comes_back_to_the_run() -> None:
    def deaf(_: list[Event]) -> None:
        raise ConnectionError("the scheduler is gone")

    messenger = Messenger(deaf, Cadence(0))
    messenger.put(_epoch(0))
    with pytest.raises(ConnectionError):
        messenger.close()
    with pytest.raises(ConnectionError):
        messenger.put(_epoch(1))
