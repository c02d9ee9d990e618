"""Experiment: the one description of what a person wants to train. Plain data with Keras' names.

Widgets edit it, files store it, the engine trains it. This module refuses errors that need no data; `playground.plan`
refuses those that need the data (a missing feature, a loss that does not fit the target). The limits of an
installation are not part of the model: an experiment from another installation can be read and shown here, and
`playground.experiment.parse` says what exceeds the limits.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from playground.experiment.data import Data, Seed
from playground.layers.table import Layer
from playground.part import LARGEST, Part, one_of
from playground.words import LOSSES, METRICS, OPTIMIZERS, SCHEDULES

MAX_BRANCHES = 5

# A context for validation: a run that was trained elsewhere may have losses, metrics and optimizers of any name.
ANY_NAME = {"any_name": True}


class Network(Part):
    """The hidden layers, first to last; the output layer follows from the task."""

    layers: tuple[Layer, ...] = ()


class Optimizer(Part):
    """How weights move. Momentum and Nesterov belong to sgd, weight decay to adamw; null leaves Keras' default.

    `clipnorm` shortens the gradient of each variable (a layer's weights, its biases) to this norm at most, `clipvalue`
    brings each of its entries to this size at most, as Keras' arguments of these names do. Null does not clip.
    """

    name: str = "adam"
    learning_rate: float = Field(0.001, gt=0, le=100)
    momentum: float = Field(0.0, ge=0, lt=1)
    nesterov: bool = False
    weight_decay: float | None = Field(None, ge=0, le=1)
    clipnorm: float | None = Field(None, gt=0)
    clipvalue: float | None = Field(None, gt=0)

    @field_validator("name")
    @classmethod
    def _known_name(cls, value: str, info: ValidationInfo) -> str:
        return value if info.context == ANY_NAME else one_of(OPTIMIZERS, value)

    @model_validator(mode="after")
    def _fits_the_optimizer(self) -> Self:
        if self.name != "sgd" and (self.momentum or self.nesterov):
            raise ValueError(f"momentum: only sgd takes momentum and nesterov, not {self.name}")
        if self.nesterov and not self.momentum:
            raise ValueError("nesterov: Nesterov needs a momentum above 0")
        if self.name != "adamw" and self.weight_decay is not None:
            raise ValueError(f"weight_decay: only adamw takes a weight decay, not {self.name}")
        if self.clipnorm is not None and self.clipvalue is not None:
            raise ValueError("clipvalue: gradients are clipped by their norm or by their values, not by both")
        return self


class EarlyStopping(Part):
    """Ends a run when `monitor` has not improved by `min_delta` for `patience` epochs.

    The first `start_from_epoch` epochs do not count: they are neither the best nor without improvement.
    """

    monitor: str = "val_loss"
    min_delta: float = Field(0.001, ge=0)
    patience: int = Field(20, ge=0, le=LARGEST)
    restore_best_weights: bool = True
    start_from_epoch: int = Field(0, ge=0, le=LARGEST)


class ReduceLROnPlateau(Part):
    """Multiplies the learning rate by `factor` when `monitor` has not improved for `patience` epochs."""

    monitor: str = "val_loss"
    factor: float = Field(0.5, gt=0, lt=1)
    patience: int = Field(10, ge=1, le=LARGEST)
    min_delta: float = Field(0.0001, ge=0)
    min_lr: float = Field(0.0, ge=0)


class StopAt(Part):
    """Ends a run at the first epoch in which `monitor` is at `value` or better, on the scale of the run's curves."""

    monitor: str = "val_loss"
    value: float


class Schedule(Part):
    """Changes the learning rate from epoch to epoch, from the optimizer's own on; `playground.experiment.schedule`.

    `factor` and `every` (epochs) belong to step and exponential, `alpha` (the share of the rate that is left at the
    end) to cosine. Every schedule can begin with a warm-up of `warmup_epochs`.
    """

    name: str = "cosine"
    factor: float = Field(0.5, gt=0, lt=1)
    every: int = Field(20, ge=1, le=LARGEST)
    alpha: float = Field(0.0, ge=0, lt=1)
    warmup_epochs: int = Field(0, ge=0, le=LARGEST)

    @field_validator("name")
    @classmethod
    def _known_name(cls, value: str) -> str:
        return one_of(SCHEDULES, value)

    @model_validator(mode="after")
    def _fits_the_name(self) -> Self:
        if self.name == "warmup" and not self.warmup_epochs:
            raise ValueError("warmup_epochs: a warm-up takes 1 epoch or more")
        return self


class Training(Part):
    """How the network is trained. `loss` None means the task's usual one, `batch_size` None the full batch.

    `loss_version` 1 is that of runs from earlier versions: hinge behind a sigmoid, and mape of the scaled target.
    Version 2 has hinge behind a linear output, and mape of the target's true values.
    """

    loss: str | None = None
    metrics: tuple[str, ...] | None = None
    optimizer: Optimizer = Optimizer()
    batch_size: int | None = Field(32, ge=1, le=LARGEST)
    epochs: int = Field(100, ge=1, le=LARGEST)
    seed: Seed = 0
    early_stopping: EarlyStopping | None = None
    reduce_lr_on_plateau: ReduceLROnPlateau | None = None
    schedule: Schedule | None = None
    stop_at: StopAt | None = None
    loss_version: Literal[1, 2] = 2

    @field_validator("loss")
    @classmethod
    def _known_loss(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value if value is None or info.context == ANY_NAME else one_of(LOSSES, value)

    @field_validator("metrics")
    @classmethod
    def _known_metrics(cls, value: tuple[str, ...] | None, info: ValidationInfo) -> tuple[str, ...] | None:
        if value is not None:
            for name in value if info.context != ANY_NAME else ():
                one_of(METRICS, name)
            if len(set(value)) < len(value):
                raise ValueError("a metric is named twice")
        return value

    @model_validator(mode="after")
    def _one_sets_the_rate(self) -> Self:
        if self.schedule is not None and self.reduce_lr_on_plateau is not None:
            raise ValueError(
                "schedule: a schedule and smaller steps on a plateau would both set the learning rate; choose one"
            )
        return self


class Branch(Part):
    """The start of a run at an epoch of another experiment, its parent, instead of at new weights.

    The parent is trained again up to that epoch with the changes of the learning rate during its run: (epoch, value),
    where a value counts after its epoch. The same seeds give exactly the same weights.
    """

    experiment: "Experiment"
    epoch: int = Field(ge=0, le=LARGEST)
    learning_rates: tuple[tuple[int, Annotated[float, Field(gt=0, le=100)]], ...] = ()


class Experiment(Part):
    """What to train: data, network, training, and the start of a branch or a twin.

    `twin` is another experiment, whose first weights are copied into layers of the same shape.

    """

    version: Literal[1] = 1
    title: str = Field("", max_length=200)
    data: Data
    network: Network = Network()
    training: Training = Training()
    branch: Branch | None = None
    twin: "Experiment | None" = None

    @property
    def depth(self) -> int:
        """How many experiments lie within one another, as branches and twins."""
        inner = [self.branch.experiment] if self.branch else []
        inner += [self.twin] if self.twin else []
        return 1 + max((experiment.depth for experiment in inner), default=-1)

    @model_validator(mode="after")
    def _not_too_deep(self) -> Self:
        if self.depth > MAX_BRANCHES:
            field = "twin" if self.twin else "branch"
            raise ValueError(f"{field}: a {field} of a {field} may go {MAX_BRANCHES} deep, not {self.depth}")
        return self


Branch.model_rebuild()
