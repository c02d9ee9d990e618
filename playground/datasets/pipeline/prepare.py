"""Prepare: turns the data of an experiment into arrays. It learns encoding and scaling from training rows only."""

from collections.abc import Mapping, Sequence
from threading import Condition

import numpy
import pandas
from cachetools import LRUCache, cached

from playground.datasets import telling
from playground.datasets.arrays import Floats, Inputs, Integers, Targets
from playground.datasets.card import Card
from playground.datasets.catalogue import card, card_for, complete_data, load
from playground.datasets.error import DataError
from playground.datasets.own.contents import on_removal
from playground.datasets.parts import Parts
from playground.datasets.pipeline.choose import choose_features, rows_to_use
from playground.datasets.pipeline.columns import missing
from playground.datasets.pipeline.encode import Encoding, EncodingChoices, learn_encoding
from playground.datasets.pipeline.encoders import OneHot
from playground.datasets.pipeline.prepared import Prepared, Raw, Rows
from playground.datasets.pipeline.report import Report, left_out_sentence
from playground.datasets.pipeline.scale import Scale, learn_scale
from playground.datasets.pipeline.sealed import sealed_rows
from playground.datasets.pipeline.split import ByHand, Drawing, split_by_hand
from playground.datasets.pipeline.target import Target, Values, check_training_target, understand_target
from playground.datasets.toys.options import toy_options
from playground.experiment import Data
from playground.experiment.complete import CompleteData
from playground.experiment.measures import Unit, short_unit
from playground.limits import limits
from playground.mentions import quoted
from playground.words import Task

KEPT_BYTES = limits().table_bytes  # of the cached tables
_UNTOUCHED = ByHand()


def prepare(data: CompleteData) -> Prepared:
    """Splits, fills, encodes and scales a data set with the settings of `data`. The latest results are cached.

    Before the split, it drops rows without a target, and with `missing` "drop" also rows with a missing feature. It
    scales every input, also those of text columns, which min-max leaves at 0 and 1. With `scale_target` it scales the
    target of a regression with the method `scaling`; "none" leaves it unchanged.

    Raises:
        DataError: a setting does not fit the data; the error has its path.
    """
    return _prepare(data)


