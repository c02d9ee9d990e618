"""Points added to a toy and removed from it by hand: who trains, what stays, what is refused."""

from typing import Any

import numpy
import pytest

from playground.datasets import DataError, Prepared, card, complete_data, load, names, prepare
from playground.datasets.toys.points import generated_points
from playground.datasets.view import view
from playground.experiment import CompleteData, Data

TOYS = [name for name in names() if card(name).is_toy]
OWN = [[1.5, -2, "blue"], [-4, 3.25, "orange"]]


def toy(name: str = "circle", **options: Any) -> CompleteData:
    return complete_data(Data(dataset=name, scaling="none", options={"points": 60, **options}))


def positions(prepared: Prepared) -> tuple[set[tuple[float, ...]], set[tuple[float, ...]]]:
    return ({tuple(row) for row in prepared.training.x}, {tuple(row) for row in prepared.validation.x})


def test_an_added_point_trains_and_no_other_point_changes_sides() -> None:
    before, after = prepare(toy()), prepare(toy(added=OWN))
    numpy.testing.assert_array_equal(after.validation.x, before.validation.x)
    numpy.testing.assert_array_equal(after.training.x[:-2], before.training.x)
    numpy.testing.assert_array_equal(after.training.x[-2:], [[1.5, -2], [-4, 3.25]])
    assert [after.classes[int(label)] for label in after.training.y[-2:, 0]] == ["blue", "orange"]
    assert load(toy(added=OWN)).iloc[-1].tolist() == [-4, 3.25, "orange"]


def test_a_removed_point_is_gone_and_no_other_point_changes_sides() -> None:
    before = prepare(toy())
    gone = [int(before.training.rows[3]), int(before.validation.rows[0])]
    after = prepare(toy(removed=gone))
    assert after.training.rows.tolist() == [row for row in before.training.rows if row not in gone]
    assert after.validation.rows.tolist() == [row for row in before.validation.rows if row not in gone]
    (training, validation), (old_training, old_validation) = positions(after), positions(before)
    assert training < old_training
    assert validation < old_validation


def test_points_keep_their_sides_when_some_are_added_and_removed_at_once() -> None:
    before, after = prepare(toy()), prepare(toy(added=OWN, removed=[0, 7, 30]))
    stayed = [row for row in before.training.rows if row not in (0, 7, 30)]
    assert after.training.rows.tolist() == [*stayed, 60, 61]
    assert after.report.sentences()[-2:] == [
        "Points of your own among the training rows: 2.",
        "Generated points that you removed: 3.",
    ]


def test_the_scaler_learns_from_added_points_and_not_from_removed_ones() -> None:
    far = toy(added=[[12, 0, "blue"]]).model_copy(update={"scaling": "minmax"})
    prepared = prepare(far)
    assert prepared.training.x[-1, 0] == 1
    untouched = prepare(toy().model_copy(update={"scaling": "minmax"}))
    outermost = int(untouched.training.rows[untouched.training.x[:, 0].argmax()])
    without = prepare(toy(removed=[outermost]).model_copy(update={"scaling": "minmax"}))
    assert without.x_scale[0] < untouched.x_scale[0]
    assert without.training.x.max() == 1


def test_derived_features_of_added_points_are_their_own() -> None:
    frame = load(toy(added=OWN, derived=["x1*x2"]))
    assert frame["x1*x2"].iloc[-2:].tolist() == [-3, -13]


@pytest.mark.parametrize(
    ("name", "point"), [("sine", [1, 2.5]), ("plane", [1, 2, -0.5]), ("blobs-5", [0, 0, "E"])]
)
def test_every_kind_of_toy_takes_points(name: str, point: list[Any]) -> None:
    data = toy(name, added=[point])
    prepared = prepare(data)
    assert load(data).iloc[-1].tolist() == point
    assert len(prepared.training) == len(prepare(toy(name)).training) + 1


def test_a_class_whose_points_are_all_removed_is_still_a_class() -> None:
    blue = [number for number, label in enumerate(load(toy("blobs-3")).label) if label == "B"]
    assert prepare(toy("blobs-3", removed=blue)).classes == ("A", "B", "C")


def test_the_picture_reaches_to_the_farthest_added_point() -> None:
    data = toy(added=[[11, 0, "blue"]])
    assert view(data, prepare(data)).ranges["x2"] == (-11, 11)


@pytest.mark.parametrize(
    ("options", "field", "words"),
    [
        ({"added": [[1, 2, "red"]]}, "added", "class “red”; its classes are orange, blue"),
        ({"added": [[1, "blue"]]}, "added", r"must be \[x1, x2, label\], not"),
        ({"added": [[1, 2, 1]]}, "added", r"must be \[x1, x2, label\], not"),
        ({"added": [["1", 2, "blue"]]}, "added", r"must be \[x1, x2, label\], not"),
        ({"added": [[]]}, "added", r"must be \[x1, x2, label\], not"),
        ({"added": [[1, 12.01, "blue"]]}, "added", "from -12 to 12"),
        ({"added": [[1, float("nan"), "blue"]]}, "added", "at most 200 points"),
        ({"added": [[1, True, "blue"]]}, "added", "at most 200 points"),
        ({"added": [[0, 0, "blue"]] * 201}, "added", "at most 200 points"),
        ({"added": "blue"}, "added", "at most 200 points"),
        ({"removed": [60]}, "removed", "numbered from 0 to 59"),
        ({"removed": [-1]}, "removed", "numbered from 0 to 59"),
        ({"removed": [3, 3]}, "removed", "twice"),
        ({"removed": [1.5]}, "removed", "at most 500 numbers"),
        ({"points": 1000, "removed": list(range(501))}, "removed", "at most 500 numbers"),
        ({"removed": list(range(58))}, "removed", "at least 2 are needed"),
    ],
)
def test_what_cannot_be_added_or_removed_is_refused_in_a_sentence(
    options: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(DataError, match=words) as caught:
        prepare(toy(**options))
    assert caught.value.field == f"data.options.{field}"
    assert len(str(caught.value)) < 250


def test_a_number_that_is_added_has_its_limits_too() -> None:
    with pytest.raises(DataError, match="from -12 to 12"):
        prepare(toy("sine", added=[[1, 13]]))
    with pytest.raises(DataError, match=r"\[x, y\]"):
        prepare(toy("sine", added=[[1, "high"]]))


@pytest.mark.parametrize("name", TOYS)
def test_the_plotted_points_are_those_of_the_table_on_the_sides_they_have(name: str) -> None:
    data = toy(name, removed=[5])
    shown, prepared = generated_points(data), prepare(toy(name))
    assert shown.x.shape == (60, len(card(name).features))
    assert set(numpy.flatnonzero(shown.trains)) == set(prepared.training.rows)
    values = load(data)[card(name).target]
    assert [shown.classes[label] if shown.classes else label for label in shown.y] == values.tolist()


def test_points_can_be_plotted_where_they_cannot_be_trained_with() -> None:
    few = Data(dataset="circle", train_fraction=0.05, options={"points": 10, "removed": list(range(10))})
    data = complete_data(few)
    with pytest.raises(DataError):
        prepare(data)
    assert generated_points(data).trains.all()
