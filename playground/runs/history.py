"""The history of a run: the fewest events that reproduce it."""

from typing import TYPE_CHECKING

from playground.messages.events import (
    Began,
    Carried,
    Ended,
    Epochs,
    Kept,
    LearningRate,
    Paused,
    SetAside,
    Started,
    StoredEvent,
    WentBack,
)

if TYPE_CHECKING:
    from playground.runs.curves import Curves
    from playground.runs.run import Run


def history(run: "Run", curves: "Curves", began: Began | None, kept: Kept | None) -> list[StoredEvent]:
    """Returns the events, without the run's pictures.

    Args:
        run: the run; the caller makes sure that it takes no events during the call.
        curves: its curves.
        began: how its training began; None before that.
        kept: the kept network; None before the end, and if it was not measured.

    """
    events: list[StoredEvent] = []
    if run.revision:
        events.append(WentBack(epoch=0, revision=run.revision))
    if run.state != "waiting":
        events.append(Started(machine=run.machine))
    if began is not None:
        events.append(began)
    if curves.carried is not None:
        events.append(Carried(epoch=curves.carried.epoch, value=curves.carried.value))
    if curves.elapsed:
        events.append(Epochs(first=0, logs=curves.values, seconds=curves.elapsed))
    events += [
        LearningRate(epoch=epoch, batch=batch, value=value) for epoch, batch, value in curves.rate_changes
    ]
    if run.paused:
        events.append(Paused(paused=True, epoch=run.epoch, batch=run.batch))
    if run.set_aside is not None:
        events.append(SetAside(file=run.set_aside))
    if run.over:
        events.append(
            Ended(
                status=run.state,
                reason=run.reason,
                best=run.best,
                seconds=run.seconds,
                kept=kept,
                findings=tuple(run.findings),
            )
        )
    return events
