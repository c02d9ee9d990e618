"""Ground: the rows that a run trains and is validated on, and the unit of its target."""

import hashlib
from dataclasses import dataclass, field
from threading import Lock

import numpy
import pandas
from cachetools import LRUCache, cached

from playground.datasets import DataError, card_for, load, prepare
from playground.datasets.arrays import Integers
from playground.datasets.own.contents import on_removal
from playground.datasets.parts import Parts
from playground.experiment import CompleteData
from playground.experiment.measures import ZERO, Unit
from playground.words import Task

_MOST = 256  # grounds in memory
_KEPT_BYTES = 100_000_000  # of the numbers of their rows, 8 bytes each


@dataclass(frozen=True, eq=False)
class GroundRows:
    """The rows of one part.

    Attributes:
        rows: int64, their numbers in the loaded table, ascending.
        fingerprint: of their numbers and all their values. The choice of features does not count, so a run with fewer
            features may be judged by the same rows.
    """

    rows: Integers = field(repr=False)
    fingerprint: str

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Ground:
    """The data behind a run's measures.

    Attributes:
        dataset, target, task, classes: what is predicted.
        unit: the target's own unit, None for classes.
        parts: the rows of each part.
        commonest: the most frequent class of the validation rows, "" for a regression.
        commonest_share: the share of that class, which is the accuracy of always answering with it.
        validation_classes: the classes that the validation rows hold.
        zero_targets: how many of the training and validation rows have the target 0.
        scaled_zeros: how many of them have the target 0 after scaling.
        is_constant: whether all validation rows have the same target.
    """

    dataset: str
    target: str
    task: Task
    classes: tuple[str, ...]
    unit: Unit | None
    parts: Parts[GroundRows]
    commonest: str
    commonest_share: float
    validation_classes: tuple[str, ...]
    zero_targets: int
    scaled_zeros: int
    is_constant: bool


def ground(data: CompleteData) -> Ground | None:
    """The ground of a run on this data; None if the data has been removed or cannot be prepared any more."""
    try:
        return _ground(data)
    except DataError:
        return None


def _size(found: Ground) -> int:
    return max(sum(part.rows.nbytes for part in found.parts), _KEPT_BYTES // _MOST)


@cached(LRUCache(_KEPT_BYTES, getsizeof=_size), lock=Lock())
def _ground(data: CompleteData) -> Ground:
    prepared, frame, about = prepare(data), load(data), card_for(data)
    columns = list(dict.fromkeys([*about.features, about.target, prepared.target]))
    validation = prepared.validation.y
    labels = numpy.bincount(
        validation.reshape(-1).astype(numpy.int64) if prepared.classes else numpy.zeros(0, int),
        minlength=len(prepared.classes),
    )
    values = frame[prepared.target].iloc[numpy.concatenate([part.rows for part in prepared.parts])]
    return Ground(
        dataset=data.dataset,
        target=prepared.target,
        task=prepared.task,
        classes=prepared.classes,
        unit=prepared.unit,
        parts=prepared.parts.map(lambda part: _ground_rows(frame[columns], part.rows, data.dataset)),
        commonest=prepared.classes[int(labels.argmax())] if prepared.classes else "",
        commonest_share=float(labels.max() / labels.sum()) if prepared.classes else 0.0,
        validation_classes=tuple(name for name, count in zip(prepared.classes, labels, strict=True) if count),
        zero_targets=0 if prepared.classes else int((values.astype(numpy.float64) == 0).sum()),
        scaled_zeros=0 if prepared.classes else int((abs(prepared.y) < ZERO).sum()),
        is_constant=bool((validation == validation[0]).all()),
    )


on_removal(_ground.cache_clear)


def _ground_rows(frame: pandas.DataFrame, numbers: Integers, dataset: str) -> GroundRows:
    rows = numpy.sort(numbers)
    content = pandas.util.hash_pandas_object(frame.iloc[rows], index=False).to_numpy()
    digest = hashlib.sha256(dataset.encode())
    digest.update(rows.tobytes())
    digest.update(content.tobytes())
    return GroundRows(rows, digest.hexdigest()[:16])
