"""Live curves and the map of a sweep in Streamlit: what only its page can show."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.chart_page import CHART, TRACE, root, status, wait_for
from tests.support.fake_member import fake_member
from tests.support.streamlit_server import StreamlitServer

Look = Callable[..., Page]


def test_charts_are_never_replaced_while_epochs_come(
    streamlit_server: StreamlitServer, look_in_streamlit: Look
) -> None:
    streamlit_server.decide("grows", reach=5, epochs=5000, metrics=["mse"])
    page = look_in_streamlit(run="grows", metrics="mse")
    wait_for(page, epoch=5)
    page.evaluate("""() => {
        window.removed = [];
        window.marked = [...document.querySelectorAll(".live-curves, .plot, .plot .main-svg")];
        new MutationObserver(changes => changes.forEach(change => change.removedNodes.forEach(node => {
            if (window.marked.some(one => node.contains?.(one))) window.removed.push(node.className);
        }))).observe(document.body, { childList: true, subtree: true });
    }""")
    page.get_by_role("button", name="Run the script again").click()
    for reach in range(50, 300, 50):
        streamlit_server.decide("grows", reach=reach, epochs=5000, metrics=["mse"])
        wait_for(page, epoch=reach)
    streamlit_server.decide("grows", reach=5000, epochs=5000, metrics=["mse"], ends="finished")
    expect(root(page)).to_have_attribute("data-state", "finished")
    expect(root(page)).to_have_attribute("data-epoch", "5000")
    expect(page.get_by_text("Reports heard: 1")).to_be_visible()
    assert page.evaluate("window.removed") == []
    assert page.evaluate("window.marked.length >= 5 && window.marked.every(node => node.isConnected)")


def test_the_end_is_told_again_until_python_knows(
    streamlit_server: StreamlitServer, look_in_streamlit: Look
) -> None:
    streamlit_server.decide(
        "over", reach=10, epochs=10, ends="stopped_early", reason="No improvement for 3 epochs."
    )
    page = look_in_streamlit(run="over", deaf=1)
    expect(page.get_by_text("Reports heard: 2")).to_be_visible()
    expect(status(page)).to_contain_text("Stopped early")
    expect(status(page)).to_contain_text("No improvement for 3 epochs.")


def test_nothing_is_told_of_a_run_whose_end_python_knows(
    streamlit_server: StreamlitServer, look_in_streamlit: Look
) -> None:
    streamlit_server.decide("known", reach=10, epochs=10, ends="finished")
    page = look_in_streamlit(run="known", deaf=-1)
    wait_for(page, epoch=10)
    page.get_by_role("button", name="Run the script again").click()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_text("Reports heard: 0")).to_be_visible()


def test_another_run_takes_the_place_of_the_first_in_the_same_chart(
    streamlit_server: StreamlitServer, look_in_streamlit: Look
) -> None:
    streamlit_server.decide("first", reach=100, ends="finished")
    streamlit_server.decide(
        "second", reach=7, epochs=7, ends="failed", reason="The loss became NaN. Try a smaller learning rate."
    )
    page = look_in_streamlit(run="first")
    wait_for(page, epoch=100)
    page.evaluate("() => { window.kept = document.querySelector('.plot .main-svg'); }")
    page.get_by_role("button", name="Show the other run").click()
    expect(root(page)).to_have_attribute("data-run", "second")
    expect(root(page)).to_have_attribute("data-epoch", "7")
    expect(status(page)).to_contain_text("Try a smaller learning rate.")
    assert len(page.evaluate(TRACE, ["loss", "training"])["x"]) == 8
    assert page.evaluate("window.kept.isConnected")


def test_a_missing_program_is_said_in_the_chart_s_place(
    look_in_streamlit: Look, streamlit_server: StreamlitServer
) -> None:
    page = look_in_streamlit()
    page.route("**/assets/*/live_curves/main.js", lambda route: route.abort())
    page.reload()
    expect(root(page)).to_contain_text(re.compile("could not be loaded .* Reload the page"))


def test_colours_follow_the_theme(streamlit_server: StreamlitServer, look_in_streamlit: Look) -> None:
    streamlit_server.decide("coloured", reach=30, ends="finished")
    page = look_in_streamlit(run="coloured", scheme="light")
    wait_for(page, epoch=30)
    for scheme, wanted in {"light": ["#6741D9", "#B8336A"], "dark": ["#8F7CF7", "#FF9EC0"]}.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        expect(root(page)).to_have_attribute("data-scheme", scheme)
        page.wait_for_function(
            f"""wanted => ["training", "validation"].every((name, i) =>
                ({CHART})("loss").data.find((trace) => trace.name === name).line.color === wanted[i])""",
            arg=wanted,
        )


def test_python_hears_which_run_is_opened(streamlit_server: StreamlitServer, look_in_streamlit: Look) -> None:
    streamlit_server.decide_group(
        "tried", runs=[fake_member("first", value=0.5), fake_member("second", value=0.25)]
    )
    page = look_in_streamlit(sweep="tried")
    page.locator(".sweep-map button").nth(1).click()
    expect(page.get_by_text("Opened: second")).to_be_visible()


def test_it_fits_every_width(streamlit_server: StreamlitServer, look_in_streamlit: Look) -> None:
    streamlit_server.decide(
        "wide", reach=100, metrics=["accuracy", "auc", "precision", "recall"], ends="finished"
    )
    page = look_in_streamlit(run="wide", loss="binary_crossentropy", metrics="accuracy,auc,precision,recall")
    wait_for(page, epoch=100)
    expect(page.locator(".live-curves .panel")).to_have_count(5)
    for width in (1440, 1000, 390, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function("""() => [...document.querySelectorAll(".live-curves .plot")].every(
            plot => plot._fullLayout.width === plot.clientWidth && plot.scrollWidth <= plot.clientWidth)""")
        wide = page.evaluate("""() => {
            const limit = document.querySelector(".live-curves").getBoundingClientRect();
            return [...document.querySelectorAll(".live-curves *")].filter(part => {
                const box = part.getBoundingClientRect();
                if (!part.checkVisibility() || part.closest(".plot")) return false;
                return box.right > limit.right + 1 || box.left < limit.left - 8;
            }).map(part => part.outerHTML.slice(0, 80));
        }""")
        assert wide == [], width
