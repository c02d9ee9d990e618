"""The server's routes behind its gates, without Streamlit's server, and requests of a browser to them."""

import re

from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.server import middleware, routes

PAGE = {"Accept": "text/html,*/*;q=0.8"}


async def _socket(socket: WebSocket) -> None:
    """Stands in for Streamlit's websocket: sends the visitor's number, then echoes; for "cookies" all cookies."""
    await socket.accept()
    await socket.send_text(socket.cookies.get("visitor", ""))
    try:
        while True:
            said = await socket.receive_text()
            await socket.send_text(socket.headers["cookie"] if said == "cookies" else said)
    except WebSocketDisconnect:
        pass


def gated() -> Starlette:
    """The app, with the gates that the environment describes."""
    page = StaticFiles(packages=[("streamlit", "static")], html=True)
    own = [WebSocketRoute("/_stcore/stream", _socket), Mount("/", page)]
    return Starlette(routes=[*routes(), *own], middleware=middleware())


def browser(app: Starlette | None = None, address: str = "testclient") -> TestClient:
    """A browser that follows no redirects."""
    return TestClient(app or gated(), follow_redirects=False, client=(address, 1))


def everything() -> list[tuple[str, str]]:
    """A method and a path of each of the app's routes, and of some of Streamlit's."""
    own = [
        (method, re.sub(r"\{\w+\}", "0" * 32, route.path))
        for route in routes()
        if isinstance(route, Route)
        for method in sorted(route.methods or ())
    ]
    theirs = [
        "/",
        "/runs",
        "/assets/plotly.min.js",
        "/_stcore/host-config",
        "/_stcore/health/../stream",
        "/media/a",
    ]
    return [*own, *(("GET", path) for path in theirs), ("PUT", "/_stcore/upload_file/a/b"), ("OPTIONS", "/")]
