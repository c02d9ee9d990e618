"""Predicted: what a network and the baselines predict for the rows of each part, and how it travels."""

from collections.abc import Mapping
from typing import TypeAlias

from playground.datasets import Prepared
from playground.datasets.arrays import Floats
from playground.datasets.pipeline.prepared import Rows
from playground.evaluation.answers import Outputs, predicted_of
from playground.evaluation.baselines import baselines
from playground.messages import questions

NETWORK = "network"

# By the name of the model (the network, or a baseline) and that of the part; each as `Answers.predicted` is.
Predicted: TypeAlias = Mapping[str, Mapping[str, Floats]]


def predicted(prepared: Prepared, parts: Mapping[str, Rows], outputs: Mapping[str, Outputs]) -> Predicted:
    """What a network predicts by its outputs, (rows, outputs), for the rows of each part, and what baselines do."""
    return {
        NETWORK: {part: predicted_of(prepared, outputs[part]) for part in parts},
        **{
            name: {part: model(rows.x) for part, rows in parts.items()}
            for name, model in baselines(prepared).items()
        },
    }


def pack(found: Predicted) -> bytes:
    """As bytes, for `unpack`."""
    return questions.pack(
        {f"{model}/{part}": values for model, parts in found.items() for part, values in parts.items()}
    )


def unpack(content: bytes) -> Predicted:
    """What `pack` was given."""
    found: dict[str, dict[str, Floats]] = {}
    for name, values in questions.unpack(content).items():
        model, _, part = name.partition("/")
        found.setdefault(model, {})[part] = values
    return found
