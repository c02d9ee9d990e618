"""Probe: everything a picture needs of a network, as one call of TensorFlow on a copy of its weights.

The weights are arguments of the traced function, so it can look at a network that goes on being trained, and
serves every network of the same architecture.
"""

import math
import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any, TypedDict

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from playground.network.backend import keras, tf
from playground.network.metrics import WeightedByClass
from playground.pictures.drawn_layers import DrawnLayer
from playground.pictures.histograms import histogram
from playground.pictures.look import DOUBTFUL, Look
from playground.pictures.sizes import Sizes

_NEAR_LIMIT = 0.98  # the share of the way from the middle of tanh or sigmoid to its limit
_LIMITED = ("tanh", "sigmoid")
_ROWS_AT_ONCE = 1024
_MULTIPLICATIONS = 20_000_000_000  # for all training rows: about a second
_TINY = 1e-30
_SMALL = 1e-20  # mean square from which on squares in float32 lose nothing
_KEPT = 8  # probes, by architecture

Array = NDArray[Any]


class LookTensors(TypedDict):
    """The tensors of a `Look`, by the names of its fields."""

    maps: Any
    output: Any
    sums: Any
    counts: Any
    spans: Any
    numbers: Any
    dead: list[Any]


class SurveyTensors(TypedDict):
    """The tensors of a survey: `dead` as in `Look`, and the share of saturated values of every layer."""

    dead: list[Any]
    saturated: Any


class Probe:
    """A traced look at networks of one architecture.

    Args:
        model: a network of it, compiled; nothing of it is kept.
        parts: its layers, the inputs first.
        sizes: how fine the picture is.
    """

    def __init__(self, model: Any, parts: Sequence[DrawnLayer], sizes: Sizes) -> None:
        loss = keras.losses.get(model.loss)

        def look(weights: list[Any], rows: Any, x: Any, y: Any) -> LookTensors:
            return _look(model, parts, sizes, loss, weights, rows, x, y)

        (n_inputs,) = model.input_shape[1:]
        name = model.loss.loss if isinstance(model.loss, WeightedByClass) else model.loss
        by_index = isinstance(name, str) and name == "sparse_categorical_crossentropy"
        y_shape = [None] if by_index else [None, 1]
        y_type = tf.int32 if len(y_shape) == 1 else tf.float32
        self._function = tf.function(look, autograph=False).get_concrete_function(
            [tf.TensorSpec(weight.shape, tf.float32) for weight in variables(model)],
            tf.TensorSpec([sizes.rows, n_inputs], tf.float32),
            tf.TensorSpec([None, n_inputs], tf.float32),
            tf.TensorSpec(y_shape, y_type),
        )
        self._survey = None
        if any(part.activation in ("relu", *_LIMITED) and part.kind != "output" for part in parts):

            def survey(weights: list[Any], x: Any) -> SurveyTensors:
                return _survey(model, parts, weights, x)

            self._survey = tf.function(survey, autograph=False).get_concrete_function(
                [tf.TensorSpec(weight.shape, tf.float32) for weight in variables(model)],
                tf.TensorSpec([None, n_inputs], tf.float32),
            )
        functions = [self._function, *([self._survey] if self._survey else [])]
        self.is_portable = not any(function.captured_inputs for function in functions)

    def __call__(self, weights: Sequence[Any], rows: Any, x: Any, y: Any) -> Look:
        """Looks at a network.

        Args:
            weights: as `variables(model)` has them, float32 arrays or tensors.
            rows: (sizes.rows, n_inputs) what is asked along the axes.
            x, y: a sample of the training rows.
        """
        seen = self._function([tf.convert_to_tensor(weight) for weight in weights], rows, x, y)
        dead = [tensor.numpy() for tensor in seen.pop("dead")]
        # TensorFlow's relu of NaN is 0, so with weights that are not finite the dead units are unknown.
        known = np.logical_and.accumulate(np.isfinite(seen["numbers"][:, 0].numpy()))
        return Look(
            dead=tuple(units & sound for units, sound in zip(dead, known, strict=True)),
            **{name: tensor.numpy() for name, tensor in seen.items()},
        )

    def survey(self, look: Look, weights: Sequence[Any], x: Any) -> Look:
        """The same look, with the dead units and the share of saturated values of all rows `x`.

        It evaluates rows in batches, and only if the sample leaves a doubt, because a unit is dead on it or nearly all
        values of a layer are saturated. It ends early when every unit has been alive once. If all rows would take too
        long, it reports nothing as dead or saturated.
        """
        doubtful = any(dead.any() for dead in look.dead), bool((look.numbers[:, 2] > DOUBTFUL).any())
        if self._survey is None or not any(doubtful):
            return look
        if len(x) * sum(math.prod(weight.shape) for weight in weights) > _MULTIPLICATIONS:
            numbers = look.numbers.copy()
            numbers[:, 2] = 0
            return replace(look, dead=tuple(np.zeros_like(units) for units in look.dead), numbers=numbers)
        tensors = [tf.convert_to_tensor(weight) for weight in weights]
        dead, saturated = [units.copy() for units in look.dead], np.zeros(len(look.dead))
        for begin in range(0, len(x), _ROWS_AT_ONCE):
            rows = x[begin : begin + _ROWS_AT_ONCE]
            seen = self._survey(tensors, rows)
            for units, found in zip(dead, seen["dead"], strict=True):
                units &= found.numpy()
            saturated += seen["saturated"].numpy() * len(rows) / len(x)
            if not doubtful[1] and not any(units.any() for units in dead):
                return replace(look, dead=tuple(dead))
        numbers = look.numbers.copy()
        numbers[:, 2] = saturated
        return replace(look, dead=tuple(dead), numbers=numbers)


