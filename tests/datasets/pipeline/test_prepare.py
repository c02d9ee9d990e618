"""Preparing the tables that come with the playground."""

import pickle
import subprocess
import sys
from typing import Any

import numpy
import pytest

from playground.datasets import DataError, Prepared, card, complete_data, load, names, prepare
from playground.experiment import Data
from playground.words import Task


def prepared(dataset: str, **how: Any) -> Prepared:
    return prepare(complete_data(Data(dataset=dataset, **how)))


@pytest.mark.parametrize("name", names())
def test_every_data_set_is_ready_to_train_on(name: str) -> None:
    about, ready = card(name), prepared(name)
    assert ready.task is about.task
    assert ready.target == about.target
    for x, y in ((ready.training.x, ready.training.y), (ready.validation.x, ready.validation.y)):
        assert x.dtype == numpy.float32
        assert x.shape == (len(y), len(ready.inputs))
        assert numpy.isfinite(x).all()
        if ready.task is Task.MULTICLASS:
            assert y.dtype == numpy.int32
            assert y.shape == (len(x),)
            assert set(y.tolist()) <= set(range(ready.outputs))
        else:
            assert y.dtype == numpy.float32
            assert y.shape == (len(x), 1)
            assert ready.outputs == 1
    if ready.task is Task.BINARY:
        assert set(ready.training.y.ravel().tolist()) == {0.0, 1.0}


def test_red_wine_is_split_as_pandas_samples_it() -> None:
    ready = prepared("red-wine")
    frame = load(Data(dataset="red-wine"))
    assert ready.training.rows[:4].tolist() == [1109, 1032, 1002, 487]
    assert (len(ready.training), len(ready.validation)) == (1119, 480)
    train = frame.sample(frac=0.7, random_state=0)
    lowest, highest = train.min(axis=0), train.max(axis=0)
    scaled = (train - lowest) / (highest - lowest)
    numpy.testing.assert_allclose(ready.training.x, scaled.drop(columns="quality"), rtol=1e-6)
    numpy.testing.assert_allclose(ready.training.y[:, 0], scaled["quality"], rtol=1e-6)
    rest = (frame.drop(train.index) - lowest) / (highest - lowest)
    numpy.testing.assert_allclose(ready.validation.x, rest.drop(columns="quality"), rtol=1e-5, atol=1e-7)


def test_another_seed_and_fraction_split_otherwise() -> None:
    ready = prepared("red-wine", split_seed=1, train_fraction=0.5)
    expected = load(Data(dataset="red-wine")).sample(frac=0.5, random_state=1)
    assert ready.training.rows.tolist() == expected.index.tolist()


def test_ionosphere_leaves_out_the_column_that_never_changes() -> None:
    ready = prepared("ionosphere")
    assert len(ready.inputs) == 33
    assert ready.report.left_out == (("V2", "never changes"),)
    assert ready.report.sentences()[0] == "33 of 34 features used; V2 never changes."
    assert ready.classes == ("good", "bad")


def test_the_malignant_tumours_are_class_one() -> None:
    ready = prepared("breast-cancer")
    words = load(Data(dataset="breast-cancer"))["diagnosis"].to_numpy()[ready.training.rows]
    assert ((words == "malignant") == (ready.training.y[:, 0] == 1)).all()


def test_penguins_with_missing_values_are_dropped() -> None:
    ready = prepared("penguins")
    assert ready.report.rows_dropped == 11
    assert len(ready.training) + len(ready.validation) == 333
    assert "11 rows with missing values were dropped." in ready.report.sentences()
    complete = load(Data(dataset="penguins")).dropna()
    assert ready.training.rows.tolist() == complete.sample(frac=0.7, random_state=0).index.tolist()


def test_missing_values_outside_the_columns_used_drop_no_row() -> None:
    assert prepared("penguins", features=("island",)).report.rows_dropped == 0


