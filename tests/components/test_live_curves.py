"""The live curves while a run goes on and after: nothing that comes from it undoes what the person did."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.support.chart_page import RANGE, TRACE, plot_area, root, status, wait_for, zoom
from tests.support.curves_server import CurvesServer

Look = Callable[..., Page]


def test_without_a_run_it_says_what_to_do_first(look: Look) -> None:
    page = look(metrics="mse")
    expect(root(page)).to_have_attribute("data-state", "none")
    expect(
        page.get_by_text("Choose a preset or build your own on the left, then press Train.")
    ).to_be_visible()
    expect(page.locator(".live-curves .xtitle")).to_have_count(2)  # the axes are there already


def test_a_run_that_is_held_says_where_and_tells_no_time_left(server: CurvesServer, look: Look) -> None:
    server.decide("held", reach=7, epochs=50, paused=True)
    page = look(run="held")
    expect(status(page)).to_contain_text("Paused")
    expect(status(page)).to_contain_text("After epoch 7.")
    expect(status(page)).not_to_contain_text("left")
    server.decide("held", reach=7, epochs=50, paused=True, batch=3)
    expect(status(page)).to_contain_text("After 3 batches of epoch 8.")
    server.decide("held", reach=7, epochs=50)
    expect(status(page)).to_contain_text("Training")


def test_charts_are_never_replaced_while_epochs_come(server: CurvesServer, look: Look) -> None:
    server.decide("grows", reach=5000, epochs=5000, per_second=50, metrics=["mse"])
    page = look(run="grows", metrics="mse")
    wait_for(page, epoch=5)
    page.evaluate("""() => {
        window.removed = [];
        window.marked = [...document.querySelectorAll(".live-curves, .plot, .plot .main-svg")];
        new MutationObserver(changes => changes.forEach(change => change.removedNodes.forEach(node => {
            if (window.marked.some(one => node.contains?.(one))) window.removed.push(node.className);
        }))).observe(document.body, { childList: true, subtree: true });
    }""")
    page.get_by_role("button", name="Run the script again").click()
    wait_for(page, more_updates=5)
    server.decide("grows", reach=5000, epochs=5000, metrics=["mse"], ends="finished")
    expect(root(page)).to_have_attribute("data-state", "finished")
    expect(root(page)).to_have_attribute("data-epoch", "5000")
    expect(page.get_by_text("Reports heard: 1")).to_be_visible()
    assert page.evaluate("window.removed") == []
    assert page.evaluate("window.marked.length >= 5 && window.marked.every(node => node.isConnected)")


def test_at_least_four_updates_come_every_second(server: CurvesServer, look: Look) -> None:
    server.decide("quick", reach=5000, epochs=5000, per_second=50, metrics=["mse"])
    page = look(run="quick", metrics="mse")
    wait_for(page, epoch=5)
    page.evaluate("""() => {
        window.times = [];
        new MutationObserver(() => window.times.push(performance.now())).observe(
            document.querySelector(".live-curves"), { attributeFilter: ["data-epoch"] });
    }""")
    page.wait_for_function("window.times.length > 8")
    times: list[float] = page.evaluate("window.times")
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    # Milliseconds; the quickest quarter, since on a busy machine the others wait for what else it does.
    assert gaps[len(gaps) // 4] <= 250, gaps


def test_zoom_hover_and_a_hidden_line_survive_updates(server: CurvesServer, look: Look) -> None:
    server.decide("looked-at", reach=5000, epochs=5000, per_second=50)
    page = look(run="looked-at")
    wait_for(page, epoch=40)
    page.locator("[data-panel=loss] [data-line=training]").click()
    shown = zoom(page)
    area = plot_area(page)
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    label = page.locator("[data-panel=loss] .hoverlayer .legend")
    expect(label).to_contain_text("validation")
    wait_for(page, more_updates=6)
    expect(label).to_contain_text("validation")
    assert page.evaluate(RANGE, "loss") == pytest.approx(shown)
    assert page.evaluate(TRACE, ["loss", "training"])["visible"] is False
    assert page.evaluate(TRACE, ["loss", "validation"])["visible"] is True
    expect(page.locator("[data-panel=loss] [data-line=training]")).to_have_attribute("aria-pressed", "false")

    page.mouse.dblclick(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    page.wait_for_function(f"({RANGE})('loss')[0] < 1")


def test_the_end_is_told_again_until_python_knows(server: CurvesServer, look: Look) -> None:
    server.decide("over", reach=10, epochs=10, ends="stopped_early", reason="No improvement for 3 epochs.")
    page = look(run="over", deaf=1)
    expect(page.get_by_text("Reports heard: 2")).to_be_visible()
    expect(status(page)).to_contain_text("Stopped early")
    expect(status(page)).to_contain_text("No improvement for 3 epochs.")


def test_an_end_with_a_warning_is_not_green(server: CurvesServer, look: Look) -> None:
    sentence = "The network answers the same for every training row: price 238,633."
    found = {
        "kind": "one_answer",
        "sentence": sentence,
        "remedy": "Scale the target too.",
        "warns": True,
        "layer": "",
    }
    reason = f"All epochs are trained. {sentence} Scale the target too."
    server.decide("same", reach=5, epochs=5, ends="finished", reason=reason, findings=[found])
    page = look(run="same")
    expect(status(page)).to_contain_text(reason)
    head = page.locator("header.status")
    expect(head).to_have_attribute("data-warns", "")
    colour = (
        "it => ['--state', '--st-orange-color'].map((name) => getComputedStyle(it).getPropertyValue(name))"
    )
    state, orange = head.evaluate(colour)
    assert state == orange


def test_nothing_is_told_of_a_run_whose_end_python_knows(server: CurvesServer, look: Look) -> None:
    server.decide("known", reach=10, epochs=10, ends="finished")
    page = look(run="known", deaf=-1)
    wait_for(page, epoch=10)
    page.get_by_role("button", name="Run the script again").click()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_text("Reports heard: 0")).to_be_visible()


def test_a_lost_connection_is_said_and_mended(server: CurvesServer, look: Look) -> None:
    server.decide("far", reach=5000, epochs=5000, per_second=50)
    page = look(run="far")
    wait_for(page, epoch=5)
    page.route("**/runs/far/**", lambda route: route.abort())
    expect(status(page)).to_contain_text("Connection lost, trying again.")
    drawn = int(root(page).get_attribute("data-epoch") or -1)
    page.unroute("**/runs/far/**")
    expect(status(page)).not_to_contain_text("Connection lost")
    wait_for(page, epoch=drawn + 20)
    assert None not in page.evaluate(TRACE, ["loss", "training"])["y"]  # what came meanwhile is not missing


def test_a_run_the_server_does_not_keep_is_told_in_its_words(look: Look) -> None:
    page = look(run="never-was")
    expect(page.get_by_text("This run is not kept here any more.").first).to_be_visible()
    expect(page.get_by_text("Reports heard: 1")).to_be_visible()


def test_waiting_shows_the_place_in_the_queue(server: CurvesServer, look: Look) -> None:
    server.decide("queued", state="waiting", reach=-1, place=3)
    page = look(run="queued")
    expect(status(page)).to_contain_text("Number 3 in the queue.")
    server.decide("queued", state="running", reach=0, epochs=50)
    expect(status(page)).to_contain_text("Epoch 0 is the untrained network.")
    expect(root(page)).to_have_attribute("data-epoch", "0")


def test_another_run_takes_the_place_of_the_first_in_the_same_chart(server: CurvesServer, look: Look) -> None:
    server.decide("first", reach=100, ends="finished")
    server.decide(
        "second", reach=7, epochs=7, ends="failed", reason="The loss became NaN. Try a smaller learning rate."
    )
    page = look(run="first")
    wait_for(page, epoch=100)
    page.evaluate("() => { window.kept = document.querySelector('.plot .main-svg'); }")
    page.get_by_role("button", name="Show the other run").click()
    expect(root(page)).to_have_attribute("data-run", "second")
    expect(root(page)).to_have_attribute("data-epoch", "7")
    expect(status(page)).to_contain_text("Try a smaller learning rate.")
    assert len(page.evaluate(TRACE, ["loss", "training"])["x"]) == 8
    assert page.evaluate("window.kept.isConnected")


def test_a_missing_program_is_said_in_the_chart_s_place(look: Look, server: CurvesServer) -> None:
    page = look()
    page.route("**/assets/live_curves/main.js", lambda route: route.abort())
    page.reload()
    expect(root(page)).to_contain_text(re.compile("could not be loaded .* Reload the page"))


def test_a_missing_chart_library_is_said_and_the_state_still_shown(server: CurvesServer, look: Look) -> None:
    server.decide("bare", reach=3, ends="finished")
    page = look(run="bare")
    page.route("**/assets/plotly.min.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("The chart could not be loaded from the server.")).to_be_visible()
    expect(status(page)).to_contain_text("Finished")
