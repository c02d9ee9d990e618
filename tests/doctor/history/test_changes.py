"""The remedies as experiments: each can be trained, differs in one thing, and is another one where that is there."""

from collections.abc import Callable

import pytest

from playground.comparing.differences import differences
from playground.doctor.history import changes
from playground.doctor.history.changes import Change
from playground.experiment import (
    Branch,
    Complete,
    Data,
    Dense,
    Dropout,
    EarlyStopping,
    Experiment,
    Network,
    Optimizer,
    Split,
    Training,
)
from playground.limits import limits
from playground.plan import plan
from tests.support.experiments import complete


def experiment(*layers: Dense | Dropout, scaling: str = "minmax", **training: object) -> Complete:
    return complete(
        Experiment(
            data=Data(dataset="concrete", scaling=scaling),
            network=Network(layers=layers),
            training=Training.model_validate(training),
        )
    )


def made(change: Change | None) -> Change:
    """A change that is there."""
    assert change is not None
    return change


ALL = (
    changes.slower,
    changes.faster,
    changes.scale_or_slower,
    changes.learn_less_by_heart,
    changes.wake,
    changes.more_validation,
    changes.longer,
    changes.larger,
    changes.other_split,
)


@pytest.mark.parametrize("change", ALL)
@pytest.mark.parametrize("layers", [(), (Dense(units=4),)], ids=["linear", "hidden"])
def test_each_can_be_trained_and_changes_one_thing(
    change: Callable[[Complete], Change | None], layers: tuple[Dense, ...]
) -> None:
    before = experiment(*layers, optimizer=Optimizer(name="sgd", learning_rate=0.01))
    found = made(change(before))
    after = plan(found.experiment).experiment
    assert len({each.path.split(".")[1] for each in differences([before, after])}) == 1


def test_against_learning_by_heart_early_stopping_comes_first_then_dropout_then_fewer_units() -> None:
    labels = []
    now = experiment(Dense(units=8), Dense(units=6))
    for _ in range(3):
        found = made(changes.learn_less_by_heart(now))
        labels.append(found.label)
        now = found.experiment
    assert labels == [
        "early stopping that keeps the best weights",
        "dropout 0.3 after each Dense layer",
        "fewer units: 4-3",
    ]


def test_a_linear_model_that_stops_early_has_nothing_left_to_try_against_learning_by_heart() -> None:
    assert changes.learn_less_by_heart(experiment(early_stopping=EarlyStopping())) is None


def test_unscaled_features_are_scaled_before_the_rate_is_lowered() -> None:
    first = changes.scale_or_slower(experiment(scaling="none"))
    assert first.label == "scaled features"
    assert made(changes.scale_or_slower(first.experiment)).label == "learning rate 0.0001 (now 0.001)"


def test_where_adam_at_its_usual_rate_stands_still_the_rate_is_raised() -> None:
    assert made(changes.with_adam(experiment())).label == "learning rate 0.01 (now 0.001)"


def test_a_network_of_few_units_gets_many() -> None:
    assert made(changes.larger(experiment(Dense(units=2)))).label == "more units: 32"


def test_too_few_rows_stay_for_training_where_validation_has_many() -> None:
    before = experiment()
    few = before.model_copy(update={"data": before.data.model_copy(update={"train_fraction": 0.4})})
    assert changes.more_validation(few) is None


def test_more_epochs_come_with_more_patience_where_early_stopping_would_end_them() -> None:
    stopping = EarlyStopping(patience=7)
    found = made(changes.longer(experiment(epochs=50, early_stopping=stopping)))
    assert found.label == "150 epochs with patience 21"
    assert made(changes.longer(experiment(epochs=50))).label == "150 epochs"


def test_no_remedy_asks_for_more_than_is_allowed() -> None:
    most = limits().max_epochs
    found = made(changes.longer(experiment(epochs=most - 1)))
    assert found.experiment.training.epochs == most
    assert changes.longer(experiment(epochs=most)) is None
    assert changes.faster(experiment(optimizer=Optimizer(learning_rate=100))) is None
    thousand = experiment(Dense(units=1000))
    assert made(changes.larger(thousand, limits().max_parameters // 16)).label == "more units: 4000"
    assert made(changes.larger(thousand, limits().max_parameters // 15)).label == "more units: 2000"
    assert changes.larger(thousand, limits().max_parameters // 3) is None
    many = experiment(*[Dense(units=2)] * (limits().max_layers - 1), early_stopping=EarlyStopping())
    assert made(changes.learn_less_by_heart(many)).label.startswith("fewer units: 1-1-")


def test_the_layers_of_a_branch_stay() -> None:
    parent = experiment(Dense(units=4))
    branch = parent.model_copy(update={"branch": Branch(experiment=parent, epoch=1)})
    assert changes.larger(branch) is None
    found = made(changes.learn_less_by_heart(branch))
    assert plan(found.experiment).experiment.network == parent.network
    assert changes.learn_less_by_heart(found.experiment) is None


def test_where_time_decides_which_rows_validate_another_seed_would_change_nothing() -> None:
    before = experiment()
    by_time = before.data.model_copy(update={"split": Split(by="time")})
    assert changes.other_split(before.model_copy(update={"data": by_time})) is None


def test_early_stopping_that_is_there_only_gets_the_best_weights_back() -> None:
    stopping = EarlyStopping(monitor="val_loss", patience=3, min_delta=0.01, restore_best_weights=False)
    found = made(changes.learn_less_by_heart(experiment(early_stopping=stopping)))
    assert found.experiment.training.early_stopping == stopping.model_copy(
        update={"restore_best_weights": True}
    )


def test_a_sigmoid_is_replaced_before_the_optimizer() -> None:
    before = experiment(Dense(units=4, activation="sigmoid"), Dense(units=3, activation="tanh"))
    found = made(changes.wake(before))
    assert [layer.activation for layer in found.experiment.network.layers if isinstance(layer, Dense)] == [
        "relu",
        "tanh",
    ]
    assert made(changes.wake(found.experiment)).label == "learning rate 0.01 (now 0.001)"


def test_what_is_left_out_beside_adam_is_said() -> None:
    before = experiment(optimizer={"name": "sgd"}, schedule={"name": "cosine"})
    assert made(changes.with_adam(before)).label == "Adam 0.001 without a schedule"
