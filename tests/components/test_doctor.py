"""The doctor beside the curves: what it says, what it offers, and what of it the keyboard reaches."""

import re

from playwright.sync_api import expect

from playground.messages.events import Ended, Epochs
from tests.support.bar_page import BarPage
from tests.support.silent_engine import SilentEngine


def test_the_doctor_offers_one_remedy_and_asks_for_it_once(bar: BarPage, engine: SilentEngine) -> None:
    run = bar.start(epochs=19)
    bar.open(run)
    remedy = bar.page.locator(".doctor .remedy")
    expect(remedy).to_be_hidden()
    losses = [0.97**epoch for epoch in range(1, 20)]
    engine.hears[run.id]([Epochs(first=1, logs={"loss": losses, "val_loss": losses}, seconds=[0.1] * 19)])
    engine.hears[run.id]([Ended(status="finished", reason="")])
    expect(bar.page.locator(".doctor")).to_contain_text(
        "Stopped too early. Training ended while the loss was falling"
    )
    remedy.click()
    (asked,) = bar.requests()
    assert (asked["kind"], asked["of"], asked["finding"]) == ("remedy", run.id, "stopped_too_early")
    expect(remedy).to_be_disabled()
    bar.say(run, met={asked["id"]: {"run": None, "error": "Stop one first."}})
    expect(remedy).to_be_enabled()
    expect(bar.page.locator(".notice").first).to_have_text("Stop one first.")
    bar.is_unseen = True
    bar.say(run)
    expect(remedy).to_be_hidden()


def test_the_verdict_on_a_twin_comes_first_and_what_has_no_room_is_read_whole_with_the_focus(
    bar: BarPage, engine: SilentEngine
) -> None:
    run, original = bar.start(), bar.start()
    losses = [0.97**epoch for epoch in range(1, 20)]
    for each in (run, original):
        logs = {"loss": losses, "val_loss": losses}
        engine.hears[each.id]([Epochs(first=1, logs=logs, seconds=[0.1] * 19)])
        engine.hears[each.id]([Ended(status="finished", reason="")])
    bar.beside = {
        "run": original.id,
        "own": "this run",
        "other": "its original",
        "said": "",
        "helped": f"It helped. {'Much more is said. ' * 30}",
        "wants_seeds": True,
    }
    bar.open(run)
    text = bar.page.locator(".doctor p")
    expect(text).to_have_text(re.compile(r"^It helped\..*Stopped too early"))
    expect(bar.page.get_by_role("button", name="Both over seeds")).to_be_visible()
    # Two lines, with a sign that there is more; all of it with the focus, and no button lies beneath.
    expect(text).to_have_css("-webkit-line-clamp", "2")
    assert not text.evaluate("it => it.scrollHeight <= it.clientHeight + 1")
    text.focus()
    expect(text).to_have_css("-webkit-line-clamp", "none")
    assert text.evaluate("it => it.scrollHeight <= it.clientHeight + 1")
    seeds = bar.page.get_by_role("button", name="Both over seeds")
    beside, over = seeds.bounding_box(), text.bounding_box()
    assert beside is not None
    assert over is not None
    assert over["x"] + over["width"] <= beside["x"]
