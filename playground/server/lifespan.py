"""The start and the end of the server."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import anyio.to_thread

from playground import services
from playground.priority import switch_soon
from playground.server.addresses import SETTING, proxies
from playground.server.assets import compress_plotly
from playground.server.connections import bound_connections
from playground.server.drawing import patch_streamlit
from playground.server.garbage import load_for_good
from playground.server.nodelay import send_at_once
from playground.server.uploads import free_regularly
from playground.watching.key import host_key
from playground.watching.log import begin_log


def lifespan(load: Callable[[], None]) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """Starts the engine when the server starts, and stops it with its processes when the server stops.

    Args:
        load: imports modules that pages need later; runs in its own thread while the server already answers.
    """

    @asynccontextmanager
    async def whole_life(_app: Any) -> AsyncIterator[None]:
        proxies(os.environ.get(SETTING, ""))  # ends the server if the setting is wrong
        host_key()  # likewise
        begin_log()
        send_at_once()
        bound_connections()
        patch_streamlit()
        switch_soon()
        services.services().start()
        async with anyio.create_task_group() as group:
            # The server answers while these run.
            group.start_soon(anyio.to_thread.run_sync, compress_plotly)
            group.start_soon(anyio.to_thread.run_sync, load_for_good, load)
            group.start_soon(free_regularly)
            yield
            group.cancel_scope.cancel()
        await anyio.to_thread.run_sync(services.close)

    return whole_life
