"""What a chart shows: values, the best epoch, settings, the extremes of long runs, on every screen."""

from collections.abc import Callable
from math import nan

import pytest
from playwright.sync_api import Page, expect

from tests.support.bare_curves import BareCurves
from tests.support.chart_page import CHART, RANGE, TRACE, plot_area, status, wait_for

Look = Callable[..., Page]


def test_hover_tells_the_values_of_both_curves(server: BareCurves, look: Look) -> None:
    server.decide(
        "both",
        reach=3,
        curves={"loss": [0.9, 0.5, 0.25, 0.2], "val_loss": [0.8, 0.6, 0.125, 0.3]},
        ends="finished",
    )
    page = look(run="both")
    wait_for(page, epoch=3)
    area = plot_area(page)
    page.mouse.move(area["x"] + area["width"] * 0.66, area["y"] + area["height"] / 2)
    label = page.locator("[data-panel=loss] .hoverlayer .legend")
    expect(label).to_contain_text("epoch 2")
    expect(label).to_contain_text("training 0.25")
    expect(label).to_contain_text("validation 0.125")


def test_hover_tells_what_is_beneath_the_pointer_also_when_the_axis_has_grown(
    server: BareCurves, look: Look
) -> None:
    server.decide("growing", reach=6, epochs=100)
    page = look(run="growing")
    wait_for(page, epoch=6)
    area = plot_area(page)
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    label = page.locator("[data-panel=loss] .hoverlayer .legend")
    expect(label).to_contain_text("epoch 5")
    server.decide("growing", reach=95, epochs=100)
    expect(label).to_contain_text("epoch 50")


def test_the_best_epoch_has_a_star_and_its_value(server: BareCurves, look: Look) -> None:
    curves = {
        "loss": [0.9, 0.5, 0.4, 0.3],
        "val_loss": [0.8, 0.6, 0.125, 0.3],
        "auc": [0.5] * 4,
        "val_auc": [0.5, 0.7, 0.9, 0.8],
    }
    server.decide("starred", reach=3, curves=curves)
    page = look(run="starred", metrics="auc", loss="binary_crossentropy")
    wait_for(page, epoch=3)
    star = page.evaluate(TRACE, ["loss", "best"])
    assert (star["x"], star["y"]) == ([2], [0.125])
    expect(page.locator("[data-panel=loss] .annotation-text")).to_have_text("best 0.1250 · epoch 2")
    expect(page.locator("[data-figure=best]")).to_contain_text("0.1250")
    expect(page.locator("[data-figure=gap]")).to_contain_text("0.000")

    server.decide(
        "starred",
        reach=3,
        curves=curves,
        ends="finished",
        best={"epoch": 2, "monitor": "val_auc", "value": 0.9},
    )
    expect(page.locator("[data-panel=auc] .annotation-text")).to_contain_text("0.9000")
    assert page.evaluate(TRACE, ["loss", "best"])["x"] == []

    page = look(run="starred", also="auc", loss="binary_crossentropy")  # a metric that has the loss's panel
    wait_for(page, epoch=3)
    assert page.evaluate(TRACE, ["loss", "best"])["x"] == [2]


def test_the_epoch_kept_and_one_passed_over_are_marked_and_told_beside_the_best(
    server: BareCurves, look: Look
) -> None:
    """T1 and T2: the page takes the server's word for all three."""
    server.decide(
        "kept",
        reach=4,
        curves={"loss": [0.9, 0.5, 0.4, 0.3, 0.2], "val_loss": [0.8, 0.6, 0.125, 0.12, 0.3]},
        ends="finished",
        best={"epoch": 2, "monitor": "val_loss", "value": 0.125},
        kept={"epoch": 4},
        passed_over={"epoch": 3, "value": 0.12},
        evaluated={"loss": 0.1875, "val_loss": 0.3},
        remarks=["Epoch 3 had a better val_loss."],
    )
    page = look(run="kept")
    wait_for(page, epoch=4)
    marks = {name: page.evaluate(TRACE, ["loss", name]) for name in ("best", "kept", "passed over")}
    assert {name: (mark["x"], mark["y"]) for name, mark in marks.items()} == {
        "best": ([2], [0.125]),
        "kept": ([4], [0.3]),
        "passed over": ([3], [0.12]),
    }
    expect(page.locator("[data-figure=kept]")).to_have_text(
        "Network kept, epoch 4: loss 0.1875 training, 0.3000 validation"
    )
    expect(page.get_by_role("status")).to_contain_text(
        "All epochs are trained. Epoch 3 had a better val_loss."
    )


