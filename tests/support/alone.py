"""Parts of a page that a script draws alone, as the server does after a press in one of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from playground.server.drawing.followers import with_followers


@contextmanager
def alone(page: AppTest, key: str) -> Iterator[None]:
    """Has the page's next script draw the part with this key and what follows it; AppTest draws the whole page."""
    storage = page._fragment_storage
    ids = with_followers(storage.resolve_target(key), storage)

    def manager(*args: Any, **named: Any) -> PagesManager:
        # That of a server lasts as long as the session.
        made = PagesManager(*args, **named)
        made._set_pages(page._registered_pages)
        return made

    with (
        patch.object(local_script_runner, "RerunData", partial(RerunData, fragment_id_queue=ids)),
        patch.object(app_test, "PagesManager", manager),
    ):
        yield
