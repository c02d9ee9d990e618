"""Opening: the sealed test rows as arrays for a network. Only the opening of a run's test rows calls this."""

from dataclasses import dataclass

import numpy

from playground.datasets.catalogue import load
from playground.datasets.error import DataError
from playground.datasets.pipeline.columns import missing, numbers, words
from playground.datasets.pipeline.prepare import as_inputs, as_targets, prepare, target_values
from playground.datasets.pipeline.prepared import Rows
from playground.datasets.pipeline.scale import Scale
from playground.datasets.pipeline.target import Target
from playground.experiment.complete import CompleteData


@dataclass(frozen=True, eq=False)
class TestRows:
    """The test rows, encoded and scaled with the values learned from training rows.

    Attributes:
        rows: the test rows that can be evaluated.
        incomplete: the number of test rows with a missing feature, if training drops such rows too.
        unfit: the number of test rows with a class that no other row has, or without the predicted logarithm.
    """

    __test__ = False  # otherwise pytest collects it as a test

    rows: Rows
    incomplete: int
    unfit: int


def open_test_rows(data: CompleteData) -> TestRows:
    """Opens the test rows of an experiment's data.

    Raises:
        DataError: there are no test rows, or none can be evaluated.
    """
    prepared = prepare(data)
    frame = load(data).loc[prepared.test_rows]
    if frame.empty:
        raise DataError("data.test", "This experiment has no test rows.")
    total = len(frame)
    if data.missing == "drop":
        for name in prepared.encoding.used:
            frame = frame[~missing(frame[name])]
    complete = len(frame)
    target = Target(prepared.target, prepared.task, prepared.classes)
    if target.classes:
        frame = frame[numpy.isin(words(frame[target.column]).astype(str), target.classes)]
    elif data.log_target:
        frame = frame[numbers(frame[target.column]) > 0]
    if frame.empty:
        raise DataError("data.test", "None of the test rows can be judged.")
    x = as_inputs(
        prepared.encoding.matrix(frame), Scale(prepared.x_offset, prepared.x_scale), prepared.encoding
    )
    scale = Scale(numpy.array([prepared.y_offset]), numpy.array([prepared.y_scale]))
    y = as_targets(target_values(frame, target, data), scale, target)
    rows = Rows(x, y, frame.index.to_numpy(dtype=numpy.int64))
    return TestRows(rows, total - complete, complete - len(frame))
