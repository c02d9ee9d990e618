"""An address to share: a button copies it, and a camera reads its QR code."""

import segno
import streamlit as st

from playground.components.loading import loader
from playground.server.asset_version import module_of

# The element has its height before the module comes, so that the popover does not grow under the pointer.
_HTML = '<div class="share-link" style="min-height:{height}"></div>'
_HEIGHT = "21.5rem"

_component = st.components.v2.component(
    "share_link",
    html=_HTML.format(height=_HEIGHT),
    js=loader('component.parentElement.querySelector(".share-link").textContent = component.data.address;'),
    isolate_styles=False,
)


def share_link(address: str, *, label: str, note: str, key: str) -> None:
    """Shows an address with a button that copies it, and its QR code unless the address is too long for one.

    Args:
        address: the whole address, with scheme and host.
        label: label of the field, which says where the address leads.
        note: a sentence that says what opening the address does.
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