class KeptProbes:
    """The probes used last, by architecture."""

    def __init__(self, capacity: int = _KEPT) -> None:
        self._probes: LRUCache[Hashable, Probe] = LRUCache(capacity)
        self._lock = threading.Lock()

    def probe(self, make: Callable[[], Any], parts: Sequence[DrawnLayer], sizes: Sizes, loss: str) -> Probe:
        """The probe for networks with these layers and this loss, where `loss` is any text that differs between losses.

        A new probe is traced on the network that `make` builds.
        """
        key = (tuple(parts), sizes, loss)
        with self._lock:
            found = self._probes.get(key)
        if found is not None:
            return found
        probe = Probe(make(), parts, sizes)
        if probe.is_portable:
            with self._lock:
                self._probes[key] = probe
        return probe


def variables(model: Any) -> list[Any]:
    """The variables on which a network's answers depend, layer by layer: weights and moving averages, no seeds."""
    return [variable for layer in model.layers for variable in layer.weights]


def _look(
    model: Any, parts: Sequence[DrawnLayer], sizes: Sizes, loss: Any, weights: Any, rows: Any, x: Any, y: Any
) -> LookTensors:
    with keras.StatelessScope(list(zip(variables(model), weights, strict=True))) as scope:
        along = _values(model, rows)
        with tf.GradientTape() as tape:
            tape.watch(weights)
            on_sample = _values(model, x)
            error = tf.reduce_mean(loss(y, on_sample[-1]))
        gradients = tape.gradient(error, weights)
        sums = _sums(model, parts, scope, on_sample, sizes.points)
    own = _by_layer(model, weights)  # trained ones: moving averages are no weights
    own_gradients = _by_layer(model, gradients)
    counts, spans, numbers, dead = [], [], [], []
    for index, part in enumerate(parts[1:], start=1):
        values = on_sample[index]
        for shown in (own[index - 1], [values] if part.has_maps else [], own_gradients[index - 1]):
            count, span = histogram(shown)
            counts.append(count)
            spans.append(span)
        numbers.append(
            tf.stack([_size(own[index - 1]), _size(own_gradients[index - 1]), _saturated_share(part, values)])
        )
        dead.append(_dead(part, values))
    maps = [values[:, : part.shown] for part, values in zip(parts, along, strict=True) if part.has_maps]
    return {
        "maps": _pool(_as_picture(tf.concat(maps, axis=1), sizes.cells, sizes.axes), sizes),
        "output": _as_picture(along[-1], sizes.cells, sizes.axes),
        "sums": sums,
        "counts": tf.stack(counts),
        "spans": tf.stack(spans),
        "numbers": tf.stack(numbers),
        "dead": dead,
    }


