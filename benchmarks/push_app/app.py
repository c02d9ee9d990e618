"""The app's own server, with a route that starts a run."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from playground.experiment import Experiment
from playground.persons import CONSOLE
from playground.plan import plan
from playground.server import lifespan, middleware, routes
from playground.services import runs


async def train(request: Request) -> Response:
    """Starts a run of the experiment in the body; answers with its id."""
    experiment = Experiment.model_validate_json(await request.body())
    return JSONResponse(runs().start(plan(experiment).experiment, CONSOLE).id)


app = st.App(
    "page.py",
    lifespan=lifespan(lambda: None),
    routes=[Route("/train", train, methods=["POST"]), *routes()],
    middleware=middleware(),
)
