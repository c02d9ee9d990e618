"""Opening: the rows of a sealed test part as a network takes them. Nothing but an opening calls this."""

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
    """The test part, prepared by what the training rows have taught.

    Attributes:
        rows: those that can be judged.
        incomplete: how many lack a feature, where such rows are left out of training too.
        unfit: how many are of a class that no other row has, or have no logarithm where that is predicted.
    """

    __test__ = False  # pytest takes it for tests otherwise

    rows: Rows
    incomplete: int
    unfit: int


def open_test_rows(data: CompleteData) -> TestRows:
    """Opens the test part of an experiment's data.

    Raises:
        DataError: there is none, or none of its rows can be judged.
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
