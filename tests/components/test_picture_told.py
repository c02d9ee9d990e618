"""What a picture tells in words: warnings, findings, formulas, and why it shows nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.made_up_pictures import PLANE, picture
from tests.support.picture_server import PictureServer, Shown, slide

Look = Callable[..., Page]


def test_an_epoch_that_is_not_kept_says_so(look_at: Look) -> None:
    page = look_at([picture(0), picture(10), picture(20)], gone=[10])
    slide(page, 10)
    expect(page.locator(".picture .notice")).to_have_text("This epoch's picture is not kept any more.")
    slide(page, 0)
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "0")
    expect(page.locator(".picture .notice")).to_have_text("")


def test_who_may_not_see_the_pictures_reads_why_in_their_place(
    picture_server: PictureServer, picture_window: Page
) -> None:
    sentence = "This experiment is on a table of another person's own."
    picture_server.shown = Shown(PLANE, [], refusal=sentence)
    picture_window.goto(picture_server.url)
    expect(picture_window.locator(".picture .notice")).to_have_text(sentence)
    expect(picture_window.locator(".picture .words")).to_be_hidden()


def test_the_pointer_on_an_edge_tells_its_weight(look_at: Look) -> None:
    page = look_at([picture()], view="Network")
    boxes = [page.locator(f"[data-layer='{layer}'][data-neuron='1']").bounding_box() for layer in (0, 1)]
    left, right = (box for box in boxes if box)
    page.mouse.move((left["x"] + left["width"] + right["x"]) / 2, left["y"] + left["height"] / 2)
    expect(page.locator(".network-view .tip")).to_have_text("weight 0.75x2 → Dense 1 neuron 2")
    page.mouse.move(2, 2)
    expect(page.locator(".network-view .tip")).to_be_hidden()


def test_dead_neurons_and_those_not_drawn_are_told(look_at: Look) -> None:
    page = look_at([picture(units=512, dead=[1])], view="Network")
    expect(page.locator(".foot").nth(1)).to_have_text("+ 510 more1 dead")
    expect(page.locator("[data-dead]")).to_have_attribute(
        "aria-label", "Dense 1, neuron 2, bias −0.2, dead: it is never active"
    )
    page.locator("[data-dead]").hover()
    expect(page.locator(".neuron-card .dead")).to_contain_text("zero on every training row")


def test_weights_that_are_no_numbers_are_told_where_dead_units_are(look_at: Look) -> None:
    exploded = picture(units=512)
    exploded.header["layers"][1] |= {"weight_size": None, "dead": [], "dead_count": 0}
    page = look_at([exploded], view="Network")
    expect(page.locator(".foot").nth(1)).to_have_text("+ 510 moreweights NaN")
    page.get_by_role("tab", name="Weights").click()
    expect(page.locator(".histogram-name").filter(has_text="Dense 1")).to_contain_text("weights are NaN")


def test_a_neuron_tells_its_formula_to_pointer_and_keyboard(look_at: Look) -> None:
    page = look_at([picture()], view="Network")
    formula = page.locator(".neuron-card .formula")
    page.locator("[data-layer='1'][data-neuron='0']").hover()
    expect(formula).to_have_text("y = tanh(0.52·x1 − 1.3·x2 + 0.1)")
    page.mouse.move(2, 2)
    expect(formula).to_be_hidden()
    page.locator("[data-layer='0'][data-neuron='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(formula).to_have_text("y = tanh(−1.25·x1 + 0.75·x2 − 0.2)")
    page.keyboard.press("Enter")
    page.locator(".other").focus()
    expect(formula).to_be_visible()
    page.locator(".neuron-card").get_by_role("button", name="Close").click()
    expect(formula).to_be_hidden()


def test_a_warning_stands_where_one_looks_and_opens_in_full(look_at: Look) -> None:
    said = [
        f"Dense {number}: 3 of its 4 units are dead, which means that they never answer." for number in (1, 2)
    ]
    page = look_at([picture(warnings=[{"layer": "Dense 1", "sentence": sentence} for sentence in said])])
    words = page.locator(".notes .words")
    expect(words).to_have_text(f"{said[0]} (+ 1 more)")
    words.click()
    expect(page.locator(".notes li")).to_have_text(said)


def test_a_finding_and_its_remedy_are_read_whole_without_a_click(look_at: Look) -> None:
    sentence = (
        "Dense 2: 504 of its 512 units are dead: 0 on every training row. Only 8 do the work. They get no gradient: "
        "only the layers before, which still learn, may wake them."
    )
    remedy = "Try leaky ReLU instead of ReLU or a smaller learning rate (now 0.01)."
    finding = {"layer": "Dense 2", "sentence": sentence, "remedy": remedy, "warns": True}
    room = look_at([picture()]).locator(".picture .stage").bounding_box()
    page = look_at([picture(warnings=[finding])])
    words = page.locator(".notes .words")
    expect(words).to_have_text(f"{sentence} {remedy}")
    whole = "it => it.scrollHeight <= it.clientHeight + 1"
    page.set_viewport_size({"width": 360, "height": 560})
    assert words.evaluate(whole), "what is wrong is read without a pointer, also in a narrow window"
    page.set_viewport_size({"width": 640, "height": 560})
    words.hover()
    assert words.evaluate(whole), "nothing is cut off"
    assert page.locator(".picture .stage").bounding_box() == room
    expect(page.locator(".notes")).not_to_have_attribute("data-calm", "")


def test_what_only_explains_does_not_look_like_a_warning(look_at: Look) -> None:
    sentence = "Dense 3: 280 of its 512 units are dead: 0 on every training row. The other 232 do the work."
    page = look_at(
        [picture(warnings=[{"layer": "Dense 3", "sentence": sentence, "remedy": "", "warns": False}])]
    )
    expect(page.locator(".notes .words")).to_have_text(sentence)
    expect(page.locator(".notes")).to_have_attribute("data-calm", "")


def test_a_scene_that_is_gone_is_asked_for_once(picture_server: PictureServer, browser: Browser) -> None:
    picture_server.shown = Shown(PLANE, [picture(0)])
    page, asked = browser.new_page(), []  # a clock is that of a whole profile

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=409, json={"error": "The data of this run are not kept here any more."})

    page.route("**/scene", refuse)
    page.clock.install()
    page.goto(picture_server.url)
    page.wait_for_function("window.picture?.moments?.entries.length > 0")
    page.clock.run_for(30_000)
    assert len(asked) == 1
    page.close()


@pytest.mark.parametrize(("pictures", "said"), [(3, ""), (0, "This run has no pictures.")])
def test_no_run_is_said_to_have_no_pictures_while_they_are_on_their_way(
    picture_server: PictureServer, picture_window: Page, pictures: int, said: str
) -> None:
    picture_server.shown = Shown(PLANE, [picture(0)])
    picture_window.route("**/runs/**", lambda _route: None)  # no answer comes
    picture_window.goto(picture_server.url)
    picture_window.evaluate(f"picture.hear({{ state: 'finished', pictures: {pictures} }})")
    script = "async () => (await import('/assets/picture/nothing.js')).nothing(picture)"
    assert picture_window.evaluate(script) == said
    picture_window.unroute_all(behavior="ignoreErrors")
