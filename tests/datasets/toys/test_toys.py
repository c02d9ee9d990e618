"""Toys have the shapes they are called by, and depend on nothing but their options."""

from typing import Any

import numpy
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.datasets import DERIVED, DataError, card, load, names
from playground.datasets.toys.catalogue import generate
from playground.experiment import Data

TOYS = [name for name in names() if card(name).is_toy]
PLANES = [name for name in TOYS if len(card(name).features) == 2]


def points(name: str, **options: Any) -> pandas.DataFrame:
    return load(Data(dataset=name, options=options))


def test_the_toys_are_the_thirteen_of_the_catalogue() -> None:
    assert set(TOYS) == {
        *("circle", "xor", "gaussians", "spiral", "moons", "blobs-3", "blobs-5", "plane", "multi-gaussian"),
        *("line", "sine", "step", "parabola"),
    }


@pytest.mark.parametrize("name", TOYS)
def test_a_toy_has_500_points_its_features_and_its_target(name: str) -> None:
    about = card(name)
    frame = points(name)
    assert list(frame.columns) == [*about.features, about.target]
    assert len(frame) == 500
    assert not frame.isna().any().any()


@given(
    name=st.sampled_from(TOYS),
    count=st.integers(10, 5000),
    noise=st.floats(0, 50),
    seed=st.integers(0, 2**31 - 1),
)
@settings(max_examples=60, deadline=None)
def test_any_options_in_range_give_that_many_finite_points(
    name: str, count: int, noise: float, seed: int
) -> None:
    frame = points(name, points=count, noise=noise, seed=seed)
    assert len(frame) == count
    assert numpy.isfinite(frame.select_dtypes("number").to_numpy()).all()


@pytest.mark.parametrize("name", TOYS)
def test_the_same_seed_gives_the_same_points_and_another_gives_others(name: str) -> None:
    first = points(name, seed=3, noise=20)
    points(name, seed=4, noise=20)
    generate.cache_clear()
    pandas.testing.assert_frame_equal(first, points(name, seed=3, noise=20))
    assert not first.equals(points(name, seed=4, noise=20))


@pytest.mark.parametrize("name", ["circle", "gaussians", "spiral", "moons", "blobs-3", "blobs-5"])
def test_classes_are_of_equal_size(name: str) -> None:
    counts = points(name, points=300, noise=0)["label"].value_counts()
    assert counts.nunique() == 1


def test_circle_is_a_disc_in_a_ring() -> None:
    frame = points("circle", noise=0)
    radius = numpy.hypot(frame.x1, frame.x2)
    blue = frame.label == "blue"
    assert radius[blue].max() < 2.5
    assert radius[~blue].between(3.5, 5).all()


def test_xor_is_blue_where_the_signs_agree() -> None:
    frame = points("xor", noise=0)
    assert ((frame.x1 * frame.x2 > 0) == (frame.label == "blue")).all()
    assert frame[["x1", "x2"]].abs().to_numpy().min() >= 0.3


def test_gaussians_stand_at_opposite_corners() -> None:
    middle = points("gaussians", noise=0, points=5000).groupby("label")[["x1", "x2"]].mean()
    numpy.testing.assert_allclose(middle.loc["blue"], [2, 2], atol=0.1)
    numpy.testing.assert_allclose(middle.loc["orange"], [-2, -2], atol=0.1)


def test_the_arms_of_the_spiral_face_each_other() -> None:
    frame = points("spiral", noise=0)
    blue = frame[frame.label == "blue"][["x1", "x2"]].to_numpy()
    orange = frame[frame.label == "orange"][["x1", "x2"]].to_numpy()
    numpy.testing.assert_allclose(blue, -orange, atol=1e-12)
    outermost = blue[-1]
    along = 249 / 250
    angle = 1.75 * 2 * numpy.pi * along
    numpy.testing.assert_allclose(outermost, 5 * along * numpy.array([numpy.sin(angle), numpy.cos(angle)]))


def test_moons_reach_into_each_other() -> None:
    frame = points("moons", noise=0)
    blue, orange = frame[frame.label == "blue"], frame[frame.label == "orange"]
    assert blue.x1.max() > orange.x1.min()
    assert blue.x2.min() < orange.x2.max()


