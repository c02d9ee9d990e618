"""A cache of compiled epochs, so that training the same network again starts without tracing.

The captured inputs of a traced function are the variables of its model. Another model of the same architecture has
the same variables in the same order. A cached function gets these variables as inputs and trains that model in place,
with its own weights, optimizer state, learning rate and seeds. The numbers equal those of a fresh process.
"""

import json
import threading
from collections import OrderedDict
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.network import metrics
from playground.network.backend import keras, tf
from playground.priority import give_way
from playground.training.graphs import Epoch, Logs

# Layers whose seed only sets the first state of a seed generator. That is a variable, so it is not in the graph.
_SEEDED_BY_VARIABLE = {"Dropout", "GaussianDropout", "GaussianNoise", "AlphaDropout", "SpatialDropout1D"}


# Training has priority while XLA compiles, because a person may be waiting for one of the first epochs.
COMPILER_NICE = 15


class KeptEpoch:
    """A traced epoch that can be bound to other data and to another model with the same signature."""

    def __init__(self, epoch: Epoch, model: Any, data: Any) -> None:
        self._epoch = epoch
        self._plain = _Bound(epoch.function, model, data)
        self._in_xla = _Bound(epoch.in_xla, model, data) if epoch.in_xla is not None else None
        self.pays = epoch.in_xla is not None  # to compile all of it
        self._compiling: threading.Thread | None = None
        self.is_compiled = False  # and XLA knows all that is in the model
        # state that belongs to no part of the model would be shared with other models
        self.is_portable = self._plain.is_portable

    def __call__(
        self, span: tuple[int, int, int, int], order: NDArray[np.int32], in_xla: bool
    ) -> tuple[Logs, Logs]:
        """Trains and validates a part of an epoch, as `Epoch` does."""
        return self._epoch(span, order, in_xla)

    def bind(self, model: Any, data: Any) -> None:
        """Makes the epoch read and write the variables of `model` and take its rows from `data`."""
        self._plain.bind(_state(model, data))

    def bind_in_xla(self, model: Any, data: Any) -> None:
        """Does the same for the epoch that XLA compiled."""
        assert self._in_xla is not None
        self._in_xla.bind(_state(model, data))

    def unbind(self) -> None:
        """Releases the model and the data to which it was bound."""
        self._plain.unbind()
        if self._in_xla is not None and not self.is_compiling(0):
            self._in_xla.unbind()

    def compile(self, model: Any, data: Any, order: NDArray[np.int32]) -> None:
        """Has XLA compile the epoch once, in a separate thread; the model can be trained at the same time."""
        if self._in_xla is None or self._compiling is not None:
            return
        # A call of XLA's code writes all its variables, so it must not get the variables in training.
        copies = [tf.Variable(tf.zeros(value.shape, value.dtype)) for value in _state(model, ())]
        stand_in = [*copies, *keras.tree.flatten(data)]
        # Not a daemon: the C++ code would abort a process that ends during compiling.
        self._compiling = threading.Thread(target=self._compile, args=(stand_in, order), name="xla")
        self._compiling.start()

    def is_compiling(self, seconds: float) -> bool:
        """Whether XLA is still compiling after at most `seconds`."""
        if self._compiling is None:
            return False
        self._compiling.join(seconds)
        return self._compiling.is_alive()

    def _compile(self, state: list[Any], order: NDArray[np.int32]) -> None:
        assert self._in_xla is not None
        give_way(COMPILER_NICE)
        self._in_xla.bind(state)
        with suppress(tf.errors.OpError):  # the model has something that XLA does not support
            self._epoch((0, 0, 0, 0), order, in_xla=True)  # trains on nothing
            self.is_compiled = True
        self._in_xla.unbind()


