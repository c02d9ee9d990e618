"""The picture in a real browser: what it draws, how it goes back, what hands and keyboards reach."""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from playground.pictures.format import Picture, encode
from tests.support.made_up_pictures import ARMS, LABELS, PLANE, TABLE, arms, picture
from tests.support.picture_server import PictureServer, Shown

# The colour of the boundary's canvas at positions of the plane: [red, green, blue] each.
PIXELS = """(places) => {
  const canvas = document.querySelector("canvas.boundary");
  const { x, y, width, height } = window.picture.boundary.place;
  const ratio = canvas.width / canvas.clientWidth;
  const context = canvas.getContext("2d");
  return places.map(([x1, x2]) => {
    const [left, top] = [x + ((x1 + 6) / 12) * width, y + ((6 - x2) / 12) * height];
    return [...context.getImageData(Math.round(left * ratio), Math.round(top * ratio), 1, 1).data].slice(0, 3);
  });
}"""

DECODED = """async (encoded) => {
  const { decode } = await import("/assets/drawing/codec.js");
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const picture = await decode(bytes.buffer);
  return Object.fromEntries([...picture.arrays].map(([name, { shape, values }]) => [name, [shape, [...values]]]));
}"""

Look = Callable[..., Page]


@pytest.fixture
def look(picture_server: PictureServer, picture_window: Page) -> Look:
    """Opens the page with pictures: `look([picture(0), picture(10)])`."""

    def look(
        pictures: Sequence[Picture],
        scene: Mapping[str, Any] = PLANE,
        *,
        gone: Sequence[int] = (),
        view: str = "",
    ) -> Page:
        picture_server.shown = Shown(scene, pictures, set(gone))
        picture_window.set_viewport_size({"width": 640, "height": 560})
        picture_window.mouse.move(2, 2)
        picture_window.goto(picture_server.url)
        expect(picture_window.locator(".picture")).to_have_attribute("data-epoch", str(pictures[-1].epoch))
        if view:
            picture_window.get_by_role("tab", name=view).click()
            expect(picture_window.locator(".picture")).to_have_attribute("data-view", view.lower())
        return picture_window

    return look


def slide(page: Page, epoch: int) -> None:
    """Moves the slider of the past."""
    page.locator("[name=epoch]").fill(str(epoch))


def bluish(pixels: Sequence[Sequence[int]]) -> list[bool]:
    """Which pixels are more blue than orange."""
    return [blue > red for red, _, blue in pixels]


def test_the_browser_reads_the_numbers_that_the_encoder_wrote(look: Look) -> None:
    shown = picture(3)
    decoded = look([shown]).evaluate(DECODED, base64.b64encode(encode(shown)).decode())
    assert set(decoded) == set(shown.arrays)
    for name, array in shown.arrays.items():
        shape, values = decoded[name]
        assert tuple(shape) == array.shape
        numpy.testing.assert_array_equal(numpy.array(values, array.dtype), array.ravel())


def test_the_boundary_of_a_learned_spiral_shows_two_arms(look: Look) -> None:
    page = look([picture(600)])
    outer = numpy.hypot(*ARMS.T) > 0.7  # nearer to the middle the arms are closer than a cell
    pixels = page.evaluate(PIXELS, ARMS[outer].tolist())
    assert numpy.mean(numpy.array(bluish(pixels)) == (LABELS[outer] == 1)) > 0.98


def test_hard_classes_know_no_shades(look: Look) -> None:
    unsure = 0.5 + (arms() - 0.5) * 0.3
    page = look([picture(answer=unsure)])
    places = ARMS[numpy.hypot(*ARMS.T) > 2].tolist()
    soft = page.evaluate(PIXELS, places)
    page.get_by_label("Hard classes").check()
    page.wait_for_function(f"JSON.stringify(({PIXELS})({places})) !== '{str(soft).replace(' ', '')}'")
    hard = page.evaluate(PIXELS, places)
    assert bluish(soft) == bluish(hard)
    assert min(abs(blue - red) for red, _, blue in hard) > max(abs(blue - red) for red, _, blue in soft)


def test_the_slider_shows_an_earlier_epoch_as_it_was(look: Look) -> None:
    page = look([picture(0), picture(10, answer=arms(turned=True)), picture(20)])
    root, place = page.locator(".picture"), [ARMS[150].tolist()]
    now = bluish(page.evaluate(PIXELS, place))
    slide(page, 10)
    expect(root).to_have_attribute("data-epoch", "10")
    assert bluish(page.evaluate(PIXELS, place)) != now
    assert page.evaluate("marks.at(-1)") == 10
    expect(root).not_to_have_attribute("data-live", "")
    page.get_by_role("button", name="Live").click()
    expect(root).to_have_attribute("data-epoch", "20")
    expect(root).to_have_attribute("data-live", "")
    assert bluish(page.evaluate(PIXELS, place)) == now
    assert page.evaluate("marks.at(-1)") is None