@pytest.mark.parametrize(("name", "classes"), [("blobs-3", "ABC"), ("blobs-5", "ABCDE")])
def test_blobs_stand_apart_at_distance_four_from_the_middle(name: str, classes: str) -> None:
    middle = points(name, noise=0, points=5000).groupby("label")[["x1", "x2"]].mean()
    assert "".join(middle.index) == classes
    numpy.testing.assert_allclose(numpy.hypot(middle.x1, middle.x2), 4, atol=0.15)


def test_plane_rises_by_a_tenth() -> None:
    frame = points("plane", noise=0)
    numpy.testing.assert_allclose(frame.y, (frame.x1 + frame.x2) / 10)


def test_multi_gaussian_has_three_hills_and_three_hollows() -> None:
    frame = points("multi-gaussian", noise=0, points=5000)
    for x1, x2, height in (
        (-4, 2.5, 1),
        (0, 2.5, -1),
        (4, 2.5, 1),
        (-4, -2.5, -1),
        (0, -2.5, 1),
        (4, -2.5, -1),
    ):
        near = numpy.hypot(frame.x1 - x1, frame.x2 - x2) < 0.5
        assert (frame.y[near] * height > 0.75).all()
    assert frame.y[numpy.hypot(frame.x1, frame.x2) < 0.4].abs().max() == 0


@pytest.mark.parametrize("name", ["plane", "multi-gaussian", "xor"])
def test_uniform_toys_fill_the_square(name: str) -> None:
    at = points(name, points=5000)[["x1", "x2"]].abs().to_numpy()
    assert 5 < at.max() <= 6


def test_curves_follow_their_formulas() -> None:
    for name, formula in {
        "line": lambda x: 0.5 * x + 1,
        "sine": numpy.sin,
        "step": lambda x: (x >= 0) * 1.0,
        "parabola": lambda x: 0.2 * x**2 - 2,
    }.items():
        frame = points(name, noise=0)
        numpy.testing.assert_allclose(frame.y, formula(frame.x))


def test_noise_moves_the_curve_by_its_share_of_half_the_height() -> None:
    quiet, loud = points("line", noise=0, points=5000), points("line", noise=20, points=5000)
    numpy.testing.assert_array_equal(quiet.x, loud.x)
    assert (loud.y - quiet.y).std() == pytest.approx(0.2 * 2.5, rel=0.05)


def test_noise_mixes_classes_more_and_more() -> None:
    def wrong(noise: float) -> int:
        frame = points("gaussians", noise=noise, points=5000)
        return int(((frame.x1 + frame.x2 > 0) != (frame.label == "blue")).sum())

    assert wrong(0) < wrong(25) < wrong(50)


def test_derived_features_are_added_in_one_order() -> None:
    frame = points("circle", derived=list(reversed(DERIVED)))
    assert list(frame.columns) == ["x1", "x2", *DERIVED, "label"]
    numpy.testing.assert_allclose(frame["x1^2"], frame.x1**2)
    numpy.testing.assert_allclose(frame["x1*x2"], frame.x1 * frame.x2)
    numpy.testing.assert_allclose(frame["sin(x1)"], numpy.sin(frame.x1))
    numpy.testing.assert_allclose(frame["cos(x2)"], numpy.cos(frame.x2))


@pytest.mark.parametrize("name", PLANES)
def test_derived_features_change_neither_points_nor_target(name: str) -> None:
    plain, rich = points(name), points(name, derived=["x2^2"])
    pandas.testing.assert_frame_equal(plain, rich[plain.columns])


@pytest.mark.parametrize(
    ("name", "options", "field"),
    [
        ("circle", {"points": 9}, "points"),
        ("circle", {"points": 5001}, "points"),
        ("circle", {"points": "many"}, "points"),
        ("circle", {"points": True}, "points"),
        ("circle", {"points": 10**400}, "points"),
        ("circle", {"noise": 50.5}, "noise"),
        ("circle", {"noise": -1}, "noise"),
        ("circle", {"noise": None}, "noise"),
        ("circle", {"seed": -1}, "seed"),
        ("circle", {"derived": ["x3^2"]}, "derived"),
        ("circle", {"derived": "x1^2"}, "derived"),
        ("circle", {"colour": "red"}, "colour"),
        ("line", {"derived": ["x1^2"]}, "derived"),
        ("red-wine", {"points": 100}, "points"),
        ("red-wine", {"task": "regression"}, "task"),
    ],
)
def test_a_wrong_option_is_named(name: str, options: dict[str, Any], field: str) -> None:
    with pytest.raises(DataError, match=field) as caught:
        points(name, **options)
    assert caught.value.field == f"data.options.{field}"
    assert len(str(caught.value)) < 250
