"""Code in the page: what a change of the settings has changed is lit, and one press copies all of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.bare_page import BarePage

CODE = "\n".join(
    [
        *(f"x{number} = {number}" for number in range(40)),
        "# %% The network",
        'layers.Dense(64, activation="relu"),',
        "layers.Dropout(0.2),",
        "layers.Dense(1),",
        *(f"y{number} = {number}" for number in range(40)),
    ]
)


def asked(code: str | None) -> dict[str, object]:
    return {"code": code, "note": "In Keras.", "first": "# %% The network"}


@pytest.fixture
def bare(window: Page) -> Iterator[BarePage]:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield BarePage(window, "code_view")
    window.context.clear_permissions()


def lines(bare: BarePage, of: str) -> Locator:
    return bare.page.locator(f".code-view .line{of}")


def test_the_line_that_changed_is_lit_and_in_sight_and_one_press_copies_the_code(bare: BarePage) -> None:
    bare.open(asked(CODE))
    expect(lines(bare, "").nth(40)).to_be_in_viewport(ratio=1)
    expect(lines(bare, ".lit, .cut")).to_have_count(0)

    changed = CODE.replace("Dense(64", "Dense(8").replace("x3 = 3\n", "x3 = 3.5\n")
    call = "data => window.call(data)"
    bare.page.evaluate(call, asked(changed))
    expect(lines(bare, ".lit")).to_have_text(["x3 = 3.5", 'layers.Dense(8, activation="relu"),'])
    expect(lines(bare, ".lit").first).to_be_in_viewport(ratio=1)
    bare.page.evaluate(call, asked(changed))  # the script ran for another reason: the light stays
    expect(lines(bare, ".lit")).to_have_count(2)
    bare.page.evaluate(call, asked(changed.replace("layers.Dropout(0.2),\n", "")))
    expect(lines(bare, ".cut")).to_have_text(["layers.Dense(1),"])

    bare.page.evaluate(call, asked(None))
    expect(bare.page.locator(".code-view")).to_have_class("code-view old")
    bare.page.evaluate(call, asked("\n".join(f"z{number}" for number in range(80))))
    expect(lines(bare, ".lit")).to_have_count(0)  # another experiment

    bare.page.evaluate(call, asked(CODE))
    bare.page.get_by_role("button", name="Copy").click()
    expect(bare.page.get_by_role("button", name="Copied")).to_be_visible()
    assert bare.page.evaluate("navigator.clipboard.readText()") == CODE
