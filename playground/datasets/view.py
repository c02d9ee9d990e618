"""View: the columns that can be the axes of a picture, and the grid of points at which the network predicts."""

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

TOY_REACH = 6.0  # toys have values of about -6 to 6; a picture extends to the farthest point
_MARGIN = 0.04  # the free share of a column's range on either side


@dataclass(frozen=True)
class Input:
    """One input of a network: (value - offset) / scale, where the value is from an axis or the constant `at`.

    Attributes:
        name: the raw column, which may be an axis, or the feature that is derived from x1 and x2; None for a category.
        at: the unscaled value of an input that is not an axis.
        offset, scale: the scaling of the training rows.
        derived: whether it is computed from x1 and x2.
    """

    name: str | None
    at: float
    offset: float
    scale: float
    derived: bool = False


@dataclass(frozen=True, eq=False)
class View:
    """The possible axes of pictures of a prepared data set.

    Attributes:
        columns: the raw numeric columns that can be axes, each with its values in all rows of the loaded table,
            (rows,), with missing values filled as for the network.
        ranges: the lowest and the highest value of each column's axis.
        held: the value of each column of the network that is not an axis: the median of the training rows, or the
            most frequent value of text. Empty for a toy.
        axes: the first axes of a picture: two columns, or fewer if there are fewer numeric columns.
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
    """The possible axes of a data set.

    The axes of a toy are its own features, also if the network gets only derived features. The first axes of a table
    are the two columns with the strongest association with the target in the training rows.
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
        # The range of a clipped column ends at its bounds, so the browser computes its input without clipping.
        ranges={
            name: _range(values[rows], 0.0 if name in clipped else _MARGIN)
            for name, values in columns.items()
        },
        held={used.column: used.fill for used in prepared.encoding.columns},
        axes=_telling(columns, prepared)[:2],
    )


def grid(data: experiment.Data, prepared: Prepared, seen: View, axes: Sequence[str], points: int) -> Inputs:
    """The network's inputs for a picture along `axes`, float32 (rows, inputs), scaled.

    Every axis is divided into `points` equal cells, and each row is at the middle of a cell. Two axes give points²
    rows in the order of pixels: the first axis changes fastest, the second begins at its highest value. One axis gives
    `points` rows, no axis gives one row.

    Raises:
        ValueError: a column cannot be an axis, or there are more than two.
    """
    check_axes(seen, axes)
    at = _cells([seen.ranges[name] for name in axes], points)
    if is_seen_as_toy(card_for(data), prepared):
        return prepared.scale_inputs(prepared.encoding.matrix(_frame(data, prepared, seen, axes, at)))
    # Only the columns of the axes differ between the rows, so the thousands of other columns are encoded once.
    encoding = prepared.encoding
    raw = numpy.repeat(_held(data, prepared, seen), len(at), axis=0)
    names = numpy.array(encoding.column_of_input)
    for number, name in enumerate(axes):
        own = Encoding(tuple(used for used in encoding.columns if used.column == name), ())
        raw[:, names == name] = own.matrix(pandas.DataFrame({name: at[:, number]}))
    return prepared.scale_inputs(raw)


def check_axes(seen: View, axes: Sequence[str]) -> None:
    """Checks that a picture can have these columns as axes.

    Raises:
        ValueError: a column cannot be an axis, or there are more than two.
    """
    if strangers := [name for name in axes if name not in seen.columns]:
        raise ValueError(f"{quoted(strangers[0])} cannot be an axis; {mentioned(seen.names)} can.")
    if len(axes) > 2 or len(set(axes)) < len(axes):
        raise ValueError("A picture has two different axes at most.")


def inputs(data: experiment.Data, prepared: Prepared, seen: View) -> tuple[Input, ...]:
    """The computation of each input of the network from the axes, with which a browser computes `grid` itself."""
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
    """At most `most` of the numbers 0 to rows - 1, evenly spaced from the first to the last, int64."""
    if rows <= most:
        return numpy.arange(rows, dtype=numpy.int64)
    return numpy.linspace(0, rows - 1, most).round().astype(numpy.int64)


def is_seen_as_toy(about: Card, prepared: Prepared) -> bool:
    """Whether the axes are the toy's own features, from which its other features are derived."""
    return about.is_toy and prepared.target == about.target


def with_derived(data: experiment.Data, own: Mapping[str, Floats]) -> pandas.DataFrame:
    """A table of a toy's points with its own features, (points,) each, and its derived features."""
    about = card_for(data)
    positions = numpy.column_stack([own[name] for name in about.features])
    derived = {name: derive(name, positions) for name in toy_options(about, data.options).derived}
    return pandas.DataFrame(dict(own) | derived)


def _held(data: experiment.Data, prepared: Prepared, seen: View) -> Floats:
    """The unscaled inputs of one row without an axis, float64 (1, inputs)."""
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
    """The columns by descending association with the target in the training rows."""
    training = prepared.training
    y = training.y.reshape(len(training))
    share = {name: _shared(values[training.rows], y, prepared.task) for name, values in columns.items()}
    return tuple(sorted(columns, key=lambda name: -share[name]))


def _shared(x: Floats, y: Targets, task: Task) -> float:
    """The squared correlation with a number; for classes eta squared, the share of variance between the classes."""
    most = float(numpy.abs(x).max())
    if most == 0:
        return 0.0
    shape = x / most  # squares of the largest floats would overflow, squares of the smallest would be 0
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
