"""Experiment: the description of what to train."""

from playground.experiment.complete import Complete, CompleteData, CompleteTraining
from playground.experiment.data import ELSEWHERE, OF_TARGET, Data, FileReading, Seed, Split, TestPart
from playground.experiment.model import (
    MAX_BRANCHES,
    Branch,
    EarlyStopping,
    Experiment,
    Network,
    Optimizer,
    ReduceLROnPlateau,
    Schedule,
    StopAt,
    Training,
)
from playground.layers.activation import Activation
from playground.layers.batch_normalization import BatchNormalization
from playground.layers.dense import Dense
from playground.layers.dropout import Dropout
from playground.layers.table import Layer
from playground.part import LARGEST, Part

__all__ = [
    "ELSEWHERE",
    "LARGEST",
    "MAX_BRANCHES",
    "OF_TARGET",
    "Activation",
    "BatchNormalization",
    "Branch",
    "Complete",
    "CompleteData",
    "CompleteTraining",
    "Data",
    "Dense",
    "Dropout",
    "EarlyStopping",
    "Experiment",
    "FileReading",
    "Layer",
    "Network",
    "Optimizer",
    "Part",
    "ReduceLROnPlateau",
    "Schedule",
    "Seed",
    "Split",
    "StopAt",
    "TestPart",
    "Training",
]
