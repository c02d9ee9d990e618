"""Pictures as bytes: what goes in comes out, in a layout that a browser can read without copying."""

import gzip
import json
import struct

import numpy as np
import pytest

from playground.pictures.format import Picture, decode, encode, ends, levels, short


def example() -> Picture:
    arrays = {
        "odd": np.arange(5, dtype=np.uint8),
        "weights": np.array([[1.5, np.nan], [-np.inf, 0]], np.float32),
        "steps": np.array([0, 65535, 7], np.uint16),
        "none": np.zeros((0, 3), np.float32),
    }
    return Picture({"epoch": 7, "batch": 2, "axes": ["x₁", "“size”"]}, arrays)


def test_what_goes_in_comes_out() -> None:
    picture = decode(encode(example()))
    assert (picture.epoch, picture.batch, picture.header) == (7, 2, example().header)
    for name, array in example().arrays.items():
        np.testing.assert_array_equal(picture.arrays[name], array)
        assert picture.arrays[name].dtype == array.dtype


def test_a_browser_finds_every_array_aligned_after_the_header() -> None:
    plain = gzip.decompress(encode(example()))
    (length,) = struct.unpack("<I", plain[:4])
    header = json.loads(plain[4 : 4 + length])
    entries = {entry["name"]: entry for entry in header["arrays"]}
    assert (4 + length) % 4 == 0
    assert all(entry["offset"] % 4 == 0 for entry in entries.values())
    assert entries["steps"] == {"name": "steps", "dtype": "uint16", "shape": [3], "offset": 24}
    begin = 4 + length + entries["steps"]["offset"]
    assert struct.unpack("<3H", plain[begin : begin + 6]) == (0, 65535, 7)


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert encode(example()) == encode(example())


def test_nothing_a_browser_cannot_read_is_encoded() -> None:
    with pytest.raises(ValueError, match="float64"):
        encode(Picture({}, {"wide": np.zeros(2)}))
    with pytest.raises(ValueError, match=r"nan|NaN|compliant"):
        encode(Picture({"value": float("nan")}, {}))


def test_levels_lead_back_to_the_values() -> None:
    values = np.array([[-1.0, 0.0, 3.0], [5.0, 5.0, 5.0]])
    low, high = ends(values)
    for dtype, largest in (("uint8", 255), ("uint16", 65535)):
        steps = levels(values, low, high, dtype)
        back = low[:, None] + steps / largest * (high - low)[:, None]
        np.testing.assert_allclose(back, values, atol=4 / largest)


def test_values_that_are_no_numbers_do_not_spoil_the_others() -> None:
    values = np.array([[np.nan, 1.0, np.inf, 3.0], [np.nan] * 4])
    low, high = ends(values)
    assert (low.tolist(), high.tolist()) == ([1.0, 0.0], [3.0, 0.0])
    assert levels(values, low, high).tolist() == [[0, 0, 255, 255], [0, 0, 0, 0]]


def test_numbers_of_a_header() -> None:
    assert short(np.float32(0.123456789)) == 0.12346
    assert short(float("inf")) is None
