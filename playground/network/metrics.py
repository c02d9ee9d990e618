"""Metrics and losses for which Keras' own value does not match the name."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from playground.experiment.measures import WITHOUT_PENALTY
from playground.network.backend import keras, tf

Config: TypeAlias = dict[str, str | float | None]  # from which Keras makes the object again


class Precision(keras.metrics.Precision):  # type: ignore[misc]
    """Keras' precision, but NaN instead of 0 if no row is predicted as class 1."""

    def result(self) -> Any:
        return _share(self.true_positives, self.false_positives)


class Recall(keras.metrics.Recall):  # type: ignore[misc]
    """Keras' recall, but NaN instead of 0 if no row is of class 1."""

    def result(self) -> Any:
        return _share(self.true_positives, self.false_negatives)


class AUC(keras.metrics.Metric):  # type: ignore[misc]
    """The exact area under the ROC curve; NaN if all rows are of one class.

    Keras' own metric counts at 200 thresholds between 0 and 1, so answers between the same two thresholds are equal to
    it. All answers of a network that has hardly learned are: on few rows Keras' value is then off by up to 0.25.

    Args:
        n_rows: the most rows between two resets; the metric stores the answer to each.
    """

    def __init__(self, n_rows: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.n_rows = n_rows
        self.answers = self.add_variable((n_rows,), _fill(0.0), name="answers")
        self.labels = self.add_variable((n_rows,), _fill(_NO_ROW), name="labels")
        self.seen = self.add_variable((), _fill(0), dtype="int32", name="seen")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # noqa: ARG002
        y_true, y_pred = (tf.reshape(tf.cast(values, tf.float32), [-1]) for values in (y_true, y_pred))
        count = tf.shape(y_pred)[0]
        rows = self.seen + tf.range(count)
        # In place, because assigning the whole vector for each batch would take longer than training.
        self.answers.value.scatter_update(tf.IndexedSlices(y_pred, rows))
        self.labels.value.scatter_update(tf.IndexedSlices(y_true, rows))
        self.seen.assign_add(count)

    def result(self) -> Any:
        answers, labels = tf.convert_to_tensor(self.answers), tf.convert_to_tensor(self.labels)
        order = tf.argsort(answers)
        ranked = tf.gather(answers, order)
        # Rows with the same answer are one step of the curve.
        step = tf.cumsum(tf.concat([[0], tf.cast(ranked[1:] > ranked[:-1], tf.int32)], axis=0))
        ones, zeros = (
            tf.math.unsorted_segment_sum(
                tf.cast(tf.equal(tf.gather(labels, order), label), tf.float32), step, self.n_rows
            )
            for label in (1.0, 0.0)
        )
        # Two equal answers count half.
        lower = tf.cumsum(zeros, exclusive=True) + zeros / 2
        n_ones, n_zeros = tf.reduce_sum(ones), tf.reduce_sum(zeros)
        known = (n_ones > 0) & (n_zeros > 0) & ~tf.reduce_any(tf.math.is_nan(answers))
        return tf.where(known, tf.reduce_sum(ones / n_ones * (lower / n_zeros)), _NAN)

    def get_config(self) -> Config:
        return {**super().get_config(), "n_rows": self.n_rows}

    def reset_state(self) -> None:
        self.answers.assign(tf.zeros_like(self.answers))
        self.labels.assign(tf.fill([self.n_rows], _NO_ROW))
        self.seen.assign(0)


class R2Score(keras.metrics.R2Score):  # type: ignore[misc]
    """Keras' R²; NaN if all targets are equal.

    Args:
        centre: is subtracted from targets and predictions. That does not change R², but keeps digits that sums of
            squares far from zero would lose in float32.
    """

    def __init__(self, centre: float = 0.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.centre = centre
        self.lowest = self.add_variable((), _fill(float("inf")), name="lowest")
        self.highest = self.add_variable((), _fill(float("-inf")), name="highest")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        y_true = tf.cast(y_true, tf.float32) - self.centre
        self.lowest.assign(tf.minimum(self.lowest, tf.reduce_min(y_true)))
        self.highest.assign(tf.maximum(self.highest, tf.reduce_max(y_true)))
        super().update_state(y_true, tf.cast(y_pred, tf.float32) - self.centre, sample_weight)

    def result(self) -> Any:
        return tf.where(self.highest > self.lowest, super().result(), _NAN)

    def get_config(self) -> Config:
        return {**super().get_config(), "centre": self.centre}

    def reset_state(self) -> None:
        super().reset_state()
        self.lowest.assign(float("inf"))
        self.highest.assign(float("-inf"))


class PercentageError(keras.losses.Loss):  # type: ignore[misc]
    """Keras' mean absolute percentage error of the true values of a target that is scaled.

    Args:
        offset, scale: true = scaled * scale + offset.
    """

    def __init__(self, offset: float, scale: float) -> None:
        super().__init__(name="mape")
        self.offset = offset
        self.scale = scale

    def get_config(self) -> Config:
        return {"offset": self.offset, "scale": self.scale}

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return self.of_each_row(y_true, y_pred)

    def of_each_row(self, y_true: Any, y_pred: Any) -> Any:
        """The error of each row in percent, shape (rows,)."""
        y_true, y_pred = tf.cast(y_true, tf.float32), tf.cast(y_pred, tf.float32)
        return keras.losses.mean_absolute_percentage_error(
            y_true * self.scale + self.offset, y_pred * self.scale + self.offset
        )


class WeightedByClass(keras.losses.Loss):  # type: ignore[misc]
    """A loss in which each row has the weight of its class.

    Args:
        loss: Keras' name of the loss.
        weights: the weights by the index of the class.
    """

    def __init__(self, loss: str, weights: Sequence[float]) -> None:
        super().__init__(name=loss)
        self.loss = loss
        self.weights = tuple(weights)

    def get_config(self) -> dict[str, object]:
        return {"loss": self.loss, "weights": self.weights}

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return self.of_each_row(y_true, y_pred)

    def of_each_row(self, y_true: Any, y_pred: Any) -> Any:
        """The weighted loss of each row, shape (rows,)."""
        classes = tf.reshape(tf.cast(y_true, tf.int32), [-1])
        weights = tf.gather(tf.constant(self.weights, tf.float32), classes)
        return tf.reshape(keras.losses.get(self.loss)(y_true, y_pred), [-1]) * weights


class WithoutPenalty(keras.metrics.MeanMetricWrapper):  # type: ignore[misc]
    """The loss without the penalties that layers add to it.

    Args:
        loss: the argument of `compile`: a name, a `PercentageError` or a `WeightedByClass`.
    """

    def __init__(self, loss: Any) -> None:
        of_each_row = (
            loss.of_each_row
            if isinstance(loss, PercentageError | WeightedByClass)
            else keras.losses.get(loss)
        )
        super().__init__(of_each_row, name=WITHOUT_PENALTY)

    def get_config(self) -> Config:
        return {}  # the model is compiled with the loss, which has the whole configuration


_NAN = float("nan")
_NO_ROW = -1.0  # the label of a slot that has no row yet


def _fill(value: float) -> Any:
    return keras.initializers.Constant(value)


def _share(hits: Any, others: Any) -> Any:
    hits, others = tf.convert_to_tensor(hits)[0], tf.convert_to_tensor(others)[0]
    return tf.where(hits + others > 0, hits / (hits + others), _NAN)