def test_penguins_filled_keep_every_row() -> None:
    ready = prepared("penguins", missing="fill", scaling="none")
    assert len(ready.training) + len(ready.validation) == 344
    assert ready.report.filled == {
        "bill_length_mm": 2,
        "bill_depth_mm": 2,
        "flipper_length_mm": 2,
        "body_mass_g": 2,
        "sex": 11,
    }
    train = load(Data(dataset="penguins")).loc[ready.training.rows]
    gone = train["body_mass_g"].isna().to_numpy()
    assert gone.any()
    assert (
        ready.training.x[gone, ready.inputs.index("body_mass_g")]
        == numpy.float32(train["body_mass_g"].median())
    ).all()
    sexless = train["sex"].isna().to_numpy()
    assert (ready.training.x[sexless, ready.inputs.index(f"sex={train['sex'].mode()[0]}")] == 1).all()


def test_text_becomes_an_input_for_each_value() -> None:
    ready = prepared("penguins")
    assert ready.inputs[:3] == ("island=Biscoe", "island=Dream", "island=Torgersen")
    assert (ready.training.x[:, :3].sum(axis=1) == 1).all()
    island = load(Data(dataset="penguins"))["island"].to_numpy()[ready.validation.rows]
    assert ((island == "Dream") == (ready.validation.x[:, 1] == 1)).all()
    assert ready.report.encoded == {"island": 3, "sex": 2}


def test_a_column_of_too_many_words_is_left_out_with_the_reason() -> None:
    ready = prepared("house-prices")
    assert [column for column, _ in ready.report.left_out] == ["zip"]
    assert "zip has 65 different values, more than 50" in ready.report.sentences()[0]


def test_a_value_only_validation_rows_have_is_all_zeros_and_told() -> None:
    ready = prepared("house-prices")
    cities = [index for index, name in enumerate(ready.inputs) if name.startswith("city=")]
    unknown = (ready.validation.x[:, cities] == 0).all(axis=1)
    assert ready.report.unseen_values == {"city": int(unknown.sum())}
    assert unknown.any()


def test_a_class_only_validation_rows_have_is_told() -> None:
    ready = prepared("house-prices", target="city")
    assert ready.outputs == 37
    assert ready.report.unseen_classes == {"DIAMOND_SPRINGS": 1, "GARDEN_VALLEY": 1, "WALNUT_GROVE": 1}
    assert any("WALNUT_GROVE (1)" in sentence for sentence in ready.report.sentences())


def test_another_column_may_be_the_target() -> None:
    ready = prepared("red-wine", target="alcohol")
    assert ready.target == "alcohol"
    assert "alcohol" not in ready.inputs
    assert "quality" not in ready.inputs, "the card's target is a feature only where it is named"
    assert prepared("red-wine", target="alcohol", features=("quality",)).inputs == ("quality",)


def test_the_task_follows_from_the_target() -> None:
    assert prepared("penguins", target="sex").classes == ("female", "male")
    assert prepared("penguins", target="sex").task is Task.BINARY
    assert prepared("penguins", target="body_mass_g").task is Task.REGRESSION


def test_wine_quality_can_be_classes() -> None:
    ready = prepared("red-wine", options={"task": "classes"})
    assert ready.classes == ("3", "4", "5", "6", "7", "8")
    quality = load(Data(dataset="red-wine"))["quality"].to_numpy()[ready.training.rows]
    assert (ready.training.y == quality - 3).all()


def test_classes_of_numbers_are_in_the_order_of_numbers() -> None:
    cylinders = prepared("auto-mpg", target="cylinders", options={"task": "classes"})
    assert cylinders.classes == ("3", "4", "5", "6", "8")
    assert prepared("concrete", target="age", options={"task": "classes"}).classes[:4] == (
        "1",
        "3",
        "7",
        "14",
    )


def test_features_come_in_the_order_asked_for() -> None:
    assert prepared("red-wine", features=("alcohol", "pH")).inputs == ("alcohol", "pH")


def test_derived_features_of_a_toy_are_inputs_unless_features_are_named() -> None:
    options = {"derived": ["x1*x2"]}
    assert prepared("xor", options=options).inputs == ("x1", "x2", "x1*x2")
    assert prepared("xor", options=options, features=("x1*x2",)).inputs == ("x1*x2",)