def test_a_logarithmic_panel_with_values_of_0_or_less_is_linear_and_says_so(
    server: BareCurves, look: Look
) -> None:
    curves = {"loss": [0.9, 0.5], "val_loss": [0.8, 0.6], "r2": [-3.0, 0.2], "val_r2": [-2.0, 0.1]}
    server.decide("negative", reach=1, curves=curves, ends="finished")
    page = look(run="negative", metrics="r2", loss="mse")
    wait_for(page, epoch=1)
    page.get_by_label("Log scale").check()
    title = page.locator("[data-panel=r2] h4")
    expect(title).to_contain_text("not logarithmic: some values are 0 or less")
    assert page.evaluate(f"({CHART})('r2')._fullLayout.yaxis.type") == "linear"
    assert page.evaluate(f"({CHART})('loss')._fullLayout.yaxis.type") == "log"
    expect(page.locator("[data-panel=loss] h4")).not_to_contain_text("logarithmic")
    # The same for the run that is drawn beside it.
    server.decide("beside", reach=1, curves=curves | {"loss": [-0.9, 0.5]}, ends="finished")
    page.evaluate("show({ beside: { run: 'beside', own: 'this run', other: 'its original', said: '' } })")
    expect(page.locator("[data-panel=loss] h4")).to_contain_text("not logarithmic")


def test_what_lies_outside_of_the_axis_is_told_and_shown_with_one_click(
    server: BareCurves, look: Look
) -> None:
    late = [0.1 + epoch % 3 / 1000 for epoch in range(1, 31)]
    server.decide("cut", reach=30, curves={"loss": [0.9, *late], "val_loss": [0.8, *late]}, ends="finished")
    page = look(run="cut")
    wait_for(page, epoch=30)
    highest = f"({CHART})('loss')._fullLayout.yaxis.range[1]"
    assert page.evaluate(highest) < 0.2
    assert page.evaluate(TRACE, ["loss", "training cut off"])["x"] == [0]
    button = page.locator("[data-panel=loss] .cut-off")
    expect(button).to_have_text("▲ 0.9000at epoch 0Show all")
    button.click()
    page.wait_for_function(f"{highest} > 0.9")
    expect(button).to_have_text("Later epochs closer")
    button.press("Enter")
    page.wait_for_function(f"{highest} < 0.2")


def test_one_chart_takes_all_the_room_and_gives_it_back(server: BareCurves, look: Look) -> None:
    server.decide("enlarged", reach=20, metrics=["mse", "rmse"], ends="finished")
    page = look(run="enlarged", metrics="mse,rmse")
    wait_for(page, epoch=20)
    panels = page.locator(".live-curves .panel")
    small = plot_area(page, "rmse")
    page.locator("[data-panel=rmse] .size").click()
    expect(panels.nth(0)).to_be_hidden()
    page.wait_for_function(
        "least => document.querySelector('[data-panel=rmse] .nsewdrag').getBoundingClientRect().width > least",
        arg=1.5 * small["width"],
    )
    page.keyboard.press("Escape")
    expect(panels.nth(0)).to_be_visible()


def test_a_curve_without_numbers_says_so_in_the_chart(server: BareCurves, look: Look) -> None:
    server.decide(
        "exploded",
        reach=3,
        curves={"loss": [1.0, 9.0, nan, nan], "val_loss": [1.0, 9.0, nan, nan]},
        ends="failed",
    )
    page = look(run="exploded")
    wait_for(page, epoch=3)
    expect(page.locator("[data-panel=loss] .annotation-text").first).to_have_text(
        "no longer a number from epoch 2 on"
    )


def test_the_axis_has_the_unit_of_the_target_beside_the_scale_of_training(
    server: BareCurves, look: Look
) -> None:
    server.decide("units", reach=3, curves={"loss": [0.4, 0.3, 0.2, 0.1]}, ends="finished")
    page = look(run="units")
    panel = {"name": "loss", "title": "Loss", "unit": {"name": "MPa", "factor": 80.0, "scaled": True}}
    page.evaluate("(panel) => show({ panels: [panel] })", panel)
    wait_for(page, epoch=3)
    expect(page.locator("[data-panel=loss] .annotation-text")).to_contain_text(["scaled", "MPa"])
    page.wait_for_function(f"({CHART})('loss')._fullLayout.yaxis3?.ticktext.includes('30')")
    assert page.evaluate(f"({CHART})('loss')._fullLayout.yaxis.ticktext.includes('0.40')")


