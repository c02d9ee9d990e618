"""Renderer: makes the encoded picture of a network from a copy of its weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from playground.doctor.layer_health import Health
from playground.network.model import untrained
from playground.pictures.look import Look
from playground.pictures.picture_of import encode_picture, health, picture_of
from playground.pictures.probe import KeptProbes, Probe
from playground.pictures.subject import Subject, subject
from playground.plan import Plan

_probes = KeptProbes()


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A network at one moment; `weights` are from `playground.pictures.probe.variables`."""

    epoch: int
    batch: int
    weights: Sequence[Any]

    @property
    def moment(self) -> tuple[int, int]:
        """The finished epochs, and the finished batches of the next epoch."""
        return self.epoch, self.batch


class Renderer:
    """Renders the pictures of one run; belongs to one thread."""

    def __init__(self, planned: Plan) -> None:
        self._planned = planned
        self._subject: Subject = subject(planned)
        self._probe: Probe | None = None
        self._first: Sequence[Health] = ()
        self._surveyed: Look | None = None

    def look_along(self, axes: Sequence[str]) -> None:
        """Sets the columns along which pictures look.

        Raises:
            ValueError: with a sentence, if these cannot be axes; then nothing changes.
        """
        if tuple(axes) != self._subject.axes:
            before, self._subject = self._subject, self._subject.along(axes)
            if before.sizes != self._subject.sizes:
                self._probe = None

    def load(self) -> Probe:
        """The probe for these columns, traced unless one of this architecture is in memory."""
        if self._probe is None:
            prepared, training = self._planned.prepared, self._planned.experiment.training
            # Version 2 of mape holds the scale of the target.
            loss = (
                f"{training.loss} {training.loss_version} {prepared.y_offset} {prepared.y_scale} "
                f"{prepared.class_weights}"
            )
            # A network to trace, because the run's own may be gone or may be traced at the moment.
            network = partial(untrained, self._planned.experiment, self._planned.prepared)
            self._probe = _probes.probe(network, self._subject.parts, self._subject.sizes, loss)
        return self._probe

    def look(self, snapshot: Snapshot, *, thorough: bool = True) -> tuple[Subject, Look]:
        """The subject, and the probe's look at a moment with the dead and saturated units of all training rows.

        If it is not `thorough`, these come from a sample and the last thorough look, in half the time.

        """
        seen, probe = self._subject, self.load()
        found = probe(snapshot.weights, seen.rows, seen.x, seen.y)
        if not thorough and self._surveyed is not None:
            return seen, found.doubting(self._surveyed)
        self._surveyed = probe.survey(found, snapshot.weights, seen.prepared.training.x)
        return seen, self._surveyed

    def render(self, snapshot: Snapshot, *, thorough: bool = True) -> bytes:
        """The encoded picture of a moment; `thorough` is as in `look`."""
        seen, look = self.look(snapshot, thorough=thorough)
        self._first = self._first or health(seen, look)
        return encode_picture(
            picture_of(seen, look, snapshot.weights, self._first, snapshot.epoch, snapshot.batch)
        )
