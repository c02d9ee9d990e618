"""View: which columns a picture can have as its axes, and the grid of points it asks the network about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy
import pandas

from playground import experiment
from playground.datasets.arrays import Floats, Inputs, Integers, Targets
from playground.datasets.card import Card
from playground.datasets.catalogue import card_for, load
from playground.datasets.pipeline.encode import Encoding
from playground.datasets.pipeline.encoders import Numeric
from playground.datasets.pipeline.prepared import Prepared
from playground.datasets.toys.catalogue import derive
from playground.datasets.toys.options import toy_options
from playground.mentions import mentioned, quoted
from playground.words import Task

TOY_REACH = 6.0  # toys lie around -6 to 6; a picture reaches as far as the outermost point
_MARGIN = 0.04  # of a table's column, left free on either side


@dataclass(frozen=True)
class Input:
    """One input of a network: (value - offset) / scale, where the value is that of an axis or what it is held at.

    Attributes:
        name: the raw column, which may be an axis, or the feature that is derived from x1 and x2; None for a category.
        at: what it is held at, unscaled, when it is no axis.
        derived: whether it is computed from x1 and x2, wherever they lie.
    """

    name: str | None
    at: float
    offset: float
    scale: float
    derived: bool = False


@dataclass(frozen=True, eq=False)
class View:
    """What can be looked at in a data set that was prepared.

    Attributes:
        columns: the raw numeric columns that can be axes, each with its values in all rows of the loaded
            table, a missing one filled as for the network.
        ranges: from where to where a column's axis goes.
        held: what every column the network uses is held at when it is no axis: the median of the training
            rows, of text the most frequent value. Empty for a toy.
        axes: the columns to begin with: two, one where there is one, none where all is text.
    """

    columns: Mapping[str, Floats]
    ranges: Mapping[str, tuple[float, float]]
    held: Mapping[str, float | str]
    axes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that can be axes."""
        return tuple(self.columns)


def view(data: experiment.Data, prepared: Prepared) -> View:
    """What can be looked at in a data set.

    A toy is seen along its own features, also where the network only gets features derived from them. The two
    axes of a table are the columns that by themselves tell most about the target in the training rows.
    """
    about, frame = card_for(data), load(data)
    if is_seen_as_toy(about, prepared):
        columns = {name: frame[name].to_numpy(numpy.float64) for name in about.features}
        reach = max(TOY_REACH, *(float(numpy.abs(values).max()) for values in columns.values()))
        return View(columns, dict.fromkeys(columns, (-reach, reach)), {}, about.features)
    numeric = [used for used in prepared.encoding.columns if isinstance(used, Numeric)]
    columns = {used.column: used.matrix(frame)[:, 0] for used in numeric}
    rows = numpy.concatenate([part.rows for part in prepared.parts])
    clipped = {used.column for used in numeric if used.bounds is not None}
    return View(
        columns=columns,
        # A clipped column goes on to no number beyond its bounds: whoever computes its input need not clip.
        ranges={
            name: _range(values[rows], 0.0 if name in clipped else _MARGIN)
            for name, values in columns.items()
        },
        held={used.column: used.fill for used in prepared.encoding.columns},
        axes=_telling(columns, prepared)[:2],
    )


def grid(data: experiment.Data, prepared: Prepared, seen: View, axes: Sequence[str], points: int) -> Inputs:
    """What the network is asked to get a picture along `axes`, float32 (rows, inputs), scaled.

    Every axis is cut into `points` equal cells, and a row stands at the middle of one. Two axes give points²
    rows: the first axis runs fastest, the second downwards from its highest value, as pixels do. One axis
    gives `points` rows, no axis a single one.

    Raises:
        ValueError: an axis is no column that can be one, or there are more than two.
    """
    check_axes(seen, axes)
    at = _cells([seen.ranges[name] for name in axes], points)
    if is_seen_as_toy(card_for(data), prepared):
        return prepared.scale_inputs(prepared.encoding.matrix(_frame(data, prepared, seen, axes, at)))
    # Of thousands of columns, two change from row to row.
    encoding = prepared.encoding
    raw = numpy.repeat(_held(data, prepared, seen), len(at), axis=0)
    names = numpy.array(encoding.column_of_input)
    for number, name in enumerate(axes):
        own = Encoding(tuple(used for used in encoding.columns if used.column == name), ())
        raw[:, names == name] = own.matrix(pandas.DataFrame({name: at[:, number]}))
    return prepared.scale_inputs(raw)


