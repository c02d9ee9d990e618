"""Predicted: what a network and the baselines predict for the rows of each part, and how it travels."""

import io
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from playground.datasets import Prepared
from playground.datasets.arrays import Floats
from playground.evaluation.answers import Outputs, predicted_of
from playground.evaluation.baselines import baselines

NETWORK = "network"

# By the name of the model (the network, or a baseline) and that of the part; each as `Answers.predicted` is.
Predicted: TypeAlias = Mapping[str, Mapping[str, Floats]]


def predicted(prepared: Prepared, outputs: Mapping[str, Outputs]) -> Predicted:
    """What a network predicts by its outputs, (rows, outputs), for each part, and what the baselines do."""
    return {
        NETWORK: {part: predicted_of(prepared, outputs[part]) for part in vars(prepared.parts)},
        **{
            name: {part: model(rows.x) for part, rows in vars(prepared.parts).items()}
            for name, model in baselines(prepared).items()
        },
    }


def pack(found: Predicted) -> bytes:
    """As bytes, for `unpack`."""
    buffer = io.BytesIO()
    arrays = {f"{model}/{part}": values for model, parts in found.items() for part, values in parts.items()}
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # no array is called allow_pickle
    return buffer.getvalue()


def unpack(content: bytes) -> Predicted:
    """What `pack` was given."""
    found: dict[str, dict[str, Floats]] = {}
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        for name in archive.files:
            model, _, part = name.partition("/")
            found.setdefault(model, {})[part] = archive[name]
    return found
