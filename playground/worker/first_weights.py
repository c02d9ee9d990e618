"""The network that a run begins with: new weights from its seed, or those of an epoch of its parent."""

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
from playground.worker.way import Again, Way

_ALL = ("weights", "others", "optimizer", "metrics")


@dataclass(frozen=True)
class Beginning:
    """A compiled model, and where it goes on.

    Attributes:
        position: how many epochs are over, and how many batches of the next.
        states: what the callbacks carry, by the names of their classes.
        logs: the parent's curves at the epoch of a branch, by name; None where the branch has other measures.
    """

    model: Any
    position: tuple[int, int] = (0, 0)
    states: CallbackStates = field(default_factory=dict)
    logs: Mapping[str, float] | None = None


def begin(planned: Plan, way: Way) -> Beginning | None:
    """Builds the network that a run begins with; None if the run ends, or leaves its worker, before that.

    The parent of a branch is trained again up to the branch's epoch: slower than keeping the weights of every epoch,
    but possible for every epoch of any network. What the branch does not change goes on as the parent had it.

    Raises:
        ExperimentError: the parent never reaches the epoch.
    """
    branch = planned.experiment.branch
    if branch is None:
        return Beginning(with_first_weights(planned))
    way.control.set_out()
    return _branched(planned, branch, way)


def resume(planned: Plan, checkpoint: Checkpoint) -> Beginning:
    """Builds the network of a held run as its checkpoint has it.

    Raises:
        ValueError: the checkpoint is that of another network.
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
    """Has the epoch of a plan traced and compiled, as `prepare` does; the next run of such a network begins at once."""
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
    """The untrained model; a twin's has the first weights of its original in layers of the same shape."""
    model = untrained(planned.experiment, planned.prepared)
    twin = planned.experiment.twin
    if twin is not None:
        other = with_first_weights(plan(twin))
        _borrow(model, planned, other, plan(twin))
    return model


def _borrow(model: Any, planned: Plan, other: Any, others: Plan) -> None:
    """Copies first weights between dense layers with the same place, the output layers being a pair of their own."""
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


def _branched(planned: Plan, branch: Branch, way: Way) -> Beginning | None:
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
        again = Again(branch, way, carrying)
        fit_planned(start, parents, branch.epoch, [*carrying, again])
        if again.variables is None:
            return None
        variables, states, logs = again.variables, again.states, again.logs
    else:
        variables = variables_of(_complete(parent, parents))
    model = _complete(with_first_weights(planned), planned)
    unchanged = _unchanged(model, variables, mine, theirs)
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


def _unchanged(
    model: Any, variables: Mapping[str, Sequence[Any]], mine: CompleteTraining, theirs: CompleteTraining
) -> list[str]:
    """The parts of a model that a branch takes over; what it changes begins anew."""
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
    """The states of the callbacks that are set up as the parent's; of those that watch none where the loss is another.

    Args:
        same_optimizer: whether the optimizer goes on, with the learning rate that it had.
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
    """The model with all the variables that training needs."""
    rows = planned.prepared.training
    evaluate(model, rows.x[:1], rows.y[:1])
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    return model
