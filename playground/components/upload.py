"""A file of a person's own: dropped, chosen or pasted, read by the server, and shown as it was read."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground.components.loading import loader_of
from playground.server.asset_version import module_of
from playground.server.base_path import base_path

# The element has its height before the module comes, so that nothing below it moves then.
_component = st.components.v2.component(
    "upload",
    html='<div class="upload" style="min-height:7.5rem"></div>',
    js=loader_of("upload", "upload"),
    isolate_styles=False,
)


def upload(*, key: str, most_bytes: int, visitor: str | None, on_use: Callable[[], None]) -> Any:
    """Draws the upload of a file.

    The file goes to the route `POST /tables`, and its first part to `POST /tables/first` before, so that its first rows
    show while the whole of it is read.

    Args:
        key: key of the component.
        most_bytes: how large a file may be.
        visitor: the number of the visit, of a browser that keeps no cookie.
        on_use: called when the person takes the table: `st.session_state[key]["use"]` is {"dataset", "reading"}, with
            the keys of `playground.experiment.FileReading` that the person has set.
    """
    return _component(
        key=key,
        data={
            "module": module_of("upload"),
            "address": f"{base_path()}tables",
            "mostBytes": most_bytes,
            "visitor": visitor,
        },
        on_use_change=on_use,
    )