class _Bound:
    """A concrete function and where its captured inputs come from."""

    def __init__(self, function: Any, model: Any, data: Any) -> None:
        self._function = function
        self._constants = list(function.captured_inputs)
        indices = {id(variable.handle): index for index, variable in enumerate(_state(model, data))}
        self._sources = [indices.get(id(captured)) for captured in self._constants]
        self.is_portable = all(
            index is not None or captured.dtype != tf.resource
            for index, captured in zip(self._sources, self._constants, strict=True)
        )

    def bind(self, state: list[Any]) -> None:
        self._function.set_external_captures(
            [
                constant if index is None else state[index].handle
                for index, constant in zip(self._sources, self._constants, strict=True)
            ]
        )

    def unbind(self) -> None:
        self._function.set_external_captures(self._constants)


class KeptEpochs:
    """The compiled epochs used last, by signature: at most `n_epochs`, with `n_values` values in variables."""

    def __init__(self, n_epochs: int = 12, n_values: int = 60_000_000) -> None:
        self._n_epochs = n_epochs
        self._n_values = n_values
        self._epochs: OrderedDict[str, tuple[KeptEpoch, int]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, signature: str | None) -> KeptEpoch | None:
        """Removes and returns the epoch of a signature, if there is one. The caller gives it back with `give`."""
        with self._lock:
            entry = self._epochs.pop(signature, None) if signature else None
        return entry[0] if entry else None

    def give(self, signature: str | None, epoch: KeptEpoch, n_values: int) -> None:
        """Stores an epoch for the next model; if there are too many, drops the ones unused for longest."""
        if signature is None or not epoch.is_portable:
            return
        with self._lock:
            self._epochs[signature] = (epoch, n_values)
            self._epochs.move_to_end(signature)
            while len(self._epochs) > 1 and (
                len(self._epochs) > self._n_epochs
                or sum(size for _, size in self._epochs.values()) > self._n_values
            ):
                self._epochs.popitem(last=False)

    def __len__(self) -> int:
        return len(self._epochs)


def signature(model: Any, data: Any, *details: object) -> str | None:
    """A text that is equal for two models only if their epoch graphs are equal; None if that cannot be known.

    It leaves out names, and seeds and the learning rate, which are variables. It is None for a model with parts that
    are neither Keras' own nor of `playground.network.metrics` (a custom layer, loss or `train_step`), because their
    configurations may not show everything.

    """
    if (
        type(model) is not keras.Sequential
        or {"train_step", "test_step", "compute_loss"} & vars(model).keys()
    ):
        return None
    try:
        compiled = model.get_compile_config()
        architecture = [keras.saving.serialize_keras_object(layer) for layer in model.layers]
        text = json.dumps(
            [
                _only_structure(architecture),
                _only_structure(compiled),
                keras.tree.map_structure(lambda rows: [list(rows.shape), rows.dtype.name], data),
                *[repr(detail) for detail in details],
            ]
        )
    except (TypeError, ValueError, NotImplementedError):
        return None
    return None if '"custom"' in text else text


def _state(model: Any, data: Any) -> list[Any]:
    """Every TensorFlow variable an epoch may touch, in an order that follows from the signature."""
    variables = [*model.variables, *model.optimizer.variables, *model.metrics_variables]
    return [*{id(variable): variable.value for variable in variables}.values(), *keras.tree.flatten(data)]


def _only_structure(config: Any) -> Any:
    match config:
        case {"class_name": "InputLayer"}:
            return None
        case {"module": str(module), "class_name": str(name), "config": settings}:
            if module.split(".")[0] != "keras" and module != metrics.__name__:
                return "custom"
            return [name, _without_values(module, name, settings)]
        case dict():
            return {key: _only_structure(value) for key, value in config.items()}
        case list() | tuple():
            return [_only_structure(value) for value in config]
    return config


def _without_values(module: str, name: str, settings: Any) -> Any:
    if not isinstance(settings, dict):
        return _only_structure(settings)
    left_out = set()
    if module in ("keras.layers", "keras.optimizers"):
        left_out.add("name")
    if module == "keras.initializers" or name in _SEEDED_BY_VARIABLE:
        left_out.add("seed")
    if module == "keras.optimizers" and isinstance(settings.get("learning_rate"), float):
        left_out.add("learning_rate")
    return {key: _only_structure(value) for key, value in settings.items() if key not in left_out}
