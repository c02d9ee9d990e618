"""Which columns a picture can have as axes, and what the network is asked along them."""

import numpy as np
import pandas
import pytest

from playground.datasets import complete_data, load, prepare
from playground.datasets.view import evenly, grid, view
from playground.experiment import Data
from tests.support.own_tables import brought


def test_a_toy_is_seen_along_its_own_features_whatever_the_network_gets() -> None:
    data = Data(dataset="circle", features=("x1^2", "x2"), options={"derived": ["x1^2"]}, scaling="none")
    prepared = prepare(complete_data(data))
    seen = view(data, prepared)
    assert (seen.axes, seen.names, dict(seen.held)) == (("x1", "x2"), ("x1", "x2"), {})
    rows = grid(data, prepared, seen, ("x1", "x2"), 3)
    low, high = seen.ranges["x1"]
    middles = low + (high - low) * np.array([1, 3, 5]) / 6
    # Pixels: the first column runs fastest, and the first line is the highest x2.
    np.testing.assert_allclose(rows[:, 0], np.tile(middles**2, 3), rtol=1e-6)
    np.testing.assert_allclose(rows[:, 1], np.repeat(middles[::-1], 3), rtol=1e-6)


@pytest.mark.parametrize("name", ["gaussians", "moons", "sine"])
def test_every_point_of_a_toy_lies_in_its_picture(name: str) -> None:
    data = Data(dataset=name, options={"noise": 50})
    seen = view(data, prepare(complete_data(data)))
    for column in seen.names:
        low, high = seen.ranges[column]
        assert low <= -6 < 6 <= high
        assert load(data)[column].between(low, high).all()


def test_what_is_no_axis_is_held_at_its_median_of_the_training_rows() -> None:
    data = Data(dataset="penguins", scaling="standard")
    prepared = prepare(complete_data(data))
    seen = view(data, prepared)
    axes = ("bill_length_mm", "bill_depth_mm")
    rows = grid(data, prepared, seen, axes, 4)
    raw = rows * prepared.x_scale + prepared.x_offset
    training = load(data).loc[prepared.training.rows]
    for column, name in enumerate(prepared.inputs):
        if name in axes:
            assert len(np.unique(rows[:, column])) == 4
        elif "=" in name:
            assert set(np.round(raw[:, column], 4)) <= {0, 1}
        else:
            np.testing.assert_allclose(raw[:, column], training[name].median(), rtol=1e-5)
    island = [column for column, name in enumerate(prepared.inputs) if name.startswith("island=")]
    most = f"island={training['island'].mode()[0]}"
    assert prepared.inputs[island[int(raw[0, island].argmax())]] == most


def test_the_rows_of_a_picture_are_those_of_a_table_with_its_columns() -> None:
    data = Data(dataset="penguins", missing="fill", was_missing=True, clip=0.02)
    prepared = prepare(complete_data(data))
    seen = view(data, prepared)
    axes = ("bill_depth_mm", "bill_length_mm")
    first, second = (
        low + (high - low) * (np.arange(5) + 0.5) / 5 for low, high in (seen.ranges[name] for name in axes)
    )
    along = {axes[0]: np.tile(first, 5), axes[1]: np.repeat(second[::-1], 5)}
    whole = pandas.DataFrame({**seen.held, **along}, index=range(25))
    expected = prepared.scale_inputs(prepared.encoding.matrix(whole))
    np.testing.assert_array_equal(grid(data, prepared, seen, axes, 5), expected)


def test_the_axes_to_begin_with_tell_most_about_the_target() -> None:
    iris, wine = Data(dataset="iris"), Data(dataset="red-wine")
    assert set(view(iris, prepare(complete_data(iris))).axes) == {"petal length", "petal width"}
    assert view(wine, prepare(complete_data(wine))).axes[0] == "alcohol"


def test_one_axis_and_none() -> None:
    data = Data(dataset="sine", scaling="none")
    prepared = prepare(complete_data(data))
    seen = view(data, prepared)
    np.testing.assert_allclose(grid(data, prepared, seen, seen.axes, 4)[:, 0], [-4.5, -1.5, 1.5, 4.5])
    iris = Data(dataset="iris")
    assert grid(
        iris, prepare(complete_data(iris)), view(iris, prepare(complete_data(iris))), (), 4
    ).shape == (1, 4)


def test_a_column_of_text_and_too_many_axes_are_refused_with_a_sentence() -> None:
    data = Data(dataset="penguins")
    prepared = prepare(complete_data(data))
    seen = view(data, prepared)
    with pytest.raises(ValueError, match=r"island.*cannot be an axis"):
        grid(data, prepared, seen, ("island", "body_mass_g"), 4)
    with pytest.raises(ValueError, match="two different axes"):
        grid(data, prepared, seen, ("body_mass_g", "body_mass_g"), 4)


def test_rows_are_thinned_evenly() -> None:
    assert evenly(3, 5).tolist() == [0, 1, 2]
    assert evenly(101, 5).tolist() == [0, 25, 50, 75, 100]


@pytest.mark.parametrize("size", [1e300, 1e-300])
def test_numbers_of_any_size_are_looked_at(size: float) -> None:
    rows = "".join(f"{n % 7};{n * size};{n}.5\n" for n in range(1, 40))
    data = complete_data(Data(dataset=brought(f"noise;size;target\n{rows}"), target="target"))
    seen = view(data, prepare(data))
    assert seen.axes[0] == "size"
    low, high = seen.ranges["size"]
    assert np.isfinite([low, high]).all()
    assert low < high
