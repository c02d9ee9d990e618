"""PictureMaker: has pictures of a network made while it is trained, in a thread of its own."""

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
STALE = 0.03  # seconds after which what waits for the renderer gives way to what is later
SURVEY_SECONDS = 1.0  # between two pictures of now for which all training rows are looked at
REST = 7.0  # times as long as a picture took
REST_IN_LINE = 2.0  # likewise between those that wait in line
REST_AFTERWARDS = 1.0  # likewise once training is over and no other run goes on in this process
MANY_PARAMETERS = 2_000_000  # of more parameters no copy is made

_FAILED = "Taking pictures of this network failed. Training goes on without them."

_log = logging.getLogger(__name__)


class PictureMaker:
    """Pictures of one run. Its methods may be called from any thread; none of them waits but `finish`.

    Training only copies the weights; all else happens in a thread of its own, which begins when the first epoch
    is compiled: two that trace at once take turns at every step. After a picture of the network as it is now the
    thread rests `REST` times as long as that took. It makes haste where a person waits for a picture. When training is
    over it pictures the epochs that a `Reserve` has kept meanwhile. TensorFlow is not loaded before `begin`.

    Of a network that browsers evaluate it takes no pictures: a `Recorder` sends its weights.

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
        self._line: deque[Snapshot] = deque()  # moments that are pictured in any case
        self._now: Snapshot | None = None  # the latest moment that was due
        self._last: Snapshot | None = None  # in the renderer, or the last there
        self._furthest: Snapshot | None = None  # of those that were in the renderer
        self._axes: tuple[str, ...] | None = None
        self._at_work = False
        self._under_way = False  # the first epoch is compiled
        self._in_haste = False  # a person waits for what is in line
        self._rests = False  # another run needs the processor more
        self._now_since = 0.0
        self._surveyed_at = 0.0
        self._now_due = 0.0
        self._line_due = 0.0
        self._closed = False

    def begin(self, planned: Plan, model: Any, epoch: int = 0, batch: int = 0) -> None:
        """Picture the network as it is now, and be ready for more. `model` is built and compiled."""
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
        """The first epoch is compiled: once the first ones have been trained, it is time for pictures."""
        with self._changed:
            if not self._under_way:
                self._under_way = True
                self._line_due = time.monotonic() + SECONDS_APART
                self._changed.notify_all()

    def moment(self, epoch: int, batch: int = 0, loss: float | None = None) -> None:
        """Takes a snapshot after `epoch` epochs and `batch` batches of the next, if one is due.

        With the `loss` of an epoch it may be one that is pictured when training is over.
        """
        model, reserve = self._model, self._reserve  # a picture that fails lets go of both meanwhile
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
        """Picture the network at once: it pauses, has taken a step, or ends."""
        if self._recorder is not None:
            self._recorder.record(epoch, batch)
            self._recorder.hurry()
        else:
            self._take(epoch, batch, in_haste=True)

    def look_along(self, *axes: str) -> None:
        """Along these columns from now on; the last moment is pictured again at once."""
        if self._recorder is not None:
            return  # whoever looks turns the picture
        with self._changed:
            self._axes = axes
            # The last one in the renderer may be of an earlier epoch: one whose weights were restored.
            self._line.extend(dict.fromkeys(filter(None, (self._last, self._furthest))))
            self._in_haste = True
            self._changed.notify_all()

    def rest(self, rests: bool) -> None:
        """Has nothing pictured as long as `rests`: a person waits for an epoch of another run in this process."""
        with self._changed:
            self._rests = rests
            self._changed.notify_all()

    def share(self, others_train: bool) -> None:
        """Leaves the processor to other runs of this process as long as some are trained."""
        with self._changed:
            self._others_train = others_train
            self._changed.notify_all()

    def finish(self, seconds: float) -> None:
        """Let go of the model of a run that is over, and wait at most `seconds` until all pictures in line are sent.

        Those of the reserve come after that.
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
        """Take no more pictures."""
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
            # TensorFlow itself copies a variable that is about to change while somebody holds its value.
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
                # The run goes on, without pictures: trying again would only hold it up.
                _log.exception("a picture failed")
                self._send([NoPicture(reason=_FAILED)])
                self.close()
            # Tracing, and the first call of what was traced, are no reason to rest.
            self._rest(begin, 0.0 if cold else time.monotonic() - begin, is_now)

    def _next(self) -> "tuple[Snapshot, bool] | None":
        """The next moment to be pictured, when it is time for it, and whether it is the one of now; None at the end."""
        with self._changed:
            while not self._closed:
                wait = self._seconds_to_wait()
                if wait is not None and wait <= 0.0:
                    # The untrained network first: all others are diagnosed beside it.
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
        """Until something may be pictured; None while there is nothing to come."""
        if self._rests:
            return None
        if (self._now is not None and self._last is not None) or (self._line and self._in_haste):
            return 0.0
        waits = (self._line and self._under_way) or (self._is_over and self._reserve is not None)
        return self._line_due - time.monotonic() if waits else None

    def _from_reserve(self) -> "Snapshot | None":
        """The next snapshot that was kept for the time after training."""
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
