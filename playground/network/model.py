"""The Keras model of an experiment on its data, before it learns anything."""

from typing import Any

from playground.datasets import Prepared
from playground.experiment import Complete
from playground.network.build import TargetScale, build, compile_for


def untrained(experiment: Complete, data: Prepared) -> Any:
    """The compiled model, with new weights from the experiment's seed."""
    training = experiment.training
    model = build(experiment.network, len(data.inputs), data.task, data.outputs, training.seed, training)
    target = TargetScale(data.y_offset, data.y_scale, float(data.training.y.mean()))
    most = max(*data.parts.map(len), len(data.test_rows))  # that are measured at once
    return compile_for(model, training, data.task, target, most, data.class_weights)