def test_scaling_of_the_target_follows_that_of_the_features() -> None:
    by_range = prepared("concrete")
    assert (by_range.training.y.min(), by_range.training.y.max()) == (0, 1)
    standard = prepared("concrete", scaling="standard")
    assert standard.training.y.std() == pytest.approx(1, rel=1e-5)
    for untouched in (prepared("concrete", scale_target=False), prepared("concrete", scaling="none")):
        strength = load(Data(dataset="concrete"))["compressive_strength"].to_numpy()
        assert (untouched.y_offset, untouched.y_scale) == (0, 1)
        numpy.testing.assert_array_equal(
            untouched.training.y[:, 0], strength[untouched.training.rows].astype("float32")
        )


def test_classes_are_never_scaled() -> None:
    ready = prepared("ionosphere", scaling="standard")
    assert set(ready.training.y.ravel().tolist()) == {0.0, 1.0}
    assert (ready.y_offset, ready.y_scale) == (0, 1)


@pytest.mark.parametrize("scaling", ["minmax", "standard", "none"])
def test_offset_and_scale_lead_back_to_the_table(scaling: str) -> None:
    ready = prepared("concrete", scaling=scaling)
    raw = load(Data(dataset="concrete")).iloc[ready.validation.rows]
    back = ready.validation.x * ready.x_scale + ready.x_offset
    numpy.testing.assert_allclose(back, raw[list(ready.inputs)], rtol=1e-4, atol=1e-3)
    strength = ready.validation.y[:, 0] * ready.y_scale + ready.y_offset
    numpy.testing.assert_allclose(strength, raw["compressive_strength"], rtol=1e-4)


def test_other_rows_are_encoded_and_scaled_alike() -> None:
    ready = prepared("penguins")
    rows = load(Data(dataset="penguins")).iloc[ready.validation.rows]
    numpy.testing.assert_array_equal(ready.scale_inputs(ready.encoding.matrix(rows)), ready.validation.x)


def test_arrays_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError, match="read-only"):
        prepared("iris").training.x[0, 0] = 9


def test_preparing_again_is_free() -> None:
    assert prepared("red-wine") is prepared("red-wine")


@pytest.mark.parametrize(
    ("how", "field", "words"),
    [
        ({"dataset": "red-wyne"}, "data.dataset", "red-wine"),
        ({"dataset": "red-wine", "features": ("alcohool",)}, "data.features", "Did you mean “alcohol”"),
        ({"dataset": "red-wine", "features": ("nothing like it",)}, "data.features", "Its columns are"),
        ({"dataset": "red-wine", "features": ("quality",)}, "data.features", "take it out"),
        ({"dataset": "red-wine", "target": "taste"}, "data.target", "no column “taste”"),
        ({"dataset": "ionosphere", "features": ("V2",)}, "data.features", "V2 never changes"),
        ({"dataset": "ionosphere", "target": "V2"}, "data.target", "nothing to learn"),
        ({"dataset": "auto-mpg", "target": "car_name"}, "data.target", "301 different values"),
        ({"dataset": "concrete", "options": {"task": "classes"}}, "data.options.task", "845"),
        ({"dataset": "line", "target": "x", "features": None}, "data.features", "no feature"),
        (
            {"dataset": "circle", "options": {"points": 10}, "train_fraction": 0.9},
            "data.train_fraction",
            "smaller",
        ),
        (
            {"dataset": "circle", "options": {"points": 10}, "train_fraction": 0.1},
            "data.train_fraction",
            "larger",
        ),
    ],
)
def test_what_cannot_be_done_is_said_with_its_field(how: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(DataError, match=words) as caught:
        prepare(complete_data(Data(**how)))
    assert caught.value.field == field
    assert str(caught.value).endswith((".", "?"))


def test_an_error_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(DataError("data.features", "No feature is left.")))
    assert (error.field, str(error)) == ("data.features", "No feature is left.")


def test_only_what_is_needed_is_imported() -> None:
    program = (
        "import sys; from playground.datasets import complete_data, prepare; from playground.experiment import Data;"
        "prepare(complete_data(Data(dataset='red-wine')));"
        "print(sorted({'sklearn', 'sqlalchemy', 'tensorflow', 'keras', 'jax', 'streamlit'} & set(sys.modules)))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert loaded.strip() == "[]"
