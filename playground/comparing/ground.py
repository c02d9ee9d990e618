"""Ground: the rows that a run learns from and is judged by, and the unit of its target."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

import numpy
import pandas

from playground.datasets import DataError, card, load, prepare
from playground.datasets.arrays import Integers
from playground.experiment import Data
from playground.experiment.measures import ZERO, Unit
from playground.words import Task

_KEPT = 256  # grounds in memory: each has the numbers of its rows, 8 bytes a row


@dataclass(frozen=True, eq=False)
class Ground:
    """The data behind a run's measures.

    Attributes:
        dataset, target, task, classes: what is predicted.
        unit: the target's own unit, None for classes.
        train_rows, validation_rows: int64, the positions of the rows in the loaded table, ascending.
        train, validation: a fingerprint of these rows, of their positions and all their values. The choice of features
            does not count, so a run with fewer features may be judged by the same rows.
        commonest: the most frequent class of the validation rows, "" for a regression.
        commonest_share: its share, which is the accuracy of always answering with it.
        validation_classes: the classes that the validation rows hold.
        zero_targets: how many of the training and validation rows have the target 0.
        scaled_zeros: how many of them have 0 as it is trained, which is another value where the target is scaled.
        is_constant: whether all validation rows have the same target.
    """

    dataset: str
    target: str
    task: Task
    classes: tuple[str, ...]
    unit: Unit | None
    train_rows: Integers = field(repr=False)
    validation_rows: Integers = field(repr=False)
    train: str
    validation: str
    commonest: str
    commonest_share: float
    validation_classes: tuple[str, ...]
    zero_targets: int
    scaled_zeros: int
    is_constant: bool


_grounds: OrderedDict[str, Ground] = OrderedDict()
_lock = Lock()


def ground(data: Data) -> Ground | None:
    """The ground of a run on this data; None where the data is gone or cannot be prepared any more.

    The latest `_KEPT` grounds are kept in memory.
    """
    key = data.model_dump_json()
    with _lock:
        if key in _grounds:
            _grounds.move_to_end(key)
            return _grounds[key]
    try:
        found = _ground(data)
    except DataError:
        return None
    with _lock:
        _grounds[key] = found
        while len(_grounds) > _KEPT:
            _grounds.popitem(last=False)
    return found


def _ground(data: Data) -> Ground:
    prepared, frame, about = prepare(data), load(data), card(data.dataset)
    columns = list(dict.fromkeys([*about.features, about.target, prepared.target]))
    train, validation = numpy.sort(prepared.train_rows), numpy.sort(prepared.validation_rows)
    labels = numpy.bincount(
        prepared.y_validation.reshape(-1).astype(numpy.int64) if prepared.classes else numpy.zeros(0, int),
        minlength=len(prepared.classes),
    )
    trained = numpy.concatenate([prepared.y_train, prepared.y_validation])
    values = frame[prepared.target].iloc[numpy.concatenate([train, validation])]
    return Ground(
        dataset=data.dataset,
        target=prepared.target,
        task=prepared.task,
        classes=prepared.classes,
        unit=prepared.unit,
        train_rows=train,
        validation_rows=validation,
        train=_fingerprint(frame[columns], train, data.dataset),
        validation=_fingerprint(frame[columns], validation, data.dataset),
        commonest=prepared.classes[int(labels.argmax())] if prepared.classes else "",
        commonest_share=float(labels.max() / labels.sum()) if prepared.classes else 0.0,
        validation_classes=tuple(name for name, count in zip(prepared.classes, labels, strict=True) if count),
        zero_targets=0 if prepared.classes else int((values.astype(numpy.float64) == 0).sum()),
        scaled_zeros=0 if prepared.classes else int((abs(trained) < ZERO).sum()),
        is_constant=bool((prepared.y_validation == prepared.y_validation[0]).all()),
    )


def _fingerprint(frame: pandas.DataFrame, rows: Integers, dataset: str) -> str:
    content = pandas.util.hash_pandas_object(frame.iloc[rows], index=False).to_numpy()
    digest = hashlib.sha256(dataset.encode())
    digest.update(rows.tobytes())
    digest.update(content.tobytes())
    return digest.hexdigest()[:16]