def _size(prepared: Prepared) -> int:
    """The size of a prepared table in the cache, in bytes; at least an eighth, so the cache has eight at most."""
    return max(prepared.size, KEPT_BYTES // 8)


# With a condition, simultaneous callers with the same data wait for the first.
@cached(LRUCache(KEPT_BYTES, getsizeof=_size), condition=Condition())
def _prepare(data: CompleteData) -> Prepared:
    about = card_for(data)
    return prepare_table(data, about, load(data), by_hand(data) if about.is_toy else _UNTOUCHED)


on_removal(_prepare.cache_clear)


def by_hand(data: CompleteData) -> ByHand:
    """The rows of a toy's table that a person added, and those that a person removed."""
    options = toy_options(card(data.dataset), data.options)
    rows = options.points + len(options.added)
    return ByHand(added=tuple(range(options.points, rows)), removed=options.removed)


def visible_table(data: Data) -> pandas.DataFrame:
    """The rows of a data set that pages may show: all rows except the test rows, with their indices in the table.

    Raises:
        DataError: there is no such data set, or the test rows cannot be chosen.
    """
    whole = complete_data(data)
    frame = load(whole)
    sealed = sealed_rows(whole, frame)
    return frame.drop(sealed) if len(sealed) else frame


def prepare_table(
    data: CompleteData, about: Card, frame: pandas.DataFrame, edited: ByHand = _UNTOUCHED
) -> Prepared:
    """Prepares a given table, whose rows are numbered from 0, like `prepare`."""
    column, features = data.target, choose_features(data, about, frame)
    if about.is_toy and data.test is not None:
        raise DataError(
            "data.test", "A toy has new points for every seed, so none of its points need to be sealed."
        )
    sealed = sealed_rows(data, frame)
    kept = rows_to_use(frame.drop(sealed) if len(sealed) else frame, column, features, data.missing)
    as_classes = data.options.get("task") == "classes"
    positive = data.positive or (about.positive if column == about.target else None)
    target = understand_target(kept[column], as_classes=as_classes, positive=positive)
    if data.positive is not None and data.positive not in target.classes:
        raise DataError("data.positive", f"{quoted(column)} has no class {quoted(data.positive)}.")
    drawing = Drawing(data.train_fraction, data.split_seed, data.split, column, features)
    frames = split_by_hand(kept, drawing, edited)
    encoding = learn_encoding(frames.training, features, EncodingChoices.of(data))
    left_out = telling.left_out(encoding, kept)
    if not encoding.columns:
        why = left_out_sentence(left_out)
        raise DataError("data.features", f"No feature is left: {why}. Choose others.")
    raw = frames.map(
        lambda frame: Raw(encoding.matrix(frame), target_values(frame, target, data), _numbers_of(frame))
    )
    check_training_target(target, raw.training.y)
    copies, same_features = telling.copies(raw)

    x_scale = learn_scale(raw.training.x, _scalings(data, encoding))
    scales_target = target.task is Task.REGRESSION and data.scale_target
    y_scale = learn_scale(
        raw.training.y[:, None].astype(numpy.float64), data.scaling if scales_target else "none"
    )
    return Prepared(
        task=target.task,
        target=column,
        classes=target.classes,
        inputs=encoding.inputs,
        parts=raw.map(
            lambda part: Rows(
                as_inputs(part.x, x_scale, encoding), as_targets(part.y, y_scale, target), part.rows
            )
        ),
        x_offset=x_scale.offset,
        x_scale=x_scale.size,
        y_offset=float(y_scale.offset[0]),
        y_scale=float(y_scale.size[0]),
        encoding=encoding,
        report=Report(
            rows=len(frame),
            rows_dropped=len(frame) - len(sealed) - len(kept),
            parts=frames.map(len),
            used=encoding.used,
            left_out=left_out,
            filled=_filled(kept, encoding),
            encoded={text.column: len(text.inputs) for text in _one_hot(encoding)},
            unseen_classes=_unseen_classes(target, raw),
            unseen_values=_unseen_values(frames.validation, encoding),
            added=len(edited.added),
            removed=len(edited.removed),
            target=column,
            copies=copies,
            same_features=same_features,
            probable_codes=telling.probable_codes(frames.training, encoding),
            in_order_of=_in_order_of(data, about, frame, features),
            test=len(sealed),
            split=data.split,
            log_target=bool(data.log_target),
            clip=data.clip,
        ),
        unit=_unit(
            target,
            about,
            y_scale,
            is_scaled=scales_target and data.scaling != "none",
            is_log=bool(data.log_target),
        ),
        test_rows=sealed,
        log_target=bool(data.log_target),
        class_weights=_class_weights(target, raw.training.y) if data.class_weights else None,
    )


def target_values(frame: pandas.DataFrame, target: Target, data: CompleteData) -> Values:
    """The values to predict, (rows,): numbers, their natural logarithms, or the index of each row's class.

    Raises:
        DataError: a logarithm is to be predicted, and a value has none.
    """
    values = target.values(frame)
    if not data.log_target:
        return values
    if target.task is not Task.REGRESSION:
        raise DataError("data.log_target", f"{quoted(target.column)} holds classes, which have no logarithm.")
    if not (values > 0).all():
        raise DataError(
            "data.log_target",
            f"{quoted(target.column)} is {values.min():g} in a row; only numbers above 0 have a logarithm.",
        )
    return numpy.log(values)


def _scalings(data: CompleteData, encoding: Encoding) -> str | list[str]:
    """The scaling method of all inputs, or a list with that of each input."""
    chosen: Mapping[str, str] = data.column_scaling or {}
    if not chosen:
        return data.scaling
    return [chosen.get(column, data.scaling) for column in encoding.column_of_input]


def _class_weights(target: Target, classes: Values) -> tuple[float, ...]:
    """The weight of each class, so that all classes count equally and the mean over the training rows is 1.

    The formula is scikit-learn's "balanced"
    (https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html), where a
    class without a training row has the weight 1.
    """
    if not target.classes:
        raise DataError(
            "data.class_weights", f"{quoted(target.column)} holds numbers; only classes can have weights."
        )
    counts = numpy.bincount(classes.astype(numpy.int64), minlength=len(target.classes))
    there = int((counts > 0).sum())
    return tuple(float(len(classes) / (there * count)) if count else 1.0 for count in counts)


def _in_order_of(
    data: CompleteData, about: Card, frame: pandas.DataFrame, features: Sequence[str]
) -> str | None:
    if about.is_toy or (data.split is not None and data.split.by == "time"):
        return None
    return telling.in_order_of(frame, features)


def _unit(target: Target, about: Card, scale: Scale, *, is_scaled: bool, is_log: bool) -> Unit | None:
    if target.task is not Task.REGRESSION:
        return None
    name = short_unit(about.units.get(target.column, ""))
    if is_log:
        name = f"log({name})" if name else "logarithms"
    return Unit(name, float(scale.size[0]), is_scaled)


def as_inputs(raw: Floats, scale: Scale, encoding: Encoding) -> Inputs:
    """Scales unscaled inputs, (rows, inputs), to float32.

    Raises:
        DataError: a number is too large for float32.
    """
    with numpy.errstate(all="ignore"):
        scaled: Inputs = scale.apply(raw).astype(numpy.float32)
    finite = numpy.isfinite(scaled).all(axis=0)
    if not finite.all():
        name = encoding.inputs[int(finite.argmin())]
        raise DataError(
            "data.features",
            f"The numbers in {quoted(name)} are too large or too small to compute with; leave it out.",
        )
    return scaled


def as_targets(values: Values, scale: Scale, target: Target) -> Targets:
    """The targets of a network from `target_values`, scaled for a regression; the shapes are those of `Rows.y`.

    Raises:
        DataError: a number is too large for float32.
    """
    if target.task is Task.MULTICLASS:
        return values.astype(numpy.int32)
    with numpy.errstate(all="ignore"):
        scaled = scale.apply(values[:, None].astype(numpy.float64)).astype(numpy.float32)
    if not numpy.isfinite(scaled).all():
        raise DataError(
            "data.target",
            f"The numbers in {quoted(target.column)} are too large or too small to compute with.",
        )
    return scaled


def _one_hot(encoding: Encoding) -> list[OneHot]:
    return [used for used in encoding.columns if isinstance(used, OneHot)]


def _filled(kept: pandas.DataFrame, encoding: Encoding) -> Mapping[str, int]:
    counts = {used.column: int(missing(kept[used.column]).sum()) for used in encoding.columns}
    return {column: count for column, count in counts.items() if count}


def _numbers_of(frame: pandas.DataFrame) -> Integers:
    return numpy.array(frame.index, dtype=numpy.int64)


def _unseen_classes(target: Target, parts: Parts[Raw]) -> Mapping[str, int]:
    if not target.classes:
        return {}
    training, validation = parts.training.y, parts.validation.y
    absent = sorted(set(validation.tolist()) - set(training.tolist()))
    return {target.classes[number]: int((validation == number).sum()) for number in absent}


def _unseen_values(validation: pandas.DataFrame, encoding: Encoding) -> Mapping[str, int]:
    unknown = {
        text.column: ~text.matrix(validation).any(axis=1) for text in _one_hot(encoding) if not text.others
    }
    return {column: int(rows.sum()) for column, rows in unknown.items() if rows.any()}
