"""Photographer: has pictures of a network taken while it is trained, in a thread of its own."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playground.plan import Plan
from playground.training.events import Event

if TYPE_CHECKING:
    from playground.training.camera import Camera, Snapshot

FIRST_EPOCHS = 12  # every one of them is pictured, of a network with few parameters
SECONDS_APART = 0.1
REST = 9.0  # times as long as a picture took, so that at most a tenth of the time goes into pictures
FEW_PARAMETERS = (
    100_000  # of so many every one of the first epochs is pictured; of more it would hold training up
)
MANY_PARAMETERS = 2_000_000  # of so many no copy is made

_FAILED = "Taking pictures of this network failed. Training goes on without them."

_log = logging.getLogger(__name__)


class Photographer:
    """Pictures of one run. Its methods may be called from any thread; none of them waits but `finish`.

    Training only copies the weights, and only when the photographer is idle and due; all else happens in a
    thread of its own, which rests `REST` times as long as a picture took. TensorFlow is not loaded before
    `begin`.

    Args:
        send: called by that thread with a list of one event, {"kind": "picture", "epoch", "batch", "bytes"}
            or {"kind": "no_picture", "reason"}.
    """

    def __init__(self, send: Callable[[list[Event]], None]) -> None:
        self._send = send
        self._changed = threading.Condition()
        self._planned: Plan | None = None
        self._model: Any = None
        self._begun = 0  # the epoch of the first picture
        self._waiting: deque[Snapshot] = deque()
        self._last: Snapshot | None = None
        self._axes: tuple[str, ...] | None = None
        self._at_work = False
        self._due = 0.0
        self._closed = False

    def begin(self, planned: Plan, model: Any, epoch: int = 0) -> None:
        """Picture the network as it is now, and be ready for more. `model` is built and compiled."""
        self._planned, self._model, self._begun = planned, model, epoch
        threading.Thread(target=self._run, args=(planned,), name="photographer", daemon=True).start()
        self.take_now(epoch)

    def moment(self, epoch: int, batch: int = 0) -> None:
        """So many epochs, and batches of the next, are over: picture the network if it is time for one."""
        if self._model is None or self._planned is None:
            return
        with self._changed:
            idle = not self._waiting and not self._at_work
            wanted = idle and time.monotonic() >= self._due
            if (
                epoch <= self._begun + FIRST_EPOCHS
                and not batch
                and self._planned.parameters <= FEW_PARAMETERS
            ):
                wanted = True
        if wanted:
            self.take_now(epoch, batch)

    def take_now(self, epoch: int, batch: int = 0) -> None:
        """Picture the network whatever else is going on: it pauses, has taken a step, or ends."""
        model = self._model
        if model is None:
            return
        snapshot = self._snapshot(model, epoch, batch)
        with self._changed:
            self._waiting.append(snapshot)
            self._changed.notify_all()

    def look_along(self, *axes: str) -> None:
        """Along these columns from now on; the last moment is pictured again at once."""
        with self._changed:
            self._axes = axes
            if self._last is not None and not self._waiting:
                self._waiting.append(self._last)
            self._changed.notify_all()

    def finish(self, seconds: float) -> None:
        """The run is over: let its model go, and wait at most so many seconds until all pictures are sent."""
        self._model = None
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and not self._at_work, timeout=seconds)

    def close(self) -> None:
        """Take no more pictures."""
        with self._changed:
            self._closed = True
            self._model = self._last = None
            self._waiting.clear()
            self._changed.notify_all()

    def _snapshot(self, model: Any, epoch: int, batch: int) -> "Snapshot":
        from playground.training.camera import Snapshot
        from playground.training.probe import variables

        assert self._planned is not None
        if self._planned.parameters > MANY_PARAMETERS:
            # TensorFlow itself copies a variable that is about to change while somebody holds its value.
            return Snapshot(epoch, batch, [variable.value.read_value() for variable in variables(model)])
        return Snapshot(epoch, batch, [variable.numpy().copy() for variable in variables(model)])

    def _run(self, planned: Plan) -> None:
        camera: Camera | None = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                snapshot = self._last = self._waiting.popleft()
                axes, self._axes = self._axes, None
                self._at_work = True
            begin = time.monotonic()
            try:
                camera = camera or self._camera(planned)
                self._send_picture(camera, snapshot, axes)
            except Exception:
                # The run goes on, without pictures: trying again would only hold it up.
                _log.exception("a picture failed")
                self._send([{"kind": "no_picture", "reason": _FAILED}])
                self.close()
            end = time.monotonic()
            with self._changed:
                self._at_work = False
                self._due = max(begin + SECONDS_APART, end + REST * (end - begin))
                self._changed.notify_all()

    def _camera(self, planned: Plan) -> "Camera":
        from playground.training.camera import Camera

        return Camera(planned)

    def _send_picture(self, camera: "Camera", snapshot: "Snapshot", axes: tuple[str, ...] | None) -> None:
        if axes is not None:
            try:
                camera.aim(axes)
            except ValueError as error:
                self._send([{"kind": "no_picture", "reason": str(error)}])
                return
        content = camera.take(snapshot)
        self._send([{"kind": "picture", "epoch": snapshot.epoch, "batch": snapshot.batch, "bytes": content}])
