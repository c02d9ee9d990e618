"""The state that training carries from epoch to epoch: read from a model, or put into another of the same kind."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.messages.checkpoint import CallbackState, CallbackStates
from playground.network.backend import keras

Variables = dict[str, list[NDArray[Any]]]

# The attributes that each Keras callback carries, which Keras does not list; our own callbacks have `carried`.
_OF_KERAS: dict[Any, tuple[str, ...]] = {
    keras.callbacks.EarlyStopping: ("wait", "stopped_epoch", "best", "best_epoch", "best_weights"),
    keras.callbacks.ReduceLROnPlateau: ("wait", "cooldown_counter", "best"),
}


def variables_of(model: Any) -> Variables:
    """Copies of all variables: weights, other layer variables (seed generators), optimizer, metrics."""
    return {
        part: [np.array(variable.numpy()) for variable in variables]
        for part, variables in _parts(model).items()
    }


def put_variables(
    model: Any, variables: Mapping[str, Sequence[NDArray[Any]]], parts: Collection[str]
) -> None:
    """Sets the named parts of a model's variables, which must all exist.

    Raises:
        ValueError: the shapes belong to another model.
    """
    known = _parts(model)
    for part in parts:
        if [v.shape for v in known[part]] != [value.shape for value in variables[part]]:
            raise ValueError("The state that was kept of this run does not fit its network.")
        for variable, value in zip(known[part], variables[part], strict=True):
            variable.assign(value)


def states_of(callbacks: Sequence[Any]) -> CallbackStates:
    """The state that each callback carries, by the name of its class."""
    return {
        type(callback).__name__: {name: getattr(callback, name) for name in names}
        for callback in callbacks
        if (names := _attributes_of(callback))
    }


class Carries(keras.callbacks.Callback):  # type: ignore[misc]
    """Restores the states of callbacks, which reset themselves when training begins; it must be last in the list."""

    def __init__(self, callbacks: Sequence[Any], states: CallbackStates) -> None:
        super().__init__()
        self._callbacks = callbacks
        self._states = states

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002 -- Keras' signature
        for callback in self._callbacks:
            state: CallbackState = self._states.get(type(callback).__name__, {})
            for name in _attributes_of(callback):
                if name in state:
                    setattr(callback, name, state[name])


def _attributes_of(callback: Any) -> tuple[str, ...]:
    own: tuple[str, ...] | None = getattr(callback, "carried", None)
    if own is not None:
        return own
    return next((names for kind, names in _OF_KERAS.items() if isinstance(callback, kind)), ())


def _parts(model: Any) -> dict[str, list[Any]]:
    weights = {id(variable) for variable in model.weights}
    return {
        "weights": list(model.weights),
        "others": [variable for variable in model.variables if id(variable) not in weights],
        "optimizer": list(model.optimizer.variables),
        "metrics": list(model.metrics_variables),
    }
