"""The way of a row through the layers shows every value in the line of its layer, and names as text."""

import numpy as np
import pytest

from playground.charts.way import ACROSS, MOST, way
from playground.evaluation.steps import Step, steps
from playground.experiment.parse import from_content
from playground.plan import plan

LAYERS = [{"type": "dense", "units": 70}, {"type": "dropout", "rate": 0.3}, {"type": "dense", "units": 2}]


def drawn(found: tuple[Step, ...]) -> tuple[list[list[float]], list[str]]:
    """The values of each line of cells, layer by layer, and the titles."""
    figure = way(found)
    values = [[value for line in trace.z for value in line if value is not None] for trace in figure.data]
    return values, [each.text for each in figure.layout.annotations]


def test_each_layer_has_its_values_and_says_how_many_are_zero() -> None:
    planned = plan(from_content({"data": {"dataset": "iris"}, "network": {"layers": LAYERS}}))
    x, wide = planned.prepared.validation.x[0], np.linspace(0.5, 2.0, 70, dtype=np.float32)
    wide[:3], wide[-1] = 0, -2.0
    answers = np.array([0.25, 0.5, 0.25], np.float32)
    found = steps(planned, x, [wide, wide, np.array([1.5, 0.0], np.float32), answers])
    values, titles = drawn(found)
    for shown, expected in zip(values, [x, wide, [1.5, 0.0], answers], strict=True):
        assert shown == pytest.approx([float(value) for value in expected])
    assert [each.partition("</b>")[0][3:] for each in titles] == [
        "Inputs",
        "Dense 1",
        "Dropout 1",
        "Dense 2",
        "Output",
    ]
    assert "3 of 70 are 0 · the farthest from 0 is -2" in titles[1]
    assert "passes all values on" in titles[2]
    assert [each.names for each in (found[0], found[-1])] == [
        planned.prepared.inputs,
        planned.prepared.classes,
    ]


def test_cells_of_all_layers_lie_within_the_figure_and_below_each_other() -> None:
    many = tuple(Step(f"Dense {count}", "", np.ones(count)) for count in (1, ACROSS, ACROSS + 1, MOST + 1))
    figure = way(many)
    end = 0.0
    for trace in figure.data:
        begin, height = trace.y0 - trace.dy / 2, trace.dy * len(trace.z)
        assert begin >= end
        end = begin + height
        assert trace.x0 + trace.dx * (len(trace.z[0]) - 0.5) <= ACROSS + 1e-9
    assert end <= figure.layout.yaxis.range[0]
    values, titles = drawn(many)
    assert len(values[-1]) == MOST
    assert f"the first {MOST:,} of {MOST + 1:,}" in titles[-1]


def test_what_is_no_number_is_left_out_of_the_scale_and_names_are_text() -> None:
    bad = Step("Output", "", np.array([np.nan, np.inf, -2.0]), ("<img src=x>", "b", "c"))
    assert bad.farthest == -2.0
    figure = way((bad,))
    assert figure.data[0].zmax == 2.0
    assert "<img" not in figure.to_json().replace("\\u003c", "<")
