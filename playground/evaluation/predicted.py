"""Predicted: the predictions of a network and of baselines for the rows of each part, and their encoding."""

from collections.abc import Mapping
from typing import TypeAlias

from playground.datasets import Prepared
from playground.datasets.arrays import Floats
from playground.datasets.pipeline.prepared import Rows
from playground.evaluation.answers import Outputs, predicted_of
from playground.evaluation.baselines import baselines
from playground.messages import questions

NETWORK = "network"

# By the name of the model (the network or a baseline) and the name of the part, in the form of `Answers.predicted`.
Predicted: TypeAlias = Mapping[str, Mapping[str, Floats]]


def predicted(prepared: Prepared, parts: Mapping[str, Rows], outputs: Mapping[str, Outputs]) -> Predicted:
    """The predictions of a network, from its outputs (n_rows, n_outputs), and of baselines, for each part."""
    return {
        NETWORK: {part: predicted_of(prepared, outputs[part]) for part in parts},
        **{
            name: {part: model(rows.x) for part, rows in parts.items()}
            for name, model in baselines(prepared).items()
        },
    }


def pack(found: Predicted) -> bytes:
    """Encodes predictions as bytes."""
    return questions.pack(
        {f"{model}/{part}": values for model, parts in found.items() for part, values in parts.items()}
    )


def unpack(content: bytes) -> Predicted:
    """Decodes what `pack` encoded."""
    found: dict[str, dict[str, Floats]] = {}
    for name, values in questions.unpack(content).items():
        model, _, part = name.partition("/")
        found.setdefault(model, {})[part] = values
    return found
