"""Each toy's picture in the gallery."""

from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from playground.datasets.toys.catalogue import TOYS
from playground.datasets.toys.thumbnails import SIDE, thumbnail

PATH = "{http://www.w3.org/2000/svg}path"


def paths(name: str) -> list[ElementTree.Element]:
    scheme, svg = thumbnail(name).split(",", 1)
    assert scheme == "data:image/svg+xml"
    return ElementTree.fromstring(unquote(svg)).findall(PATH)


@pytest.mark.parametrize("name", TOYS)
def test_a_thumbnail_is_a_small_picture_with_a_colour_for_each_class(name: str) -> None:
    drawn = paths(name)
    assert len(thumbnail(name)) < 4000
    colours = [path.get("stroke") for path in drawn]
    assert len(set(colours)) == len(colours)
    if TOYS[name].classes:
        assert len(colours) == len(TOYS[name].classes)
    for path in drawn:
        dots = [
            [int(number) for number in dot.split()]
            for dot in path.get("d", "").replace("h0", "").split("M")[1:]
        ]
        assert dots
        assert all(-4 <= coordinate <= SIDE + 4 for dot in dots for coordinate in dot)


def test_no_two_thumbnails_are_alike() -> None:
    assert len({thumbnail(name) for name in TOYS}) == len(TOYS)


def test_up_is_up() -> None:
    (line,) = paths("line")
    dots = sorted(
        tuple(map(int, dot.split())) for dot in (line.get("d") or "").replace("h0", "").split("M")[1:]
    )
    assert dots[0][1] > dots[-1][1]
