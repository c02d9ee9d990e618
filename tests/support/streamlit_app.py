"""An app around streamlit_page.py whose runs do what a test says: the routes of curves and groups, with no training.

Its connection may be cut at any moment, like that of the app.
"""

from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from playground.server.assets import Assets
from playground.server.drawing.reconnecting import draw_anew_after_cuts
from playground.server.drawing.together import send_together
from playground.server.drawing.unsent import keep_unsent
from tests.support.fake_run import FakeRun

keep_unsent()
draw_anew_after_cuts()
send_together()
runs: dict[str, FakeRun] = {}
groups: dict[str, Any] = {}


async def curves(request: Request) -> Response:
    """The route of the chart."""
    run = runs.get(request.path_params["run"])
    if run is None:
        return JSONResponse({"error": "This run is not kept here any more."}, 404)
    return JSONResponse(run.since(int(request.query_params["from"])))


async def decide(request: Request) -> Response:
    """The route by which a test decides what a run does: the body holds the arguments of FakeRun."""
    said: dict[str, Any] = await request.json()
    runs[request.path_params["run"]] = FakeRun(**said)
    return Response(status_code=204)


async def group(request: Request) -> Response:
    """The route of the map of a sweep."""
    return JSONResponse(groups[request.path_params["group"]])


async def decide_group(request: Request) -> Response:
    """The route by which a test sets the answer about a group."""
    groups[request.path_params["group"]] = await request.json()
    return Response(status_code=204)


app = st.App(
    "streamlit_page.py",
    routes=[
        Route("/runs/{run}/curves", curves),
        Route("/decide/{run}", decide, methods=["POST"]),
        Route("/groups/{group}", group),
        Route("/decide_group/{group}", decide_group, methods=["POST"]),
        Mount("/assets", Assets()),
    ],
)