def test_the_newest_picture_comes_by_itself_but_not_into_the_past(
    look: Look, picture_server: PictureServer
) -> None:
    page = look([picture(0), picture(10)])
    picture_server.shown.pictures = [picture(0), picture(10), picture(20)]
    page.evaluate("picture.hear({ state: 'running', pictures: 2 })")
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "20")
    slide(page, 0)
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "0")
    picture_server.shown.pictures = [*picture_server.shown.pictures, picture(30)]
    page.evaluate("picture.hear({ state: 'running', pictures: 3 })")
    expect(page.locator("[name=epoch]")).to_have_attribute("max", "30")
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "0")


def test_the_picture_of_the_last_run_stays_faded_until_the_next_one_has_its_own(look: Look) -> None:
    page = look([picture(0), picture(10)])
    root = page.locator(".picture")
    page.evaluate("picture.follow({ run: 'next', address: '/runs/next', key: 'same' })")
    page.evaluate("picture.hear({ state: 'running', pictures: 0 })")
    expect(root).to_have_attribute("data-stale", "")
    expect(root).not_to_have_attribute("data-epoch", "10")
    expect(page.locator("canvas.boundary:visible")).to_have_count(1)
    page.evaluate("picture.hear({ state: 'running', pictures: 1 })")
    expect(root).to_have_attribute("data-epoch", "10")
    expect(root).not_to_have_attribute("data-stale", "")


def test_the_film_shows_every_epoch_in_order_and_ends_with_now(look: Look) -> None:
    page = look([picture(0), picture(10), picture(20)])
    page.get_by_role("button", name="Play the epochs as a film").click()
    page.wait_for_function("window.seen.join() === '20,0,10,20'")
    expect(page.locator(".picture")).to_have_attribute("data-live", "")
    expect(page.get_by_role("button", name="Play the epochs as a film")).to_be_visible()


def test_an_epoch_that_is_not_kept_says_so(look: Look) -> None:
    page = look([picture(0), picture(10), picture(20)], gone=[10])
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


def test_the_pointer_on_an_edge_tells_its_weight(look: Look) -> None:
    page = look([picture()], view="Network")
    boxes = [page.locator(f"[data-layer='{layer}'][data-neuron='1']").bounding_box() for layer in (0, 1)]
    left, right = (box for box in boxes if box)
    page.mouse.move((left["x"] + left["width"] + right["x"]) / 2, left["y"] + left["height"] / 2)
    expect(page.locator(".network-view .tip")).to_have_text("weight 0.75x2 → Dense 1 neuron 2")
    page.mouse.move(2, 2)
    expect(page.locator(".network-view .tip")).to_be_hidden()


def test_dead_neurons_and_those_not_drawn_are_told(look: Look) -> None:
    page = look([picture(units=512, dead=[1])], view="Network")
    expect(page.locator(".foot").nth(1)).to_have_text("+ 510 more1 dead")
    expect(page.locator("[data-dead]")).to_have_attribute(
        "aria-label", "Dense 1, neuron 2, bias −0.2, dead: it is never active"
    )
    page.locator("[data-dead]").hover()
    expect(page.locator(".neuron-card .dead")).to_contain_text("zero on every training row")


def test_weights_that_are_no_numbers_are_told_where_dead_units_are(look: Look) -> None:
    exploded = picture(units=512)
    exploded.header["layers"][1] |= {"weight_size": None, "dead": [], "dead_count": 0}
    page = look([exploded], view="Network")
    expect(page.locator(".foot").nth(1)).to_have_text("+ 510 moreweights NaN")
    page.get_by_role("tab", name="Weights").click()
    expect(page.locator(".histogram-name").filter(has_text="Dense 1")).to_contain_text("weights are NaN")


def test_a_neuron_tells_its_formula_to_pointer_and_keyboard(look: Look) -> None:
    page = look([picture()], view="Network")
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


def test_a_warning_stands_where_one_looks_and_opens_in_full(look: Look) -> None:
    said = [
        f"Dense {number}: 3 of its 4 units are dead, which means that they never answer." for number in (1, 2)
    ]
    page = look([picture(warnings=[{"layer": "Dense 1", "sentence": sentence} for sentence in said])])
    words = page.locator(".notes .words")
    expect(words).to_have_text(f"{said[0]} (+ 1 more)")
    words.click()
    expect(page.locator(".notes li")).to_have_text(said)


