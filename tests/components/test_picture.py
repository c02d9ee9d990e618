"""The picture in a real browser: what it draws, how it goes back, what hands and keyboards reach."""

import base64
from collections.abc import Callable, Sequence

import numpy
from playwright.sync_api import Page, expect

from playground.pictures.format import encode
from tests.support.made_up_pictures import ARMS, LABELS, TABLE, arms, picture
from tests.support.picture_server import PictureServer, slide

# The colour of the boundary's canvas at positions of the plane: [red, green, blue] each.
PIXELS = """(points) => {
  const canvas = document.querySelector("canvas.boundary");
  const { x, y, width, height } = window.picture.boundary.box;
  const ratio = canvas.width / canvas.clientWidth;
  const context = canvas.getContext("2d");
  return points.map(([x1, x2]) => {
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


def bluish(pixels: Sequence[Sequence[int]]) -> list[bool]:
    """Which pixels are more blue than orange."""
    return [blue > red for red, _, blue in pixels]


def test_the_browser_reads_the_numbers_that_the_encoder_wrote(look_at: Look) -> None:
    shown = picture(3)
    decoded = look_at([shown]).evaluate(DECODED, base64.b64encode(encode(shown)).decode())
    assert set(decoded) == set(shown.arrays)
    for name, array in shown.arrays.items():
        shape, values = decoded[name]
        assert tuple(shape) == array.shape
        numpy.testing.assert_array_equal(numpy.array(values, array.dtype), array.ravel())


def test_the_boundary_of_a_learned_spiral_shows_two_arms(look_at: Look) -> None:
    page = look_at([picture(600)])
    outer = numpy.hypot(*ARMS.T) > 0.7  # nearer to the middle the arms are closer than a cell
    pixels = page.evaluate(PIXELS, ARMS[outer].tolist())
    assert numpy.mean(numpy.array(bluish(pixels)) == (LABELS[outer] == 1)) > 0.98


def test_hard_classes_know_no_shades(look_at: Look) -> None:
    unsure = 0.5 + (arms() - 0.5) * 0.3
    page = look_at([picture(answer=unsure)])
    points = ARMS[numpy.hypot(*ARMS.T) > 2].tolist()
    soft = page.evaluate(PIXELS, points)
    page.get_by_label("Hard classes").check()
    page.wait_for_function(f"JSON.stringify(({PIXELS})({points})) !== '{str(soft).replace(' ', '')}'")
    hard = page.evaluate(PIXELS, points)
    assert bluish(soft) == bluish(hard)
    assert min(abs(blue - red) for red, _, blue in hard) > max(abs(blue - red) for red, _, blue in soft)


def test_the_slider_shows_an_earlier_epoch_as_it_was(look_at: Look) -> None:
    page = look_at([picture(0), picture(10, answer=arms(turned=True)), picture(20)])
    root, points = page.locator(".picture"), [ARMS[150].tolist()]
    now = bluish(page.evaluate(PIXELS, points))
    slide(page, 10)
    expect(root).to_have_attribute("data-epoch", "10")
    assert bluish(page.evaluate(PIXELS, points)) != now
    assert page.evaluate("marks.at(-1)") == 10
    expect(root).not_to_have_attribute("data-live", "")
    page.get_by_role("button", name="Live").click()
    expect(root).to_have_attribute("data-epoch", "20")
    expect(root).to_have_attribute("data-live", "")
    assert bluish(page.evaluate(PIXELS, points)) == now
    assert page.evaluate("marks.at(-1)") is None


def test_the_newest_picture_comes_by_itself_but_not_into_the_past(
    look_at: Look, picture_server: PictureServer
) -> None:
    page = look_at([picture(0), picture(10)])
    picture_server.shown.pictures = [picture(0), picture(10), picture(20)]
    page.evaluate("picture.hear({ state: 'running', pictures: 2 })")
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "20")
    slide(page, 0)
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "0")
    picture_server.shown.pictures = [*picture_server.shown.pictures, picture(30)]
    page.evaluate("picture.hear({ state: 'running', pictures: 3 })")
    expect(page.locator("[name=epoch]")).to_have_attribute("max", "30")
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "0")


def test_the_picture_of_the_last_run_stays_faded_until_the_next_one_has_its_own(look_at: Look) -> None:
    page = look_at([picture(0), picture(10)])
    root = page.locator(".picture")
    page.evaluate("picture.follow({ run: 'next', address: '/runs/next', key: 'same' })")
    page.evaluate("picture.hear({ state: 'running', pictures: 0 })")
    expect(root).to_have_attribute("data-stale", "")
    expect(root).not_to_have_attribute("data-epoch", "10")
    expect(page.locator("canvas.boundary:visible")).to_have_count(1)
    page.evaluate("picture.hear({ state: 'running', pictures: 1 })")
    expect(root).to_have_attribute("data-epoch", "10")
    expect(root).not_to_have_attribute("data-stale", "")


def test_the_film_shows_every_epoch_in_order_and_ends_with_now(look_at: Look) -> None:
    page = look_at([picture(0), picture(10), picture(20)])
    page.get_by_role("button", name="Play the epochs as a film").click()
    page.wait_for_function("window.seen.join() === '20,0,10,20'")
    expect(page.locator(".picture")).to_have_attribute("data-live", "")
    expect(page.get_by_role("button", name="Play the epochs as a film")).to_be_visible()


def test_layers_are_edited_where_they_are_drawn(look_at: Look) -> None:
    page = look_at([picture()], view="Network")
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
        {"do": "add", "type": "dense", "index": 1},
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


def test_every_layer_has_its_three_histograms(look_at: Look) -> None:
    page = look_at([picture()], view="Weights")
    expect(page.get_by_role("img", name="Dense 1, weights: −1.3 to 0.75")).to_be_visible()
    expect(page.get_by_role("img", name="Dense 1, gradients")).to_be_visible()


def test_who_only_looks_cannot_turn_the_picture(look_at: Look) -> None:
    page = look_at([picture(0)], TABLE)
    expect(page.get_by_label("Feature up")).to_be_enabled()
    page.evaluate("picture.hear({ state: 'running', pictures: 1, mine: false }), picture.drawSoon()")
    expect(page.get_by_label("Feature up")).to_be_disabled()


def test_other_axes_and_a_branch_are_asked_for(look_at: Look) -> None:
    page = look_at([picture(0), picture(10), picture(20)], TABLE)
    page.get_by_label("Feature up").select_option("alcohol")
    assert page.evaluate("told") == [["axes", ["x1", "alcohol"]]]
    slide(page, 10)
    expect(page.locator(".picture")).to_have_attribute("data-epoch", "10")
    page.get_by_role("button", name="Branch from here").click()
    assert page.evaluate("told.at(-1)") == ["branch", 10]
