"""Only what differs between experiments, and the words that tell one from another."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.comparing.differences import differences, label, labels
from playground.comparing.stacks import align
from playground.experiment import Branch, Complete


def experiment(*layers: dict[str, Any], data: dict[str, Any] | None = None, **training: Any) -> Complete:
    data = {"target": "quality", **(data or {"dataset": "red-wine"})}
    training = {"loss": "mae", "metrics": [], **training}
    return Complete.model_validate({"data": data, "network": {"layers": layers}, "training": training})


def dense(units: int, **other: Any) -> dict[str, Any]:
    return {"type": "dense", "units": units, **other}


DROPOUT = {"type": "dropout", "rate": 0.3}
NORMALIZATION = {"type": "batch_normalization"}


def rows(*experiments: Complete) -> dict[str, tuple[str, ...]]:
    return {row.title: row.values for row in differences(experiments)}


def test_the_same_settings_have_no_differences_whatever_their_titles() -> None:
    one = experiment(dense(8))
    assert differences([one, one.model_copy(update={"title": "Another"})]) == []
    assert label(one, one) == "same settings"


def test_a_setting_that_differs_is_said_in_words_a_learner_knows() -> None:
    one, other = experiment(optimizer={"learning_rate": 0.001}), experiment(optimizer={"learning_rate": 0.1})
    (row,) = differences([one, other])
    assert (row.path, row.title, row.values) == (
        "training.optimizer.learning_rate",
        "Learning rate",
        ("0.001", "0.1"),
    )
    assert label(other, one) == "learning rate 0.1"


def test_layers_are_compared_by_position() -> None:
    assert rows(experiment(dense(8), dense(16)), experiment(dense(8), dense(64, activation="tanh"))) == {
        "Layer 2 · units": ("16", "64"),
        "Layer 2 · activation": ("ReLU", "tanh"),
    }


def test_a_layer_put_in_does_not_shift_those_behind_it() -> None:
    without, with_it = experiment(dense(512), dense(64)), experiment(dense(512), DROPOUT, dense(64))
    assert rows(without, with_it) == {"Layer 2": ("–", "Dropout 0.3")}
    assert label(with_it, without) == "dropout 0.3 added"
    assert label(without, with_it) == "dropout 0.3 removed"


def test_a_layer_of_another_kind_stands_in_the_place_of_the_old_one() -> None:
    one, other = experiment(dense(512), DROPOUT, dense(64)), experiment(dense(512), NORMALIZATION, dense(64))
    assert rows(one, other) == {"Layer 2": ("Dropout 0.3", "Batch normalization")}
    assert label(other, one) == "batch normalization instead of dropout 0.3"


def test_of_several_layers_of_a_kind_the_one_that_is_missing_is_said_to_be_missing() -> None:
    assert rows(experiment(dense(512), dense(256), dense(128)), experiment(dense(256), dense(128))) == {
        "Layer 1": ("Dense 512 relu", "–")
    }
    # Here two layers of the other stack can stand for two of this one, though only one is the same.
    assert rows(experiment(dense(512), dense(512), dense(512)), experiment(dense(256), dense(512))) == {
        "Layer 1 · units": ("512", "256"),
        "Layer 3": ("Dense 512 relu", "–"),
    }


def test_three_stacks_are_laid_side_by_side() -> None:
    assert rows(
        experiment(dense(8), dense(8)),
        experiment(dense(8), DROPOUT, dense(8)),
        experiment(dense(8), dense(4)),
    ) == {"Layer 2": ("–", "Dropout 0.3", "–"), "Layer 3 · units": ("8", "8", "4")}


def test_a_section_that_is_off_somewhere_is_one_row() -> None:
    off, on = experiment(), experiment(early_stopping={"patience": 5})
    assert rows(off, on) == {"Early stopping": ("off", "validation loss, patience 5")}
    assert rows(on, experiment(early_stopping={"patience": 9})) == {"Early stopping · patience": ("5", "9")}


def test_the_momentum_of_an_optimizer_that_has_none_is_no_difference() -> None:
    assert rows(experiment(optimizer={"name": "adam"}), experiment(optimizer={"name": "sgd"})) == {
        "Optimizer": ("Adam", "SGD")
    }


def test_a_few_features_left_out_are_named() -> None:
    data = {"dataset": "iris", "target": "species"}
    every = experiment(data=data)
    some = experiment(data={**data, "features": ["sepal width", "petal length", "petal width"]})
    (row,) = differences([every, some])
    assert row.title == "Features"
    assert row.values == ("all 4", "without sepal length")


def test_an_option_of_a_toy_that_an_earlier_version_did_not_know_is_the_usual_one() -> None:
    data = {"dataset": "spiral"}
    assert differences([experiment(data=data), experiment(data={**data, "options": {"points": 500}})]) == []


def test_two_long_lists_that_read_alike_are_told_apart() -> None:
    first, second = (
        experiment(data={"dataset": "a-table-long-gone", "options": {"marks": list(range(at, at + 9))}})
        for at in (0, 1)
    )
    assert rows(first, second) == {"Marks": ("9 values", "9 values (2)")}


def test_a_branch_says_where_it_branched() -> None:
    parent = experiment(dense(8))
    branch = parent.model_copy(update={"branch": Branch(experiment=parent, epoch=10)})
    assert label(branch, parent) == "branched at epoch 10"


def test_another_data_set_says_itself_and_not_all_that_follows() -> None:
    wine, iris = experiment(), experiment(data={"dataset": "iris", "target": "species"})
    assert "Target" in rows(wine, iris)
    assert label(iris, wine) == "Iris"


def test_a_label_names_three_differences_and_counts_the_rest() -> None:
    other = experiment(optimizer={"name": "sgd", "learning_rate": 0.1}, batch_size=8, epochs=7, seed=3)
    assert label(other, experiment()) == "SGD, learning rate 0.1, batch size 8 and 2 more"


def test_runs_that_would_be_called_the_same_are_numbered_and_given_names_go_first() -> None:
    one, other = experiment(seed=1), experiment(seed=2)
    assert labels([one, one, other]) == ["seed 1", "same settings", "seed 2"]
    assert labels([one, other, other], ["mine", "", ""]) == ["mine", "seed 2", "seed 2 (2)"]
    assert labels([one]) == ["this run"]


KINDS = st.sampled_from([dense(8), dense(16), DROPOUT, NORMALIZATION, {"type": "activation"}])
STACKS = st.lists(KINDS, max_size=6)


@given(st.lists(STACKS, min_size=1, max_size=4))
def test_every_layer_of_every_stack_keeps_its_order_in_the_slots(stacks: list[list[dict[str, Any]]]) -> None:
    given_stacks = [experiment(*stack).network.layers for stack in stacks]
    slots = align(given_stacks)
    for number, stack in enumerate(given_stacks):
        assert [slot[number] for slot in slots if slot[number] is not None] == list(stack)
    assert all(any(layer is not None for layer in slot) for slot in slots)


@given(STACKS, STACKS)
def test_a_difference_names_every_change_and_nothing_else(
    one: list[dict[str, Any]], other: list[dict[str, Any]]
) -> None:
    found = differences([experiment(*one), experiment(*other)])
    assert bool(found) == (one != other)
    assert all(row.values[0] != row.values[1] for row in found)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_difference_has_a_value_for_each_experiment(count: int) -> None:
    many = [experiment(dense(8), epochs=number + 1) for number in range(count)]
    assert all(len(row.values) == count for row in differences(many))


def test_a_stack_with_several_layers_added_or_removed_has_one_label() -> None:
    small, large = experiment(dense(4)), experiment(*3 * [dense(512)])
    assert label(small, large) == "layers 4"
    assert label(large, small) == "layers 512-512-512"
