"""A report is one file that fetches nothing, and names in it stay names."""

import re
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pytest
from markupsafe import Markup

from playground.export.chart_svg import Line, curves, points, ticks
from playground.export.network_svg import MOST, Column, network
from playground.export.report import Chart, Story, Table, report
from playground.mentions import unturned
from tests.support.hostile import NAMES

NAN = float("nan")


class Read(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_names_stay_names_and_nothing_is_fetched() -> None:
    hostile = " ".join(NAMES)
    made = report(
        Story(
            title=hostile,
            date=hostile,
            summary=NAMES,
            settings=[(name, name) for name in NAMES],
            layers=Table(hostile, NAMES, [NAMES], NAMES),
            network=network(
                [Column(hostile, hostile, 2, NAMES), Column("x", "", 1, NAMES, np.ones((2, 1), np.float32))]
            ),
            curves=[Chart(hostile, curves([Line("training", [1.0, 2.0])], hostile), hostile)],
            verdict=hostile,
            judgement=[Table(hostile, NAMES, [NAMES])],
            points=Chart(hostile, points([1.0], [2.0], hostile), hostile),
        )
    )
    found = Read(made)
    assert not {"img", "script", "link", "iframe", "image", "use", "a"}.intersection(found.tags)
    assert not {"src", "href", "onerror", "xlink:href"} & found.attributes
    assert all(unturned(name) in found.text for name in NAMES)
    assert "\u202e" not in made
    assert "url(" not in made


def test_a_curve_has_a_gap_where_there_is_no_number() -> None:
    drawn = curves([Line("training", [9.0, 3.0, NAN, 2.0, 1.0])], "loss", (4, 1.0))
    assert drawn.count("<polyline") == 2
    assert drawn.count("<circle") == 1
    assert curves([Line("training", [NAN, NAN])], "loss") == Markup("")


def test_ticks_are_round_and_within() -> None:
    assert ticks(0, 1) == [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    assert ticks(0.0312, 0.0334) == [0.0315, 0.032, 0.0325, 0.033]
    assert ticks(-3, 1200) == [0, 500, 1000]
    assert ticks(2, 2) == [2]


def test_a_wide_layer_is_drawn_in_part_and_says_so() -> None:
    wide = Column("Dense", "512", 512, weights=np.full((2, 512), -0.5, np.float32))
    drawn = network([Column("Input", "", 2), wide])
    assert drawn.count('class="neuron"') == 2 + MOST
    assert drawn.count('class="below"') == 2 * MOST
    assert "and 500 more" in drawn


@pytest.mark.parametrize(("letter", "wide"), [("i", 3), ("W", 10.4), ("&", 8.5), ("東", 11)])
def test_names_beside_the_network_have_room(letter: str, wide: float) -> None:
    """`wide` is how many pixels a letter takes."""
    names = (letter * 300, "b")
    drawn = network(
        [Column("Input", "", 2, names), Column("Output", "", 2, names, np.ones((2, 2), np.float32))]
    )
    found = re.search(r'viewBox="0 0 ([\d.]+) ', drawn)
    assert found is not None
    labels = re.findall(r'<text x="([\d.]+)" [^>]*text-anchor="(start|end)">([^<]+)…</text>', drawn)
    assert [anchor for _, anchor, _ in labels] == ["end", "start"]
    for at, anchor, text in labels:
        room = float(at) if anchor == "end" else float(found[1]) - float(at)
        assert len(unescape(text)) > 8
        assert room > (len(unescape(text)) + 1) * wide
