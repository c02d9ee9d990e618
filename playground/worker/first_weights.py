"""The network that a run begins with: new weights from its seed, or the weights at an epoch of its parent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.experiment import Branch, CompleteTraining, Dense
from playground.experiment.schedule import same_rates
from playground.messages.checkpoint import CallbackState, CallbackStates, Checkpoint
from playground.network.backend import keras
from playground.network.evaluate import evaluate
from playground.network.model import untrained
from playground.plan import Plan, plan
from playground.training.trainer import fit_from, prepare
from playground.worker.callbacks import early_stopping, stop_at
from playground.worker.carried import Carries, put_variables, variables_of
from playground.worker.learning_rate import reduce_lr_on_plateau, schedule
from playground.worker.way import Way, WayToBranch

_ALL = ("weights", "others", "optimizer", "metrics")


@dataclass(frozen=True)
class Beginning:
    """A compiled model and the state from which it continues.

    Attributes:
        position: the number of finished epochs, and of finished batches of the next epoch.
        states: the states of the callbacks, by the names of their classes.
        logs: the parent's values at the epoch of a branch, by name; None if the branch has other measures.
    """

    model: Any
    position: tuple[int, int] = (0, 0)
    states: CallbackStates = field(default_factory=dict)
    logs: Mapping[str, float] | None = None


def begin(planned: Plan, way: Way) -> Beginning | None:
    """Builds the network that a run begins with; None if the run ends, or leaves its worker, before that.

    It trains the parent of a branch again up to the branch's epoch. That is slower than storing the weights of every
    epoch, but possible for every epoch of any network. The branch keeps the parent's state in all that it does not
    change.

    Raises:
        ExperimentError: the parent never reaches the epoch.
    """
    branch = planned.experiment.branch
    if branch is None:
        return Beginning(with_first_weights(planned))
    way.control.set_out()
    return _begin_branch(planned, branch, way)


def resume(planned: Plan, checkpoint: Checkpoint) -> Beginning:
    """Builds the network of a held run from its checkpoint.

    Raises:
        ValueError: the checkpoint belongs to another network.
    """
    model = _complete(untrained(planned.experiment, planned.prepared), planned)
    put_variables(model, checkpoint.variables, _ALL)
    return Beginning(model, (checkpoint.epoch, checkpoint.batch), checkpoint.callbacks)


def fit_planned(beginning: Beginning, planned: Plan, epochs: int, callbacks: Sequence[Any]) -> None:
    """Trains the model of a beginning on the plan's rows, up to `epochs` epochs in all."""
    training, data = planned.experiment.training, planned.prepared
    fit_from(
        beginning.position,
        beginning.model,
        (data.training.x, data.training.y),
        (data.validation.x, data.validation.y),
        batch_size=training.batch_size or len(data.training),
        epochs=epochs,
        callbacks=[*callbacks, Carries(callbacks, beginning.states)],
        order=(True, training.seed),
    )


def prepare_planned(planned: Plan, may_go_on: Callable[[], bool]) -> None:
    """Traces and compiles the epoch of a plan, like `prepare`, so that the next run of the network begins at once."""
    training, data = planned.experiment.training, planned.prepared
    prepare(
        untrained(planned.experiment, planned.prepared),
        (data.training.x, data.training.y),
        (data.validation.x, data.validation.y),
        batch_size=training.batch_size or len(data.training),
        epochs=training.epochs,
        order=(True, training.seed),
        may_go_on=may_go_on,
    )


def with_first_weights(planned: Plan) -> Any:
    """The untrained model; a twin gets the first weights of its original in layers of the same shape."""
    model = untrained(planned.experiment, planned.prepared)
    twin = planned.experiment.twin
    if twin is not None:
        other = with_first_weights(plan(twin))
        _borrow(model, planned, other, plan(twin))
    return model


