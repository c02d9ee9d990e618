"""The curves of several runs in one chart."""

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from playground.charts.curves import By, Line, curves
from playground.charts.look import DASHES
from playground.charts.palette import colour, mark
from tests.support.asset_server import COMPONENTS

LINE = Line("SGD", 0, [1.0, 0.5, 0.7], [0.9, 0.4, 0.3], [0.0, 1.5, 3.5], 4, best_epoch=1)


def traces(*lines: Line, name: str = "loss", by: By = "epoch", log: bool = False) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        trace.to_plotly_json() for trace in curves(lines, name, by=by, log=log).data
    ]
    return found


def test_training_is_drawn_through_and_validation_dashed_as_in_the_live_chart() -> None:
    training, validation, _ = traces(LINE)
    panel = (COMPONENTS / "live_curves" / "panel.js").read_text()
    assert (training["line"]["dash"], validation["line"]["dash"]) == ("solid", "7px,2px")
    assert all(f'name: "{rows}"' in panel and f'dash: "{dash}"' in panel for rows, dash in DASHES.items())


def test_a_run_alone_has_the_colours_of_the_live_chart_and_several_have_one_each() -> None:
    alone = traces(LINE)
    assert [(trace["name"], trace["meta"]) for trace in alone[:2]] == [(rows, rows) for rows in DASHES]
    several = traces(LINE, replace(LINE, label="Adam", colour_index=1))
    assert {trace["line"]["color"] for trace in several if trace["mode"] == "lines"} == {colour(0), colour(1)}
    assert not any(trace.get("meta") for trace in several)
    assert [trace["name"] for trace in several if trace["showlegend"]] == ["SGD", "Adam"]


def test_values_are_told_in_plain_numbers() -> None:
    (trace,) = traces(Line("large", 0, [12_345.6, 0.25]))
    assert list(trace["text"]) == ["12,346", "0.2500"]


def test_the_best_epoch_has_the_mark_of_the_run() -> None:
    best = traces(LINE)[-1]
    assert (list(best["x"]), list(best["y"])) == ([1.0], [0.5])
    assert best["marker"]["symbol"] == mark(0)


@pytest.mark.parametrize(
    ("by", "x", "title"),
    [
        ("epoch", [0, 1, 2], "epoch"),
        ("batch", [0, 4, 8], "batches seen"),
        ("seconds", [0, 1.5, 3.5], "seconds of training"),
    ],
)
def test_points_lie_along_epochs_batches_or_seconds(by: By, x: list[float], title: str) -> None:
    assert list(traces(LINE, by=by)[1]["x"]) == x
    layout = curves([LINE], "loss", by=by).layout
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == (title, "loss")


def test_a_run_whose_batches_are_not_known_yet_has_no_curve_by_batches() -> None:
    assert traces(Line("waiting", 0, [1.0]), by="batch") == []


def test_values_heard_before_their_time_wait_for_it() -> None:
    line = Line("quick", 0, [1.0, 0.5, 0.4], elapsed=[0.0, 1.0])
    assert list(traces(line, by="seconds")[0]["x"]) == [0.0, 1.0]


def test_a_figure_brings_no_background_and_no_text_colour_and_keeps_zoom() -> None:
    layout = curves([LINE], "loss").to_plotly_json()["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert "font" not in layout
    more = Line("SGD", 0, [1.0, 0.5, 0.7, 0.6])
    assert layout["uirevision"] == curves([more], "loss").layout.uirevision
    assert layout["uirevision"] != curves([LINE], "loss", log=True).layout.uirevision


def test_values_that_are_no_numbers_leave_gaps_and_valid_json() -> None:
    line = Line("broken", 0, [1.0, math.nan, math.inf], best_epoch=1)
    found = curves([line], "loss")
    assert len(found.data) == 1
    json.loads(found.to_json(), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_a_name_that_a_person_typed_is_no_markup() -> None:
    both = traces(Line("<b>me</b>", 0, [1.0]), Line("you", 1, [1.0]))
    assert both[0]["name"] == "&lt;b&gt;me&lt;/b&gt;"


def test_ten_thousand_epochs_are_drawn_with_few_points() -> None:
    (trace,) = traces(Line("long", 0, [1 / (n + 1) for n in range(10_000)]))
    assert len(trace["x"]) < 800
