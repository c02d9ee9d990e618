"""Inputs: the inputs of an exported model. Nothing here loads TensorFlow."""

from collections.abc import Mapping, Sequence

from playground.datasets.catalogue import load
from playground.datasets.pipeline.columns import Kind, kind
from playground.datasets.pipeline.encoders import PARTS_OF_DATES, DateParts, OneHot, Ordinal
from playground.plan import Plan


def numbers_of(planned: Plan) -> Sequence[str]:
    """The names of the inputs that take numbers: columns of numbers, also as categories, and parts of dates."""
    columns = planned.prepared.encoding.columns
    frame = load(planned.experiment.data)
    numbers = [each.column for each in columns if kind(frame[each.column]) is Kind.NUMBERS]
    parts = [name for each in columns if isinstance(each, DateParts) for name in each.inputs]
    return [*dict.fromkeys(numbers), *parts]


def texts_of(planned: Plan) -> Sequence[str]:
    """The names of the inputs that take text."""
    numbers, dates = numbers_of(planned), dates_of(planned)
    return [name for name in planned.prepared.encoding.used if name not in numbers and name not in dates]


def words_of(planned: Plan) -> Mapping[str, Sequence[str]]:
    """The words that the network has learned, by column of text; not of columns whose rare words share an input."""
    texts = texts_of(planned)
    return {
        column.column: list(column.categories)
        for column in planned.prepared.encoding.columns
        if column.column in texts
        and (isinstance(column, Ordinal) or (isinstance(column, OneHot) and not column.others))
    }


def dates_of(planned: Plan) -> Mapping[str, Mapping[str, str]]:
    """The inputs of each column of dates: their names, and pandas' names of these parts."""
    return {
        column.column: {
            name: PARTS_OF_DATES[part] for name, part in zip(column.inputs, column.parts, strict=True)
        }
        for column in planned.prepared.encoding.columns
        if isinstance(column, DateParts)
    }
