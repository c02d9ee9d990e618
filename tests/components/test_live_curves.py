"""The live curves while a run goes on and after: nothing that comes from it undoes what the person did."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.bare_curves import BareCurves
from tests.support.chart_page import RANGE, TRACE, plot_area, root, status, wait_for, zoom

Look = Callable[..., Page]


def test_without_a_run_it_says_what_to_do_first(look: Look) -> None:
    page = look(metrics="mse")
    expect(root(page)).to_have_attribute("data-state", "none")
    expect(page.get_by_text("Choose a preset or build your own, then press Train.")).to_be_visible()
    expect(page.locator(".live-curves .xtitle")).to_have_count(2)  # the axes are there already


def test_a_run_that_is_held_says_where_and_tells_no_time_left(server: BareCurves, look: Look) -> None:
    server.decide("held", reach=7, epochs=50, paused=True)
    page = look(run="held")
    expect(status(page)).to_contain_text("Paused")
    expect(status(page)).to_contain_text("After epoch 7.")
    expect(status(page)).not_to_contain_text("left")
    server.decide("held", reach=7, epochs=50, paused=True, batch=3)
    expect(status(page)).to_contain_text("After 3 batches of epoch 8.")
    server.decide("held", reach=7, epochs=50)
    expect(status(page)).to_contain_text("Training")


def test_an_epoch_lays_out_nothing_around_the_curves(
    server: BareCurves, browser: Browser, look: Look
) -> None:
    server.decide("grows", reach=7, epochs=50)
    page = look(run="grows")
    wait_for(page, epoch=7)
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    server.decide("grows", reach=20, epochs=50)
    wait_for(page, epoch=20)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    laid_out = [
        event["args"]["endData"]["layoutRoots"]
        for event in events
        if event["name"] == "Layout" and event["ph"] == "X"
    ]
    names = {root["nodeName"] for roots in laid_out for root in roots}
    assert "DIV class='sheet'" in names
    assert "#document" not in names


@pytest.mark.parametrize(
    ("answer", "milliseconds"),
    [
        ({"held": False, "paused": False, "place": None}, 200),
        ({"held": True, "paused": True, "place": None}, 200),
        ({"held": True, "paused": False, "place": None}, 60),
        ({"held": True, "paused": True, "place": 1}, 60),
    ],
)
def test_a_run_that_goes_on_is_asked_for_five_times_a_second_and_more_often_while_a_step_is_waited_for(
    server: BareCurves, browser: Browser, answer: dict[str, object], milliseconds: int
) -> None:
    page = browser.new_page()  # a clock is that of a whole profile
    page.clock.install()
    page.goto(f"{server.url}/assets/kit/polling.js")  # it needs no chart
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    pauses = page.evaluate(
        """async (answer) => {
            const { poll } = await import("/assets/kit/polling.js");
            window.fetch = async () => new Response(JSON.stringify(answer));
            const pauses = [];
            return new Promise((resolve, reject) => {
                window.setTimeout = (over, milliseconds) => {
                    if (pauses.push(milliseconds) === 5) resolve(pauses);
                    else queueMicrotask(over);
                };
                poll("/curves", { onAnswer() {}, onLost: reject });
            });
        }""",
        {"state": "running", **answer},
    )
    assert pauses == [milliseconds] * 5
    page.close()


def test_a_page_with_parameters_that_a_script_turns_to_is_one_step_of_the_history(
    server: BareCurves, profile: BrowserContext
) -> None:
    page = profile.new_page()
    page.goto(server.url)
    page.wait_for_function("Boolean(window.show)")
    steps = page.evaluate("""() => {
        const start = history.length;
        const push = (address) => {
            history.pushState(null, "", address);
            return history.length - start;
        };
        // Streamlit's two steps of one turn, then what a person does: other parameters, another page, another one.
        return ["/?over=1", "/runs?over=1", "/runs?over=2", "/runs", "/other"].map(push);
    }""")
    assert steps == [1, 1, 2, 3, 4]
    page.close()


def test_zoom_hover_and_a_hidden_line_survive_updates(server: BareCurves, look: Look) -> None:
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


def test_an_end_with_a_warning_is_not_green(server: BareCurves, look: Look) -> None:
    sentence = "The network answers the same for every training row: price 238,633."
    found = {
        "kind": "one_answer",
        "sentence": sentence,
        "remedy": "Scale the target too.",
        "warns": True,
        "layer": "",
    }
    reason = f"All epochs are trained. {sentence} Scale the target too."
    server.decide("same", reach=5, epochs=5, ends="finished", reason=reason, findings=(found,))
    page = look(run="same")
    expect(status(page)).to_contain_text(reason)
    head = page.locator("header.status")
    expect(head).to_have_attribute("data-warns", "")
    colour = (
        "it => ['--state', '--st-orange-color'].map((name) => getComputedStyle(it).getPropertyValue(name))"
    )
    state, orange = head.evaluate(colour)
    assert state == orange


def test_a_lost_connection_is_said_and_mended(server: BareCurves, look: Look) -> None:
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
    assert page.evaluate("told[0]") == ["ended", {"run": "never-was", "state": "gone"}]


def test_waiting_shows_the_place_in_the_queue(server: BareCurves, look: Look) -> None:
    server.decide("queued", state="waiting", reach=-1, place=3)
    page = look(run="queued")
    expect(status(page)).to_contain_text("Number 3 in the queue.")
    server.decide("queued", state="running", reach=0, epochs=50)
    expect(status(page)).to_contain_text("Epoch 0 is the untrained network.")
    expect(root(page)).to_have_attribute("data-epoch", "0")


def test_a_missing_chart_library_is_said_and_the_state_still_shown(server: BareCurves, look: Look) -> None:
    server.decide("bare", reach=3, ends="finished")
    page = look(run="bare")
    page.route("**/assets/plotly.min.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("The chart could not be loaded from the server.")).to_be_visible()
    expect(status(page)).to_contain_text("Finished")
