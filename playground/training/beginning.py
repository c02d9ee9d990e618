"""The network that a run begins with: new weights from its seed, or those of an epoch of its parent."""

from collections.abc import Sequence
from typing import Any

from playground.experiment import Branch, Dense
from playground.network.backend import keras
from playground.network.build import TargetScale, build, compile_for
from playground.plan import Plan, plan
from playground.training.callbacks import reduce_lr_on_plateau
from playground.training.control import Control
from playground.training.trainer import fit


def begun(planned: Plan, control: Control) -> Any:
    """A compiled model ready for the run's first epoch.

    For a branch its parent is trained again up to there: slower than keeping the weights of every epoch, but
    there for every epoch of any network. A wish to stop ends that.
    """
    model = _with_first_weights(planned)
    branch = planned.experiment.branch
    if branch is not None:
        model.set_weights(_weights_at(branch, control))
        # Where Keras' own BackupAndRestore notes that epochs are over: row orders and callbacks count from there.
        model._initial_epoch = branch.epoch
    return model


def untrained(planned: Plan) -> Any:
    """The compiled model of a plan, with new weights from its seed."""
    training, data = planned.experiment.training, planned.prepared
    model = build(
        planned.experiment.network, len(data.inputs), data.task, data.outputs, training.seed, training
    )
    target = TargetScale(data.y_offset, data.y_scale, float(data.y_train.mean()))
    return compile_for(model, training, data.task, target)


def fit_planned(model: Any, planned: Plan, epochs: int, callbacks: Sequence[Any]) -> None:
    """Trains a model as its plan says, on the plan's rows."""
    training, data = planned.experiment.training, planned.prepared
    fit(
        model,
        data.x_train,
        data.y_train,
        validation_data=(data.x_validation, data.y_validation),
        batch_size=training.batch_size or len(data.x_train),
        epochs=epochs,
        callbacks=callbacks,
        seed=training.seed,
    )


def _with_first_weights(planned: Plan) -> Any:
    """An untrained model; that of a twin has the other's first weights where the shapes allow."""
    model = untrained(planned)
    twin = planned.experiment.twin
    if twin is not None:
        other = _with_first_weights(plan(twin))
        _borrow(model, planned, other, plan(twin))
    return model


def _borrow(model: Any, planned: Plan, other: Any, others: Plan) -> None:
    """Dense layers are counted from the first; the output layers belong together."""
    mine, theirs = _dense(model, planned), _dense(other, others)
    for (layer, drawn), (source, as_drawn) in [
        *zip(mine[:-1], theirs[:-1], strict=False),
        (mine[-1], theirs[-1]),
    ]:
        weights = source.get_weights()
        if drawn == as_drawn and [w.shape for w in weights] == [w.shape for w in layer.get_weights()]:
            layer.set_weights(weights)


def _dense(model: Any, planned: Plan) -> list[tuple[Any, str]]:
    """The layers that draw first weights, and how they draw them."""
    layers = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    hidden = [layer.initializer for layer in planned.experiment.network.layers if isinstance(layer, Dense)]
    return list(zip(layers, [*hidden, ""], strict=True))


def _weights_at(branch: Branch, control: Control) -> list[Any]:
    planned = plan(branch.experiment)
    model = begun(planned, control)
    plateau = reduce_lr_on_plateau(planned.experiment.training)
    fit_planned(model, planned, branch.epoch, [_Again(branch, control), *([plateau] if plateau else [])])
    weights: list[Any] = model.get_weights()
    return weights


class _Again(keras.callbacks.Callback):  # type: ignore[misc]
    """Does to a run that is repeated what was done to it the first time, and stops on request."""

    def __init__(self, branch: Branch, control: Control) -> None:
        super().__init__()
        self._rates = dict(branch.learning_rates)
        self._control = control

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        if (rate := self._rates.get(epoch)) is not None:
            self.model.optimizer.learning_rate.assign(rate)

    def on_interval(self) -> None:
        if self._control.stopped:
            self.model.stop_training = True

    def on_gate(self, batch: int) -> int | None:  # noqa: ARG002
        self.on_interval()
        return None
