"""What is told of columns and rows is true of the rows it names."""

import numpy
import pandas
import pytest

from playground.datasets import DataError, complete_data, load, prepare
from playground.experiment import Data
from tests.datasets.test_any_table import prepared, table
from tests.support.cases import case


def told(data: Data) -> str:
    return " ".join(prepare(complete_data(data)).report.sentences())


def test_copies_of_training_rows_among_the_validation_rows_are_counted() -> None:
    data = case("D1").data
    said = told(data)
    assert "90 of the 480 validation rows have an identical training row, quality included" in said
    # Counted another way, from the table itself.
    ready, rows = prepare(complete_data(data)), load(data)
    training = rows.iloc[ready.training.rows].drop_duplicates()
    assert len(rows.iloc[ready.validation.rows].merge(training)) == ready.report.copies == 90


def test_rows_alike_in_their_features_only_are_told_apart_from_copies() -> None:
    frame = pandas.DataFrame({"x": [1.0, 2.0] * 20, "y": numpy.arange(40.0)})
    report = prepared(frame).report
    assert report.copies == 0
    assert report.same_features == report.parts.validation
    assert (
        f"{report.parts.validation} of the {report.parts.validation} validation rows have the features of a training"
        in " ".join(report.sentences())
    )


def test_a_column_the_same_in_training_rows_only_is_not_said_never_to_change() -> None:
    said = told(case("N29").data)
    assert (
        "pixel_0_0, pixel_4_0 and pixel_4_7 never change; pixel_7_0 is the same in every training row" in said
    )


def test_two_columns_of_one_name_are_a_sentence() -> None:
    frame = table(a=numpy.arange(20.0))
    frame.columns = ["x", "x", "y"]
    with pytest.raises(DataError, match="2 columns called “x”") as refused:
        prepared(frame)
    assert refused.value.field == "data.features"


def test_a_few_whole_numbers_used_as_a_quantity_are_probably_a_category() -> None:
    assert (
        "shelf has only 3 values, whole numbers one apart, and is used as a quantity: it is probably a category."
        in told(case("D7").data)
    )
    assert "category" not in told(Data(dataset="cereals", features=("sugars", "protein")))
    assert "category" not in told(Data(dataset="auto-mpg"))


def test_a_table_in_the_order_of_years_says_what_a_random_split_does_not_show() -> None:
    assert "in the order of model_year" in told(Data(dataset="auto-mpg"))
    for name in ("red-wine", "cereals", "concrete", "iris", "diabetes", "sine"):
        assert "in the order of" not in told(Data(dataset=name)), name
