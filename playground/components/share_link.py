"""An address to give away: to copy with one press, or to be photographed as a QR code."""

import segno
import streamlit as st

from playground.components.routes import module_of

# The space is taken before the module has come, so that the popover does not grow under the pointer.
_HTML = '<div class="share-link" style="min-height:{height}"></div>'
_HEIGHT = "21.5rem"

# Inline modules are loaded from a blob, which has no address to be relative to: hence the whole address.
_LOADER = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), () => {
    component.parentElement.querySelector(".share-link").textContent = component.data.address;
  });
"""

_component = st.components.v2.component(
    "share_link", html=_HTML.format(height=_HEIGHT), js=_LOADER, isolate_styles=False
)


def share_link(address: str, *, label: str, note: str, key: str) -> None:
    """Show an address with a button that copies it and, where it is not too long for one, its QR code.

    Args:
        address: the whole address, with scheme and host.
        label: what it leads to, as the name of its field.
        note: what happens to whoever opens it.
        key: key of the component.
    """
    _component(
        key=key,
        data={
            "module": module_of("share_link"),
            "address": address,
            "label": label,
            "note": note,
            "qr": qr_code(address),
        },
    )


def qr_code(text: str) -> str | None:
    """The QR code of a text as the address of an SVG; None for a text of more than 2,953 bytes.

    Black on white with the four modules of white around it that the standard asks for (ISO/IEC 18004): a camera
    also reads it where the page is dark.
    """
    try:
        code = segno.make_qr(text, error="l")
    except segno.DataOverflowError:
        return None
    return str(code.svg_data_uri(border=4, dark="#000", light="#fff", omitsize=True))
