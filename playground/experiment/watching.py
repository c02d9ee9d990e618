"""Watching: the arguments of Keras' callbacks that watch a curve."""

from collections.abc import Mapping
from typing import Any

from playground.experiment.model import EarlyStopping, ReduceLROnPlateau
from playground.words import larger_is_better


def arguments(settings: EarlyStopping | ReduceLROnPlateau) -> Mapping[str, Any]:
    """The arguments of the Keras callback with the same name as the section; the settings have Keras' names.

    They include `mode`, because Keras' "auto" does not know every metric.

    """
    named = dict(settings)
    monitor = named.pop("monitor")
    return {"monitor": monitor, "mode": "max" if larger_is_better(monitor) else "min", **named}
