"""Watching: the arguments of Keras' callbacks that watch a curve."""

from collections.abc import Mapping
from typing import Any

from playground.experiment.model import EarlyStopping, ReduceLROnPlateau
from playground.words import larger_is_better


def arguments(settings: EarlyStopping | ReduceLROnPlateau) -> Mapping[str, Any]:
    """Those of Keras' callback of the same name: the settings have Keras' names.

    `mode` is among them: Keras' own "auto" does not know every metric.
    """
    named = dict(settings)
    monitor = named.pop("monitor")
    return {"monitor": monitor, "mode": "max" if larger_is_better(monitor) else "min", **named}
