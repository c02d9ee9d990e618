"""A history file is read as Keras, pandas and spreadsheets write it."""

import math

import pytest

from playground.doctor.history.reading import read_history
from playground.errors import ExperimentError


def test_epochs_are_numbered_as_the_file_numbers_them() -> None:
    found = read_history("epoch,loss,val_loss,mae,val_mae\n0,1.0,1.1,0.5,0.6\n1,0.5,0.7,0.4,0.5\n")
    assert found.epochs == (0, 1)
    assert found.loss.tolist() == [1.0, 0.5]
    assert found.val_loss is not None
    assert found.val_loss.tolist() == [1.1, 0.7]
    assert set(found.metrics) == {"mae", "val_mae"}


def test_an_index_without_a_name_numbers_the_epochs_too() -> None:
    assert read_history(",loss\n0,1.0\n1,0.5\n").epochs == (0, 1)


@pytest.mark.parametrize("numbers", [("", ""), ("x" * 0, "3"), ("4", "4")])
def test_epochs_count_from_1_where_the_file_does_not_number_them(numbers: tuple[str, str]) -> None:
    assert read_history(f"epoch,loss\n{numbers[0]},1.0\n{numbers[1]},0.5\n").epochs == (1, 2)


def test_the_learning_rate_is_no_metric() -> None:
    found = read_history("epoch,loss,learning_rate,lr\n1,1.0,0.1,0.1\n2,0.5,0.1,0.1\n")
    assert found.metrics == {}


def test_semicolons_with_decimal_commas_are_read() -> None:
    assert read_history("\ufeffepoch;loss;val_loss\r\n1;1,5;2\r\n2;0,5;1e-3\r\n").loss.tolist() == [1.5, 0.5]


def test_nan_infinity_and_cells_left_empty_at_the_end_are_no_numbers() -> None:
    found = read_history("epoch,loss\n1,1.0\n2,inf\n3,nan\n4,\n")
    assert [math.isfinite(value) for value in found.loss] == [True, False, False, False]


def test_a_history_begins_with_the_first_epoch_that_was_trained() -> None:
    found = read_history(
        "epoch,loss,val_loss,mae\n1,nan,nan,nan\n2,nan,nan,nan\n3,0.9,0.95,0.5\n4,0.8,0.85,0.4\n"
    )
    assert (found.epochs, found.loss.tolist()) == ((3, 4), [0.9, 0.8])
    assert found.val_loss is not None
    assert (found.val_loss.tolist(), found.metrics["mae"].tolist()) == ([0.95, 0.85], [0.5, 0.4])


def test_a_loss_that_never_was_a_number_keeps_its_epochs() -> None:
    assert read_history("epoch,loss\n1,nan\n2,nan\n").epochs == (1, 2)


def test_an_epoch_without_validation_keeps_the_last_one() -> None:
    found = read_history("epoch,loss,val_loss\n1,1.0,\n2,0.9,0.95\n3,0.8,\n4,0.7,0.75\n")
    assert found.val_loss is not None
    assert found.val_loss[1:].tolist() == [0.95, 0.95, 0.75]


def test_a_column_of_validation_without_a_value_is_none() -> None:
    assert read_history("epoch,loss,val_loss\n1,1.0,\n2,0.9,\n").val_loss is None


def test_a_column_of_words_is_left_out() -> None:
    found = read_history("epoch,loss,note\n1,1.0,warm up\n2,0.5,\n")
    assert (found.loss.tolist(), found.metrics) == ([1.0, 0.5], {})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "header"),
        ("epoch,loss\n", "header"),
        ("epoch,accuracy\n1,0.5\n", "loss: there is no such column"),
        ("epoch,loss\n1,0.5\n2,much\n", "row 3 holds “much”"),
    ],
)
def test_what_is_no_history_is_refused_with_a_sentence(text: str, named: str) -> None:
    with pytest.raises(ExperimentError, match=named):
        read_history(text)
