"""What begins with the server, and ends with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread

from playground.server import services
from playground.server.assets import plotly_min_js
from playground.server.nodelay import send_at_once


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Start the engine before the first visitor comes, and end it with its processes after the last."""
    send_at_once()
    services.start()
    async with anyio.create_task_group() as group:
        # Compressed before it is asked for; the server need not wait for it.
        group.start_soon(anyio.to_thread.run_sync, plotly_min_js)
        yield
    await anyio.to_thread.run_sync(services.close)
