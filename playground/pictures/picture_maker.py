"""PictureMaker: makes pictures of a network during training, in a separate thread."""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playground.messages.events import Event, NoPicture, Picture
from playground.messages.messenger import Cadence
from playground.pictures.evaluated import is_evaluated
from playground.pictures.film import Moment
from playground.pictures.reserve import Reserve
from playground.plan import Plan

if TYPE_CHECKING:
    from playground.pictures.recorder import Recorder
    from playground.pictures.renderer import Renderer, Snapshot

SECONDS_APART = 0.16
STALE = 0.03  # seconds after which a waiting snapshot is replaced by a later one
SURVEY_SECONDS = 1.0  # between two present pictures for which all training rows are examined
REST = 7.0  # the rest after a picture, as a multiple of the time it took
REST_IN_LINE = 2.0  # the same between pictures that wait in line
REST_AFTERWARDS = 1.0  # the same after training, if no other run goes on in this process
MANY_PARAMETERS = 2_000_000  # networks with more parameters are not copied

_FAILED = "Taking pictures of this network failed. Training goes on without them."

_log = logging.getLogger(__name__)


class PictureMaker:
    """Pictures of one run. Any thread may call the methods; only `finish` waits.

    Training only copies the weights. Everything else happens in a separate thread, which starts when the first epoch is
    compiled, because two threads that trace would slow each other down. After a picture of the present network the
    thread rests `REST` times as long as the picture took, unless a person waits for a picture. After training it
    pictures the epochs in the `Reserve`. TensorFlow is not loaded before `begin`.

    A network that browsers evaluate gets no pictures; a `Recorder` sends its weights.

    Args:
        send: called by that thread with a list of one event, `Picture` or `NoPicture`; by a recorder's with many.

        cadence: how often a recorder sends.
    """

    def __init__(self, send: Callable[[list[Event]], None], cadence: Cadence | None = None) -> None:
        self._send = send
        self._cadence = cadence
        self._changed = threading.Condition()
        self._planned: Plan | None = None
        self._model: Any = None
        self._recorder: Recorder | None = None
        self._reserve: Reserve | None = None
        self._pictured: set[Moment] = set()
        self._is_over = False  # training
        self._others_train = False  # in this process
        self._line: deque[Snapshot] = deque()  # moments that are always pictured
        self._now: Snapshot | None = None  # the latest moment that was due
        self._last: Snapshot | None = None  # the moment in the renderer, or the last one there
        self._furthest: Snapshot | None = None  # of those that were in the renderer
        self._axes: tuple[str, ...] | None = None
        self._at_work = False
        self._under_way = False  # the first epoch is compiled
        self._in_haste = False  # whether a person waits for the pictures in line
        self._rests = False  # another run needs the processor more
        self._now_since = 0.0
        self._surveyed_at = 0.0
        self._now_due = 0.0
        self._line_due = 0.0
        self._closed = False

    def begin(self, planned: Plan, model: Any, epoch: int = 0, batch: int = 0) -> None:
        """Pictures the present network and gets ready for more. `model` is built and compiled."""
        self._planned, self._model = planned, model
        if is_evaluated(planned):
            from playground.pictures.recorder import Recorder

            self._recorder = Recorder(model, self._send, self._cadence)
            self._recorder.record(epoch, batch)
            return
        if planned.parameters <= MANY_PARAMETERS:
            self._reserve = Reserve(planned.parameters)
        threading.Thread(target=self._run, args=(planned,), name="pictures", daemon=True).start()
        self._take(epoch, batch)

    def go_ahead(self) -> None:
        """Called when the first epoch is compiled; pictures begin after the first trained epochs."""
        with self._changed:
            if not self._under_way:
                self._under_way = True
                self._line_due = time.monotonic() + SECONDS_APART
                self._changed.notify_all()

    def moment(self, epoch: int, batch: int = 0, loss: float | None = None) -> None:
        """Takes a snapshot after `epoch` epochs and `batch` batches of the next epoch, if one is due.

        With the `loss` of an epoch, the snapshot may go to the reserve for pictures after training.
        """
        model, reserve = self._model, self._reserve  # a failed picture may clear both at any time
        if model is None or self._planned is None:
            return
        if self._recorder is not None:
            self._recorder.moment(epoch, batch)
            return
        with self._changed:
            now = time.monotonic()
            due = now >= self._now_due and (self._now is None or now >= self._now_since + STALE)
        is_kept = reserve is not None and loss is not None and reserve.is_due(epoch, loss)
        if not due and not is_kept:
            return
        snapshot = self._snapshot(model, epoch, batch)
        with self._changed:
            if is_kept and self._reserve is not None:
                self._reserve.put(snapshot)
            if due:
                self._now, self._now_since = snapshot, now
                self._changed.notify_all()

    def make_now(self, epoch: int, batch: int = 0) -> None:
        """Pictures the network at once, because the run pauses, has taken a step, or ends."""
        if self._recorder is not None:
            self._recorder.record(epoch, batch)
            self._recorder.hurry()
        else:
            self._take(epoch, batch, in_haste=True)

    def look_along(self, *axes: str) -> None:
        """Pictures along these columns from now on; pictures the last moment again at once."""
        if self._recorder is not None:
            return  # browsers choose the axes themselves
        with self._changed:
            self._axes = axes
            # The last one in the renderer may be of an earlier epoch: one whose weights were restored.
            self._line.extend(dict.fromkeys(filter(None, (self._last, self._furthest))))
            self._in_haste = True
            self._changed.notify_all()

    def rest(self, rests: bool) -> None:
        """Stops making pictures while `rests`, when a person waits for an epoch of another run in this process."""
        with self._changed:
            self._rests = rests
            self._changed.notify_all()

    def share(self, others_train: bool) -> None:
        """Leaves the processor to other runs of this process while some are training."""
        with self._changed:
            self._others_train = others_train
            self._changed.notify_all()

    def finish(self, seconds: float) -> None:
        """Releases the model of a finished run, and waits at most `seconds` for all pictures in line.

        The pictures of the reserve come after that.
        """
        self._model = None
        if self._recorder is not None:
            self._recorder.close()
            return
        with self._changed:
            self._in_haste = self._is_over = True
            self._changed.notify_all()
            self._changed.wait_for(self._is_idle, timeout=seconds)

    def close(self) -> None:
        """Stops making pictures."""
        if self._recorder is not None:
            self._recorder.close()
        with self._changed:
            self._closed = True
            self._model = self._now = self._last = self._furthest = self._reserve = None
            self._line.clear()
            self._changed.notify_all()

    def _is_idle(self) -> bool:
        return self._now is None and not self._line and not self._at_work

    def _take(self, epoch: int, batch: int = 0, in_haste: bool = False) -> None:
        model = self._model
        if model is None:
            return
        snapshot = self._snapshot(model, epoch, batch)
        with self._changed:
            self._line.append(snapshot)
            self._in_haste |= in_haste
            self._changed.notify_all()

    def _snapshot(self, model: Any, epoch: int, batch: int) -> "Snapshot":
        from playground.pictures.probe import variables
        from playground.pictures.renderer import Snapshot

        assert self._planned is not None
        if self._planned.parameters > MANY_PARAMETERS:
            # TensorFlow copies a variable before it changes while somebody holds its value.
            return Snapshot(epoch, batch, [variable.value.read_value() for variable in variables(model)])
        return Snapshot(epoch, batch, [variable.numpy().copy() for variable in variables(model)])

    def _run(self, planned: Plan) -> None:
        renderer: Renderer | None = None
        while (found := self._next()) is not None:
            snapshot, is_now = found
            begin, cold = time.monotonic(), renderer is None
            try:
                if renderer is None:
                    renderer = self._renderer(planned)
                with self._changed:
                    axes, self._axes = self._axes, None
                self._send_picture(renderer, snapshot, axes, is_now)
            except Exception:
                # The run goes on without pictures, because trying again would only delay it.
                _log.exception("a picture failed")
                self._send([NoPicture(reason=_FAILED)])
                self.close()
            # Tracing and the first call of the traced function do not count for the rest.
            self._rest(begin, 0.0 if cold else time.monotonic() - begin, is_now)

    def _next(self) -> "tuple[Snapshot, bool] | None":
        """Waits for and returns the next moment to picture, and whether it is the present one; None at the end."""
        with self._changed:
            while not self._closed:
                wait = self._seconds_to_wait()
                if wait is not None and wait <= 0.0:
                    # The untrained network comes first, because the diagnosis compares all others with it.
                    now = self._now if self._last is not None else None
                    if now is not None:
                        self._now, self._now_due = None, math.inf
                    if now is None and not self._line:
                        if (reserved := self._from_reserve()) is None:
                            continue
                        self._at_work = True
                        return reserved, False
                    snapshot = self._last = now or self._line.popleft()
                    if self._furthest is None or snapshot.moment > self._furthest.moment:
                        self._furthest = snapshot
                    self._in_haste &= bool(self._line)
                    self._at_work = True
                    return snapshot, now is not None
                self._changed.wait(wait)
        return None

    def _seconds_to_wait(self) -> float | None:
        """Seconds until the next picture may be made; None if nothing is waiting."""
        if self._rests:
            return None
        if (self._now is not None and self._last is not None) or (self._line and self._in_haste):
            return 0.0
        waits = (self._line and self._under_way) or (self._is_over and self._reserve is not None)
        return self._line_due - time.monotonic() if waits else None

    def _from_reserve(self) -> "Snapshot | None":
        """The next snapshot of the reserve, after training."""
        found = None if self._reserve is None else self._reserve.take(self._pictured)
        if found is None:
            self._reserve = None
            self._changed.notify_all()
        return found

    def _rest(self, begin: float, took: float, is_now: bool) -> None:
        with self._changed:
            end = time.monotonic()
            self._at_work = False
            self._line_due = end + self._rest_in_line * took
            if is_now:
                self._now_due = max(begin + SECONDS_APART, end + REST * took)
            self._changed.notify_all()

    @property
    def _rest_in_line(self) -> float:
        if self._others_train:
            return REST
        return REST_AFTERWARDS if self._is_over else REST_IN_LINE

    def _renderer(self, planned: Plan) -> "Renderer":
        from playground.pictures.renderer import Renderer

        renderer = Renderer(planned)
        renderer.load()
        return renderer

    def _send_picture(
        self, renderer: "Renderer", snapshot: "Snapshot", axes: tuple[str, ...] | None, is_now: bool
    ) -> None:
        if axes is not None:
            try:
                renderer.look_along(axes)
            except ValueError as error:
                self._send([NoPicture(reason=str(error))])
                return
        thorough = not is_now or time.monotonic() > self._surveyed_at + SURVEY_SECONDS
        if thorough:
            self._surveyed_at = time.monotonic()
        content = renderer.render(snapshot, thorough=thorough)
        self._pictured.add(snapshot.moment)
        self._send([Picture(epoch=snapshot.epoch, batch=snapshot.batch, bytes=content)])