def test_a_finding_and_its_remedy_are_read_whole_without_a_click(look: Look) -> None:
    sentence = (
        "Dense 2: 504 of its 512 units are dead: 0 on every training row. Only 8 do the work. They get no gradient: "
        "only the layers before, which still learn, may wake them."
    )
    remedy = "Try leaky ReLU instead of ReLU or a smaller learning rate (now 0.01)."
    finding = {"layer": "Dense 2", "sentence": sentence, "remedy": remedy, "warns": True}
    room = look([picture()]).locator(".picture .stage").bounding_box()
    page = look([picture(warnings=[finding])])
    words = page.locator(".notes .words")
    expect(words).to_have_text(f"{sentence} {remedy}")
    words.hover()
    assert words.evaluate("it => it.scrollHeight <= it.clientHeight + 1"), "nothing is cut off"
    assert page.locator(".picture .stage").bounding_box() == room
    expect(page.locator(".notes")).not_to_have_attribute("data-calm", "")


def test_what_only_explains_does_not_look_like_a_warning(look: Look) -> None:
    sentence = "Dense 3: 280 of its 512 units are dead: 0 on every training row. The other 232 do the work."
    page = look(
        [picture(warnings=[{"layer": "Dense 3", "sentence": sentence, "remedy": "", "warns": False}])]
    )
    expect(page.locator(".notes .words")).to_have_text(sentence)
    expect(page.locator(".notes")).to_have_attribute("data-calm", "")


def test_layers_are_edited_where_they_are_drawn(look: Look) -> None:
    page = look([picture()], view="Network")
    page.evaluate(
        """() => {
          const options = ["relu", "tanh"].map((name) => ({ name, title: name, help: `What ${name} does.` }));
          const kinds = [{ name: "dense", title: "Dense", help: "" }, { name: "dropout", title: "Dropout", help: "" }];
          const fields = (units) => [
            { name: "units", title: "Units", value: units, step: 1, whole: true, options: [] },
            { name: "activation", title: "Activation", value: "tanh", step: 0, whole: false, options },
          ];
          window.layer = (id, units) => ({ id, type: "dense", title: `Dense ${id}`, short: "", fields: fields(units) });
          window.hear = (...layers) => picture.edits({ layers, kinds, full: false });
          hear(layer(1, 2));
        }"""
    )
    more = page.get_by_role("button", name="One unit more in Dense 1")
    for _ in range(2):
        more.click()
    page.get_by_role("button", name="Dense 1 4 tanh: change it").click()
    sheet = page.get_by_role("dialog", name="Dense 1")
    sheet.get_by_role("radio", name="relu").check(force=True)
    expect(sheet.locator("fieldset .note")).to_have_text("What relu does.")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Add a layer after Dense 1").click()
    told = page.evaluate("told.map(([name, edit]) => { console.assert(name === 'edit'); return edit; })")
    set_one = {"do": "set", "layer": 1}
    assert told == [
        {**set_one, "name": "units", "value": 3},
        {**set_one, "name": "units", "value": 4},
        {**set_one, "name": "activation", "value": "relu"},
        {"do": "add", "type": "dense", "place": 1},
    ]
    # Where the line is too narrow for all buttons, those for new layers stand beneath it.
    page.locator(".picture").evaluate("it => (it.style.width = '230px')")
    page.wait_for_function("picture.network.plan.width <= 230")
    units = page.locator(".stack-editor .units").bounding_box()
    for after in ("the input", "Dense 1"):
        box = page.get_by_role("button", name=f"Add a layer after {after}").bounding_box()
        assert box is not None, "it can be seen"
        assert units is not None
        assert box["y"] >= units["y"] + units["height"]
    # Layers that are not those of the picture stand in a line of their own.
    page.evaluate("hear(layer(1, 4), layer(2, 4))")
    expect(page.locator(".stack-editor")).to_have_attribute("data-flows", "")
    expect(page.locator(".stack-editor .layer-head")).to_have_count(2)


def test_every_layer_has_its_three_histograms(look: Look) -> None:
    page = look([picture()], view="Weights")
    expect(page.get_by_role("img", name="Dense 1, weights: −1.3 to 0.75")).to_be_visible()
    expect(page.get_by_role("img", name="Dense 1, gradients")).to_be_visible()


def test_who_only_looks_cannot_turn_the_picture(look: Look) -> None:
    page = look([picture(0)], TABLE)
    expect(page.get_by_label("Feature up")).to_be_enabled()
    page.evaluate("picture.hear({ state: 'running', pictures: 1, mine: false }), picture.drawSoon()")
    expect(page.get_by_label("Feature up")).to_be_disabled()


def test_other_axes_and_a_branch_are_asked_for(look: Look) -> None:
    page = look([picture(0), picture(10), picture(20)], TABLE)
    page.get_by_label("Feature up").select_option("alcohol")
    assert page.evaluate("told") == [["axes", ["x1", "alcohol"]]]
    slide(page, 10)
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "10")
    page.get_by_role("button", name="Branch from here").click()
    assert page.evaluate("told.at(-1)") == ["branch", 10]


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