def check_axes(seen: View, axes: Sequence[str]) -> None:
    """Checks that a picture can lie over these columns.

    Raises:
        ValueError: one is no column that can be an axis, or there are more than two.
    """
    if strangers := [name for name in axes if name not in seen.columns]:
        raise ValueError(f"{quoted(strangers[0])} cannot be an axis; {mentioned(seen.names)} can.")
    if len(axes) > 2 or len(set(axes)) < len(axes):
        raise ValueError("A picture has two different axes at most.")


def inputs(data: experiment.Data, prepared: Prepared, seen: View) -> tuple[Input, ...]:
    """How each input of the network follows from the axes: what `grid` computes, for others to compute."""
    held = _held(data, prepared, seen)[0]
    columns = [
        used.column if isinstance(used, Numeric) else None
        for used in prepared.encoding.columns
        for _ in used.inputs
    ]
    is_toy = is_seen_as_toy(card_for(data), prepared)
    return tuple(
        Input(
            name=column,
            at=float(at),
            offset=float(offset),
            scale=float(scale),
            derived=is_toy and column not in seen.columns,
        )
        for column, at, offset, scale in zip(columns, held, prepared.x_offset, prepared.x_scale, strict=True)
    )


def evenly(rows: int, most: int) -> Integers:
    """At most `most` of the numbers 0 to rows - 1, evenly from the first to the last."""
    if rows <= most:
        return numpy.arange(rows, dtype=numpy.int64)
    return numpy.linspace(0, rows - 1, most).round().astype(numpy.int64)


def is_seen_as_toy(about: Card, prepared: Prepared) -> bool:
    """Whether what counts are the toy's own features, from which all others are derived."""
    return about.is_toy and prepared.target == about.target


def with_derived(data: experiment.Data, own: Mapping[str, Floats]) -> pandas.DataFrame:
    """Points of a toy by its own features, (points,) each, and the features that are derived from these."""
    about = card_for(data)
    positions = numpy.column_stack([own[name] for name in about.features])
    derived = {name: derive(name, positions) for name in toy_options(about, data.options).derived}
    return pandas.DataFrame(dict(own) | derived)


def _held(data: experiment.Data, prepared: Prepared, seen: View) -> Floats:
    """The inputs of one row, (1, inputs), unscaled, where no column is an axis."""
    return prepared.encoding.matrix(_frame(data, prepared, seen, (), numpy.zeros((1, 0))))


def _frame(
    data: experiment.Data, prepared: Prepared, seen: View, axes: Sequence[str], at: Floats
) -> pandas.DataFrame:
    along = {name: at[:, number] for number, name in enumerate(axes)}
    about = card_for(data)
    if not is_seen_as_toy(about, prepared):
        return pandas.DataFrame({**seen.held, **along}, index=range(len(at)))
    middle = {name: numpy.full(len(at), float(numpy.median(values))) for name, values in seen.columns.items()}
    return with_derived(data, middle | along)


def _cells(ranges: Sequence[tuple[float, float]], points: int) -> Floats:
    """The middles of the cells, float64 (rows, axes)."""
    middles = (numpy.arange(points) + 0.5) / points
    along = [low + (high - low) * middles for low, high in ranges]
    if not along:
        return numpy.zeros((1, 0))
    if len(along) == 1:
        return along[0][:, None]
    return numpy.column_stack([numpy.tile(along[0], points), numpy.repeat(along[1][::-1], points)])


def _range(values: Floats, share: float) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    margin = share * high - share * low
    return low - margin, high + margin


def _telling(columns: Mapping[str, Floats], prepared: Prepared) -> tuple[str, ...]:
    """Columns, the ones that by themselves tell most about the target first."""
    training = prepared.training
    y = training.y.reshape(len(training))
    share = {name: _shared(values[training.rows], y, prepared.task) for name, values in columns.items()}
    return tuple(sorted(columns, key=lambda name: -share[name]))


def _shared(x: Floats, y: Targets, task: Task) -> float:
    """Squared correlation with a number; for classes the share of variance between them (eta squared)."""
    most = float(numpy.abs(x).max())
    if most == 0:
        return 0.0
    shape = x / most  # the squares of the largest and of the smallest numbers are none any more
    centred = shape - shape.mean()
    whole = float((centred**2).sum())
    if whole == 0:
        return 0.0
    if task is Task.REGRESSION:
        number = y.astype(numpy.float64)
        number -= number.mean()
        size = whole * float((number**2).sum())
        return float((centred * number).sum()) ** 2 / size if size else 0.0
    classes = [centred[y == label] for label in numpy.unique(y)]
    return sum(float(own.mean()) ** 2 * len(own) for own in classes) / whole
