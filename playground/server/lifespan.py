"""The start and the end of the server."""

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import Any

import anyio.to_thread

from playground import services
from playground.priority import switch_soon
from playground.server.addresses import SETTING, proxies
from playground.server.assets import compress_plotly
from playground.server.nodelay import send_at_once
from playground.server.uploads import free_regularly


def lifespan(*modules: str) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """Start the engine before the first visitor comes, and end it with its processes after the last.

    `modules` are those of pages that are seldom the first: they are loaded before somebody has to wait for them.
    """

    @asynccontextmanager
    async def whole_life(_app: Any) -> AsyncIterator[None]:
        proxies(os.environ.get(SETTING, ""))  # a wrong setting ends the server now
        send_at_once()
        switch_soon()
        services.services().start()
        async with anyio.create_task_group() as group:
            # The server need not wait for any of it.
            group.start_soon(anyio.to_thread.run_sync, compress_plotly)
            group.start_soon(anyio.to_thread.run_sync, _load, modules)
            group.start_soon(free_regularly)
            yield
            group.cancel_scope.cancel()
        await anyio.to_thread.run_sync(services.close)

    return whole_life


def _load(modules: Sequence[str]) -> None:
    for name in modules:
        import_module(name)