def test_figures_have_the_targets_unit_and_a_penalty_is_told_apart(server: BareCurves, look: Look) -> None:
    curves = {
        "loss": [0.9, 0.5],
        "val_loss": [0.8, 0.25],
        "loss_without_penalty": [0.5, 0.2],
        "val_loss_without_penalty": [0.4, 0.125],
    }
    units = {"loss": {"name": "MPa", "factor": 80.0, "scaled": True}}
    server.decide("megapascal", reach=1, curves=curves, ends="finished", units=units)
    page = look(run="megapascal")
    wait_for(page, epoch=1)
    expect(page.locator("[data-figure=training]")).to_contain_text("40.00 MPa")
    expect(page.locator("[data-figure=best]")).to_contain_text("20.00 MPa")
    expect(page.locator("[data-figure=parts]")).to_contain_text(
        "validation: mean absolute error 0.1250 + penalty 0.1250"
    )


def test_log_scale_smoothing_and_skipping_are_kept_in_the_browser(server: BareCurves, look: Look) -> None:
    server.decide("set", reach=60, ends="finished")
    page = look(run="set")
    wait_for(page, epoch=60)
    page.get_by_label("Log scale").check()
    page.get_by_label("Smoothing").fill("0.6")
    page.get_by_label("Skip first").fill("5")
    page.wait_for_function(f"({RANGE})('loss')[0] > 3")
    page.reload()
    wait_for(page, epoch=60)
    assert page.evaluate(f"({CHART})('loss')._fullLayout.yaxis.type") == "log"
    training = page.evaluate(TRACE, ["loss", "training"])
    assert training["x"][0] == 5
    faint = page.evaluate(f"({CHART})('loss').data.find((trace) => trace.opacity < 1)")
    assert training["y"] != faint["y"]  # drawn smoothed, told as measured
    assert [float(words) for words, _ in training["customdata"]] == pytest.approx(faint["y"], abs=5e-5)


def test_of_ten_thousand_epochs_few_are_drawn_and_their_extremes_among_them(
    server: BareCurves, look: Look
) -> None:
    loss = [0.1 + (epoch % 7) / 1000 for epoch in range(10_001)]
    loss[6543] = 0.9
    loss[7654] = 0.01
    server.decide(
        "long", reach=10_000, epochs=10_000, curves={"loss": loss, "val_loss": loss}, ends="finished"
    )
    page = look(run="long")
    wait_for(page, epoch=10_000)
    drawn = page.evaluate(TRACE, ["loss", "training"])
    assert len(drawn["x"]) < 4000
    assert {0, 6543, 7654, 10_000} <= set(drawn["x"])


def test_nothing_moves_when_values_come(server: BareCurves, look: Look) -> None:
    server.decide("still", state="waiting", reach=-1, place=1)
    page = look(run="still", metrics="mse")
    expect(status(page)).to_contain_text("Next in the queue.")
    wait_for(page, epoch=-1)
    positions = """() => [...document.querySelectorAll(".live-curves :is(.panel, .controls, .figures)")]
        .map(part => part.getBoundingClientRect().top)"""
    before = page.evaluate(positions)
    server.decide("still", reach=450, metrics=["mse"], epochs=500)
    wait_for(page, epoch=450)
    assert page.evaluate(positions) == before


def test_a_chart_that_would_look_the_same_is_not_drawn_again(server: BareCurves, look: Look) -> None:
    server.decide("first", state="finished", reach=20)
    page = look(run="first")
    wait_for(page, epoch=20)
    drawn = page.evaluate(
        """async () => {
            const {react} = Plotly;
            let times = 0;
            Plotly.react = (...given) => { times += 1; return react(...given); };
            const counts = [];
            const unit = {name: "MPa", factor: 2, scaled: true};
            const {dataset} = document.querySelector(".live-curves");
            for (const news of [{}, {panels: [{name: "loss", title: "Loss", unit}]}]) {
                const {version} = dataset;
                await window.show(news);
                while (dataset.version === version) await new Promise(requestAnimationFrame);
                counts.push(times);
            }
            return counts;
        }"""
    )
    assert drawn[0] == 0
    assert drawn[1] > 0
