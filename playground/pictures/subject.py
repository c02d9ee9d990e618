"""Subject: the content and the axes of a run's pictures. No Keras."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from playground.datasets import Prepared
from playground.datasets.arrays import Inputs, Targets
from playground.datasets.view import View, check_axes, evenly, grid, view
from playground.doctor.setup import Setup, setup
from playground.pictures.drawn_layers import DrawnLayer, parts
from playground.pictures.sizes import Sizes, sizes
from playground.plan import Plan


@dataclass(frozen=True, eq=False)
class Subject:
    """A network's data and layers, and the axes of its pictures.

    Attributes:
        axes: the columns along which it is asked: two, one or none.
        x, y: a sample of the training rows.
        setup: facts of the experiment that a diagnosis uses.
        sample_y: the targets of the first of them, in their own units or as the index of a class.
    """

    planned: Plan
    parts: tuple[DrawnLayer, ...]
    seen: View
    axes: tuple[str, ...]
    sizes: Sizes
    x: Inputs = field(repr=False)
    y: Targets = field(repr=False)
    setup: Setup = field(repr=False)

    @property
    def prepared(self) -> Prepared:
        """The prepared data."""
        return self.planned.prepared

    @cached_property
    def rows(self) -> Inputs:
        """The inputs for one picture, (sizes.rows, n_inputs) float32; many megabytes for thousands of inputs."""
        return grid(self.planned.experiment.data, self.prepared, self.seen, self.axes, self.sizes.cells)

    @property
    def ranges(self) -> list[tuple[float, float]]:
        """The range of each axis."""
        return [self.seen.ranges[name] for name in self.axes]

    @property
    def sample_y(self) -> list[float] | list[int]:
        """The targets of the rows that are drawn on the curves of activations."""
        y = self.y[: self.sizes.points].reshape(-1)
        if self.prepared.classes:
            return [int(label) for label in y]
        return [float(f"{value * self.prepared.y_scale + self.prepared.y_offset:.5g}") for value in y]

    def along(self, axes: Sequence[str]) -> "Subject":
        """The same subject along other columns.

        Raises:
            ValueError: with a sentence, when these cannot be axes.
        """
        check_axes(self.seen, axes)
        return replace(self, axes=tuple(axes), sizes=sizes(self.parts, self.planned.parameters, len(axes)))


def subject(planned: Plan, axes: Sequence[str] | None = None) -> Subject:
    """The subject of an experiment, along `axes` or the ones that its data suggests.


    Raises:
        ValueError: with a sentence, when these cannot be axes.
    """
    data, prepared = planned.experiment.data, planned.prepared
    seen = view(data, prepared)
    axes = seen.axes if axes is None else tuple(axes)
    check_axes(seen, axes)
    layers = parts(planned)
    fine = sizes(layers, planned.parameters, len(axes))
    chosen = evenly(len(prepared.training), fine.sample)
    return Subject(
        planned=planned,
        parts=layers,
        seen=seen,
        axes=axes,
        sizes=fine,
        x=prepared.training.x[chosen],
        y=prepared.training.y[chosen],
        setup=setup(planned.experiment, prepared),
    )
