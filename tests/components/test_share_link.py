"""An address is copied with one press, also where a page has no clipboard, and its QR code is read in the dark."""

from collections.abc import Iterator
from typing import Any

import pytest
import segno
from playwright.sync_api import Page, expect

from playground.components.share_link import qr_code
from tests.support.bare_page import BarePage

ADDRESS = "https://playground.example/?experiment=1.ePlhH59Cw55lgsE1o45CSlFi"


def asked(address: str = ADDRESS) -> dict[str, Any]:
    return {
        "address": address,
        "label": "Address of this run",
        "note": "It opens the run.",
        "qr": qr_code(address),
    }


@pytest.fixture
def bare(window: Page) -> Iterator[BarePage]:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield BarePage(window, "share_link")
    window.context.clear_permissions()


def test_one_press_copies_the_address(bare: BarePage) -> None:
    bare.open(asked())
    expect(bare.page.get_by_label("Address of this run")).to_have_value(ADDRESS)
    bare.page.get_by_role("button", name="Copy").click()
    expect(bare.page.get_by_role("status")).to_have_text("The address is copied.")
    assert bare.page.evaluate("navigator.clipboard.readText()") == ADDRESS


def test_without_a_clipboard_the_old_way_copies(bare: BarePage) -> None:
    bare.open(asked())
    # As on a page that came by plain http from another machine.
    bare.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    bare.page.evaluate("addEventListener('copy', () => (window.copied = String(getSelection())))")
    bare.page.get_by_role("button", name="Copy").click()
    expect(bare.page.get_by_role("button", name="Copied")).to_be_visible()
    assert bare.page.evaluate("window.copied") == ADDRESS


def test_where_nothing_can_copy_the_address_is_selected_and_said_so(bare: BarePage) -> None:
    bare.open(asked())
    bare.page.evaluate("""() => {
        Object.defineProperty(navigator, "clipboard", { value: undefined });
        document.execCommand = () => false;
    }""")
    bare.page.get_by_role("button", name="Copy").click()
    expect(bare.page.get_by_role("status")).to_contain_text("Press Ctrl+C")
    assert bare.page.evaluate("String(getSelection())") == ADDRESS


def test_the_code_is_dark_on_white_also_in_the_dark(bare: BarePage) -> None:
    bare.open(asked(), "dark")
    code = bare.page.get_by_role("img", name="QR code of the address")
    expect(code).to_be_visible()
    # What a camera sees of it, module by module.
    size = segno.make_qr(ADDRESS, error="l").symbol_size(border=4)[0]
    seen: list[int] = code.evaluate(
        """async (image, size) => {
            await image.decode();
            const canvas = new OffscreenCanvas(size * 8, size * 8);
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0, size * 8, size * 8);
            const at = (i) => context.getImageData((i % size) * 8 + 4, Math.floor(i / size) * 8 + 4, 1, 1).data[0];
            return Array.from({ length: size * size }, (_, i) => (at(i) < 128 ? 1 : 0));
        }""",
        size,
    )
    rows = segno.make_qr(ADDRESS, error="l").matrix_iter(border=4)
    assert seen == [module for row in rows for module in row]


def test_another_address_takes_the_place_of_the_first(bare: BarePage) -> None:
    bare.open(asked())
    expect(bare.page.get_by_role("textbox")).to_have_value(ADDRESS)
    first = bare.page.get_by_role("img").get_attribute("src")
    bare.page.evaluate("data => window.call(data)", asked("https://playground.example/?run=7"))
    expect(bare.page.get_by_role("textbox")).to_have_value("https://playground.example/?run=7")
    assert bare.page.get_by_role("img").get_attribute("src") != first


def test_an_address_too_long_for_a_code_is_said_so(bare: BarePage) -> None:
    assert qr_code("x" * 2953) is not None
    assert qr_code("x" * 2954) is None
    bare.open(asked("https://playground.example/?experiment=" + "x" * 3000))
    expect(bare.page.get_by_text("This address is too long for a QR code.")).to_be_visible()
    expect(bare.page.get_by_role("img")).to_have_count(0)
