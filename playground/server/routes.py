"""The routes that scripts in the page fetch from: their own files, and the curves of a run."""

import streamlit as st
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground import services
from playground.persons import may
from playground.server.answers import UNKNOWN, find_run, json_answer, or_away, person
from playground.server.assets import Asset, component_file, plotly_min_js
from playground.server.pictures import picture_routes
from playground.server.wishes import numbers, wish_routes


def routes() -> list[BaseRoute]:
    """All routes in addition to Streamlit's own, beneath its `server.baseUrlPath`."""
    base = st.get_option("server.baseUrlPath").strip("/")
    prefix = f"/{base}" if base else ""
    return [
        Route(f"{prefix}/assets/plotly.min.js", plotly),
        Route(f"{prefix}/assets/{{address:path}}", component),
        Route(f"{prefix}/runs/{{run_id}}/curves", curves),
        Route(f"{prefix}/groups/{{group_id}}", group),
        *picture_routes(prefix),
        *wish_routes(prefix),
    ]


async def plotly(request: Request) -> Response:
    """Plotly, kept by the browser for good where the address names the content: `?v=<etag>`."""
    return _answer(request, await to_thread.run_sync(plotly_min_js))


async def component(request: Request) -> Response:
    """A script or style of a component."""
    asset = component_file(request.path_params["address"])
    return Response(status_code=404) if asset is None else _answer(request, asset)


@or_away
async def curves(request: Request) -> Response:
    """A run as JSON, for a page that has the epochs before `from`.

    `mine` says whether the run belongs to the person who asks, `taken` is the number of the last wish taken from the
    page `client`.
    """
    run = await find_run(request)
    if run is None:
        return json_answer({"error": UNKNOWN}, 404)
    first = request.query_params.get("from", "0")
    if not first.isdecimal() or len(first) > 9:
        return json_answer({"error": "from: this must be the number of an epoch, 0 or more."}, 400)
    taken = numbers.last(run.id, request.query_params.get("client", ""))
    return json_answer({**run.since(int(first)), "mine": may(person(request), "steer", run), "taken": taken})


@or_away
async def group(request: Request) -> Response:
    """A sweep or seeds study with all of its runs in short, as JSON."""
    found = await to_thread.run_sync(services.runs().group, request.path_params["group_id"])
    return (
        json_answer({"error": "This group of runs is not known here."}, 404)
        if found is None
        else json_answer(found.in_short())
    )


def _answer(request: Request, asset: Asset) -> Response:
    """The asset, or 304 where the browser has it; compressed where it may be."""
    tag = f'"{asset.etag}"'
    for_good = request.query_params.get("v") == asset.etag
    headers = {
        "ETag": tag,
        "Cache-Control": "public, max-age=31536000, immutable" if for_good else "no-cache",
        "Vary": "Accept-Encoding",
    }
    known = [
        value.strip().removeprefix("W/") for value in request.headers.get("if-none-match", "").split(",")
    ]
    if tag in known:
        return Response(status_code=304, headers=headers)
    if asset.gzipped and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            asset.gzipped, headers=headers | {"Content-Encoding": "gzip"}, media_type=asset.media_type
        )
    return Response(asset.content, headers=headers, media_type=asset.media_type)
