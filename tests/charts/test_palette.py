"""Runs are told apart on light and on dark pages, by colour-blind people, and while others come and go."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from playground.charts.palette import COLOURS, colour, colour_indices, mark

LIGHT, DARK = "#ffffff", "#11171c"  # the pages of .streamlit/config.toml

# Machado, Oliveira and Fernandes (2009), https://doi.org/10.1109/TVCG.2009.113, at full severity.
SIGHT = {
    "all colours": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}


def linear(hexadecimal: str) -> NDArray[np.float64]:
    channels = np.array([int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(linear(each) @ [0.2126, 0.7152, 0.0722]) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("page", [LIGHT, DARK])
def test_every_colour_stands_out_from_the_page(page: str) -> None:
    assert min(contrast(each, page) for each in COLOURS) >= 3


@pytest.mark.parametrize("sight", SIGHT)
def test_the_first_four_colours_are_told_apart_whatever_one_sees(sight: str) -> None:
    seen = [lab(np.array(SIGHT[sight]) @ linear(each)) for each in COLOURS[:4]]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) > 15


def test_no_two_of_thirty_runs_share_both_colour_and_mark() -> None:
    assert len({(colour(index), mark(index)) for index in range(30)}) == 30


IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(st.lists(IDS, min_size=1, max_size=6))
def test_a_run_keeps_its_colour_while_it_is_chosen_and_no_two_share_one(choices: list[list[str]]) -> None:
    before: dict[str, int] = {}
    for chosen in choices:
        now = colour_indices(chosen, before)
        assert list(now) == chosen
        assert len(set(now.values())) == len(chosen)
        assert all(now[run] == before[run] for run in chosen if run in before)
        assert all(index < max(len(chosen), len(before) + 1, 8) for index in now.values())
        before = now
