"""What a run tells while it goes on: events, and the messenger that bundles them. No Keras."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal

Event = dict[str, Any]
Status = Literal["finished", "stopped_early", "stopped", "failed"]


def began(parameters: int, train_rows: int, validation_rows: int) -> Event:
    """The first event of a run."""
    return {
        "kind": "began",
        "parameters": parameters,
        "train_rows": train_rows,
        "validation_rows": validation_rows,
    }


def on_the_way(epoch: int, until: int) -> Event:
    """The parent of a branch is trained again up to its epoch `until`; `epoch` epochs of it are over."""
    return {"kind": "on_the_way", "epoch": epoch, "until": until}


def epochs(first: int, logs: dict[str, list[float]], seconds: Sequence[float]) -> Event:
    """Logs of neighbouring epochs: element i belongs to epoch first + i; epoch 0 is the untrained network.

    `seconds` are the seconds of training at the end of each epoch, from the start of epoch 1.
    """
    return {"kind": "epochs", "first": first, "logs": logs, "seconds": list(seconds)}


def learning_rate(epoch: int, value: float) -> Event:
    """The learning rate changes to `value` after epoch `epoch`."""
    return {"kind": "learning_rate", "epoch": epoch, "value": value}


def carried(epoch: int, value: float) -> Event:
    """Early stopping of a branch goes on from its parent's, whose best epoch is `epoch` with this value."""
    return {"kind": "carried", "epoch": epoch, "value": value}


def paused(is_paused: bool, epoch: int, batch: int) -> Event:
    """The run is held, or goes on, after `epoch` epochs and `batch` batches of the next."""
    return {"kind": "paused", "paused": is_paused, "epoch": epoch, "batch": batch}


def ended(
    status: Status,
    reason: str,
    n_epochs: int,
    best: dict[str, Any] | None,
    seconds: float,
    kept: dict[str, Any] | None = None,
) -> Event:
    """The last event of a run.

    `kept` is {"epoch", "logs"}: the epoch whose weights the run has at its end, and the network's loss and metrics
    with these weights on training rows and (`val_`) on validation rows, both measured without dropout.
    """
    return {
        "kind": "ended",
        "status": status,
        "reason": reason,
        "epochs": n_epochs,
        "best": best,
        "seconds": seconds,
        "kept": kept,
    }


def joined(events: Sequence[Event]) -> list[Event]:
    """The same events, neighbouring "epochs" events with the same curves made one."""
    result: list[Event] = []
    for event in events:
        last = result[-1] if result else None
        if last is not None and _follows(last, event):
            for name, values in event["logs"].items():
                last["logs"][name].extend(values)
            last["seconds"].extend(event["seconds"])
        elif event["kind"] == "epochs":
            logs = {name: list(values) for name, values in event["logs"].items()}
            result.append(epochs(event["first"], logs, event["seconds"]))
        else:
            result.append(event)
    return result


def _follows(last: Event, event: Event) -> bool:
    if not last["kind"] == event["kind"] == "epochs":
        return False
    next_epoch: int = last["first"] + len(last["seconds"])
    return bool(event["first"] == next_epoch and event["logs"].keys() == last["logs"].keys())


_SOON = 0.25  # of the usual distance between messages


class Messenger:
    """Hands events on in messages: the first at once, the second soon, then at most one every `seconds`.

    No event waits longer than that: a thread sends it even when no further event comes. `send` gets a list of events
    and is only called by that thread; the next `put` or `close` raises what `send` raised.
    """

    def __init__(self, send: Callable[[list[Event]], None], seconds: float = 0.1) -> None:
        self._send = send
        self._seconds = seconds
        self._waiting: list[Event] = []
        self._closed = False
        self._hurries = False
        self._error: Exception | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="messenger", daemon=True)
        self._thread.start()

    def put(self, *events: Event) -> None:
        """Take events, which travel together, and return at once."""
        with self._changed:
            if self._error is not None:
                raise self._error
            if self._closed:
                raise RuntimeError("the messenger is closed")
            self._waiting.extend(events)
            if len(self._waiting) == len(events):
                self._changed.notify_all()

    def hurry(self) -> None:
        """Send what is waiting now, and return at once."""
        with self._changed:
            self._hurries = True
            self._changed.notify_all()

    def close(self) -> None:
        """Send what is waiting now, and return when it is sent; nothing can be put afterwards."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        next_message = 0.0
        pause = self._seconds * _SOON  # the first epochs follow soon on the untrained network
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                self._changed.wait_for(
                    lambda: self._closed or self._hurries,
                    timeout=max(0.0, next_message - time.monotonic()),
                )
                self._hurries = False
                waiting, self._waiting = self._waiting, []
                last = self._closed
            try:
                if waiting:
                    self._send(joined(waiting))
                    next_message = time.monotonic() + pause
                    pause = self._seconds
            except Exception as error:
                with self._changed:
                    self._error = error
                return
            if last:
                return