def _borrow(model: Any, planned: Plan, other: Any, others: Plan) -> None:
    """Copies first weights between dense layers at the same position; the output layers are a pair of their own."""
    mine, theirs = _dense(model, planned), _dense(other, others)
    for (layer, drawn), (source, as_drawn) in [
        *zip(mine[:-1], theirs[:-1], strict=False),
        (mine[-1], theirs[-1]),
    ]:
        weights = source.get_weights()
        if drawn == as_drawn and [w.shape for w in weights] == [w.shape for w in layer.get_weights()]:
            layer.set_weights(weights)


def _dense(model: Any, planned: Plan) -> list[tuple[Any, str]]:
    """The layers that draw first weights, and their initializers."""
    layers = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    hidden = [layer.initializer for layer in planned.experiment.network.layers if isinstance(layer, Dense)]
    return list(zip(layers, [*hidden, ""], strict=True))


def _begin_branch(planned: Plan, branch: Branch, way: Way) -> Beginning | None:
    parents = plan(branch.experiment)
    start = begin(parents, way)
    if start is None:
        return None
    mine, theirs = planned.experiment.training, parents.experiment.training
    parent, states, logs = start.model, start.states, start.logs
    if branch.epoch > start.position[0]:
        carrying = [
            callback
            for callback in (
                early_stopping(theirs),
                reduce_lr_on_plateau(theirs),
                schedule(theirs),
                stop_at(theirs),
            )
            if callback
        ]
        again = WayToBranch(branch, way, carrying)
        fit_planned(start, parents, branch.epoch, [*carrying, again])
        if again.variables is None:
            return None
        variables, states, logs = again.variables, again.states, again.logs
    else:
        variables = variables_of(_complete(parent, parents))
    model = _complete(with_first_weights(planned), planned)
    unchanged = _unchanged_parts(model, variables, mine, theirs)
    put_variables(model, variables, unchanged)
    if mine.optimizer.learning_rate != theirs.optimizer.learning_rate:
        model.optimizer.learning_rate.assign(mine.optimizer.learning_rate)
    same_measures = (mine.loss, mine.metrics) == (theirs.loss, theirs.metrics)
    return Beginning(
        model,
        (branch.epoch, 0),
        _states_that_count(states, mine, theirs, "optimizer" in unchanged),
        logs if same_measures else None,
    )


def _unchanged_parts(
    model: Any, variables: Mapping[str, Sequence[Any]], mine: CompleteTraining, theirs: CompleteTraining
) -> list[str]:
    """The parts of a model that a branch takes over; the parts that it changes begin again."""
    parts = ["weights"]
    if mine.seed == theirs.seed:
        parts.append("others")
    shapes = [tuple(variable.shape) for variable in model.optimizer.variables]
    if mine.optimizer.name == theirs.optimizer.name and shapes == [v.shape for v in variables["optimizer"]]:
        parts.append("optimizer")
    return parts


def _states_that_count(
    states: CallbackStates, mine: CompleteTraining, theirs: CompleteTraining, same_optimizer: bool
) -> CallbackStates:
    """The states of the callbacks with the same settings as the parent's; without those that watch another loss.

    Args:
        same_optimizer: whether the optimizer continues, with its learning rate.
    """
    same: dict[str, CallbackState] = {}
    if same_optimizer and same_rates(mine, theirs) and (known := states.get("LearningRateSchedule")):
        same["LearningRateSchedule"] = known
    if mine.loss != theirs.loss:
        return same
    if mine.early_stopping == theirs.early_stopping and (known := states.get("EarlyStopping")):
        same["EarlyStopping"] = {**known, "stopped_epoch": 0}
    if mine.reduce_lr_on_plateau == theirs.reduce_lr_on_plateau and (
        known := states.get("ReduceLROnPlateau")
    ):
        same["ReduceLROnPlateau"] = known
    return same


def _complete(model: Any, planned: Plan) -> Any:
    """Returns the model with all variables that training needs."""
    rows = planned.prepared.training
    evaluate(model, rows.x[:1], rows.y[:1])
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    return model
