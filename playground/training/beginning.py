"""The network that a run begins with: new weights from its seed, or those of an epoch of its parent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.experiment import Branch, Dense, Training
from playground.messages.checkpoint import Checkpoint
from playground.network.backend import keras
from playground.network.build import TargetScale, build, compile_for
from playground.plan import Plan, plan
from playground.training.callbacks import early_stopping, evaluate, reduce_lr_on_plateau
from playground.training.carried import Carries, put_variables, variables_of
from playground.training.trainer import fit_from
from playground.training.way import Again, Way

_ALL = ("weights", "others", "optimizer", "metrics")


@dataclass(frozen=True)
class Beginning:
    """A compiled model, and where it goes on.

    Attributes:
        position: so many epochs are over, and so many batches of the next.
        states: what the callbacks carry, by their names.
        logs: what the parent of a branch told of this epoch, where the branch has the same measures.
    """

    model: Any
    position: tuple[int, int] = (0, 0)
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    logs: Mapping[str, float] | None = None


def begun(planned: Plan, way: Way) -> Beginning | None:
    """Where a run begins; None if it ends, or leaves its worker, before that.

    For a branch its parent is trained again up to there: slower than keeping the weights of every epoch, but
    there for every epoch of any network. What the branch does not change goes on as the parent had it.

    Raises:
        ExperimentError: the parent never reaches the epoch.
    """
    branch = planned.experiment.branch
    if branch is None:
        return Beginning(_with_first_weights(planned))
    way.control.set_out()
    return _branched(planned, branch, way)


def resumed(planned: Plan, checkpoint: Checkpoint) -> Beginning:
    """Where a held run goes on.

    Raises:
        ValueError: the checkpoint is not that of such a run.
    """
    model = _complete(untrained(planned), planned)
    put_variables(model, checkpoint.variables, _ALL)
    return Beginning(model, (checkpoint.epoch, checkpoint.batch), checkpoint.callbacks)


def untrained(planned: Plan) -> Any:
    """The compiled model of a plan, with new weights from its seed."""
    training, data = planned.experiment.training, planned.prepared
    model = build(
        planned.experiment.network, len(data.inputs), data.task, data.outputs, training.seed, training
    )
    target = TargetScale(data.y_offset, data.y_scale, float(data.y_train.mean()))
    return compile_for(model, training, data.task, target)


def fit_planned(beginning: Beginning, planned: Plan, epochs: int, callbacks: Sequence[Any]) -> None:
    """Trains a model as its plan says, on the plan's rows, from its beginning on."""
    training, data = planned.experiment.training, planned.prepared
    fit_from(
        beginning.position,
        beginning.model,
        (data.x_train, data.y_train),
        (data.x_validation, data.y_validation),
        batch_size=training.batch_size or len(data.x_train),
        epochs=epochs,
        callbacks=[*callbacks, Carries(callbacks, beginning.states)],
        order=(True, training.seed),
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


def _branched(planned: Plan, branch: Branch, way: Way) -> Beginning | None:
    parents = plan(branch.experiment)
    begin = begun(parents, way)
    if begin is None:
        return None
    mine, theirs = planned.experiment.training, parents.experiment.training
    parent, states, logs = begin.model, begin.states, begin.logs
    if branch.epoch > begin.position[0]:
        carrying = [
            callback for callback in (early_stopping(theirs), reduce_lr_on_plateau(theirs)) if callback
        ]
        again = Again(branch, way, carrying)
        fit_planned(begin, parents, branch.epoch, [*carrying, again])
        if again.variables is None:
            return None
        variables, states, logs = again.variables, again.states, again.logs
    else:
        variables = variables_of(_complete(parent, parents))
    model = _complete(_with_first_weights(planned), planned)
    put_variables(model, variables, _unchanged(model, variables, mine, theirs))
    if mine.optimizer.learning_rate != theirs.optimizer.learning_rate:
        model.optimizer.learning_rate.assign(mine.optimizer.learning_rate)
    same_measures = (mine.loss, mine.metrics) == (theirs.loss, theirs.metrics)
    return Beginning(
        model,
        (branch.epoch, 0),
        _states_that_count(states, mine, theirs),
        logs if same_measures else None,
    )


def _unchanged(
    model: Any, variables: Mapping[str, Sequence[Any]], mine: Training, theirs: Training
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
    states: Mapping[str, Mapping[str, Any]], mine: Training, theirs: Training
) -> Mapping[str, Mapping[str, Any]]:
    """What callbacks know that are set up as the parent's are; another loss is another measure."""
    same: dict[str, Mapping[str, Any]] = {}
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
    data = planned.prepared
    evaluate(model, data.x_train[:1], data.y_train[:1])
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    return model
