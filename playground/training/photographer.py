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
SECONDS_APART = 0.16
REST = 7.0  # times as long as a picture took
REST_AT_FIRST = 2.0  # likewise between those of the first epochs, which wait in line
FEW_PARAMETERS = 100_000  # of more, picturing every one of the first epochs would hold training up
MANY_PARAMETERS = 2_000_000  # of so many no copy is made

_FAILED = "Taking pictures of this network failed. Training goes on without them."

_log = logging.getLogger(__name__)


class Photographer:
    """Pictures of one run. Its methods may be called from any thread; none of them waits but `finish`.

    Training only copies the weights, and only when the photographer is idle and due; all else happens in a
    thread of its own, which rests `REST` times as long as a picture took, and begins when the first epoch is
    compiled: two that trace at once take turns at every step. It makes haste where a person waits for a
    picture. TensorFlow is not loaded before `begin`.

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
        self._under_way = False  # the first epoch is compiled
        self._in_haste = False  # a person waits for what is in line
        self._due = 0.0
        self._closed = False

    def begin(self, planned: Plan, model: Any, epoch: int = 0) -> None:
        """Picture the network as it is now, and be ready for more. `model` is built and compiled."""
        self._planned, self._model, self._begun = planned, model, epoch
        threading.Thread(target=self._run, args=(planned,), name="photographer", daemon=True).start()
        self._take(epoch)

    def go_ahead(self) -> None:
        """The first epoch is compiled: once the first ones have been trained, it is time for pictures."""
        with self._changed:
            if not self._under_way:
                self._under_way = True
                self._due = time.monotonic() + SECONDS_APART
                self._changed.notify_all()

    def moment(self, epoch: int, batch: int = 0) -> None:
        """So many epochs, and batches of the next, are over: picture the network if it is time for one."""
        if self._model is None or self._planned is None:
            return
        with self._changed:
            idle = not self._waiting and not self._at_work
            due = idle and time.monotonic() >= self._due
        at_first = epoch <= self._begun + FIRST_EPOCHS and not batch
        if due or (at_first and self._planned.parameters <= FEW_PARAMETERS):
            self._take(epoch, batch)

    def take_now(self, epoch: int, batch: int = 0) -> None:
        """Picture the network whatever else is going on: it pauses, has taken a step, or ends."""
        self._take(epoch, batch, in_haste=True)

    def look_along(self, *axes: str) -> None:
        """Along these columns from now on; the last moment is pictured again at once."""
        with self._changed:
            self._axes = axes
            if self._last is not None and not self._waiting:
                self._waiting.append(self._last)
            self._in_haste = True
            self._changed.notify_all()

    def finish(self, seconds: float) -> None:
        """The run is over: let its model go, and wait at most so many seconds until all pictures are sent."""
        self._model = None
        with self._changed:
            self._in_haste = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._waiting and not self._at_work, timeout=seconds)

    def close(self) -> None:
        """Take no more pictures."""
        with self._changed:
            self._closed = True
            self._model = self._last = None
            self._waiting.clear()
            self._changed.notify_all()

    def _take(self, epoch: int, batch: int = 0, in_haste: bool = False) -> None:
        model = self._model
        if model is None:
            return
        snapshot = self._snapshot(model, epoch, batch)
        with self._changed:
            self._waiting.append(snapshot)
            self._in_haste |= in_haste
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
        while (snapshot := self._next()) is not None:
            begin = time.monotonic()
            try:
                if camera is None:
                    camera = self._camera(planned)
                    begin = time.monotonic()  # tracing is no reason to rest
                with self._changed:
                    axes, self._axes = self._axes, None
                self._send_picture(camera, snapshot, axes)
            except Exception:
                # The run goes on, without pictures: trying again would only hold it up.
                _log.exception("a picture failed")
                self._send([{"kind": "no_picture", "reason": _FAILED}])
                self.close()
            self._rest(begin, snapshot.epoch)

    def _next(self) -> "Snapshot | None":
        """The next moment to be pictured, when it is time for it; None when there will be none."""
        with self._changed:
            while not self._closed:
                if self._waiting and (self._in_haste or (self._under_way and self._due <= time.monotonic())):
                    self._last = self._waiting.popleft()
                    self._in_haste &= bool(self._waiting)
                    self._at_work = True
                    return self._last
                rests = self._waiting and self._under_way
                self._changed.wait(max(self._due - time.monotonic(), 0.0) if rests else None)
        return None

    def _rest(self, begin: float, epoch: int) -> None:
        at_first = epoch < self._begun + FIRST_EPOCHS
        with self._changed:
            end = time.monotonic()
            rest = (REST_AT_FIRST if at_first else REST) * (end - begin)
            self._at_work = False
            self._due = end + rest if at_first else max(begin + SECONDS_APART, end + rest)
            self._changed.notify_all()

    def _camera(self, planned: Plan) -> "Camera":
        from playground.training.camera import Camera

        camera = Camera(planned)
        camera.load()
        return camera

    def _send_picture(self, camera: "Camera", snapshot: "Snapshot", axes: tuple[str, ...] | None) -> None:
        if axes is not None:
            try:
                camera.aim(axes)
            except ValueError as error:
                self._send([{"kind": "no_picture", "reason": str(error)}])
                return
        content = camera.take(snapshot)
        self._send([{"kind": "picture", "epoch": snapshot.epoch, "batch": snapshot.batch, "bytes": content}])