def _survey(model: Any, parts: Sequence[DrawnLayer], weights: Any, x: Any) -> SurveyTensors:
    with keras.StatelessScope(list(zip(variables(model), weights, strict=True))):
        values = _values(model, x)
    pairs = list(zip(parts[1:], values[1:], strict=True))
    return {
        "dead": [_dead(part, own) for part, own in pairs],
        "saturated": tf.stack([_saturated_share(part, own) for part, own in pairs]),
    }


_NO_UNITS = np.zeros(0, bool)


def _values(model: Any, rows: Any) -> list[Any]:
    """The inputs and the output of every layer, with dropouts off as in a prediction."""
    values = [rows]
    for layer in model.layers:
        values.append(layer(values[-1], training=False))
    return values


def _by_layer(model: Any, tensors: Sequence[Any]) -> list[list[Any]]:
    """The tensors of each layer's trained variables."""
    left, rows = iter(tensors), []
    for layer in model.layers:
        pairs = [(variable, next(left)) for variable in layer.weights]
        rows.append([tensor for variable, tensor in pairs if variable.trainable and tensor is not None])
    return rows


def _sums(model: Any, parts: Sequence[DrawnLayer], scope: Any, values: Sequence[Any], points: int) -> Any:
    rows = []
    for part, layer, before in zip(parts[1:], model.layers, values, strict=False):
        if part.activation is None:
            continue
        first = before[:points]
        if part.has_weights:
            kernel, bias = (scope.get_current_value(variable) for variable in (layer.kernel, layer.bias))
            first = tf.matmul(first, kernel[:, : part.shown]) + bias[: part.shown]
        rows.append(tf.transpose(first[:, : part.shown]))
    return tf.concat(rows, axis=0)


def _size(tensors: Sequence[Any]) -> Any:
    """Root mean square of all values, 0 for no values."""
    if not tensors:
        return tf.constant(0.0)
    n_values = float(sum(math.prod(tensor.shape) for tensor in tensors))
    squares = 2 * tf.add_n([tf.nn.l2_loss(tensor) for tensor in tensors])
    ordinary = tf.math.is_finite(squares) & (squares > n_values * _SMALL)
    return tf.cond(ordinary, lambda: tf.sqrt(squares / n_values), lambda: _size_of_any(tensors, n_values))


def _size_of_any(tensors: Sequence[Any], n_values: float) -> Any:
    """The same for values whose squares float32 cannot hold, as of 4e21: it divides by the largest value first."""
    largest = tf.reduce_max(tf.stack([_TINY, *(tf.reduce_max(tf.abs(tensor)) for tensor in tensors)]))
    squares = tf.add_n([tf.reduce_sum(tf.square(tensor / largest)) for tensor in tensors])
    return largest * tf.sqrt(squares / n_values)


def _dead(part: DrawnLayer, values: Any) -> Any:
    """Which relu units are 0 on all these rows."""
    return tf.reduce_all(values <= 0, axis=0) if part.activation == "relu" else _NO_UNITS


def _saturated_share(part: DrawnLayer, values: Any) -> Any:
    """The share of a layer's values that are near the limits of its activation."""
    if part.kind == "output" or part.activation not in _LIMITED:
        return tf.constant(0.0)
    centred = 2 * values - 1 if part.activation == "sigmoid" else values
    return tf.reduce_mean(tf.cast(tf.abs(centred) > _NEAR_LIMIT, tf.float32))


def _as_picture(values: Any, cells: int, axes: int) -> Any:
    """(rows, n) as (n, cells, cells), (n, cells) or (n, 1)."""
    return tf.reshape(tf.transpose(values), [values.shape[1], *([cells] * axes if axes else [1])])


def _pool(maps: Any, sizes: Sizes) -> Any:
    """Averages of neighbouring cells."""
    if not sizes.axes or sizes.map_cells == sizes.cells:
        return maps
    each = sizes.cells // sizes.map_cells
    shape = [maps.shape[0], *[sizes.map_cells, each] * sizes.axes]
    return tf.reduce_mean(tf.reshape(maps, shape), axis=list(range(2, 2 * sizes.axes + 1, 2)))
