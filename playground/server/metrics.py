"""The figures of the installation for Prometheus, if the host has set a key."""

from collections.abc import Iterator

from anyio import to_thread
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from playground import services
from playground.server.answers import RefusedError, or_sentence
from playground.watching.figures import figures
from playground.watching.key import SETTING, host_key, is_host_key


def metric_routes(prefix: str) -> list[Route]:
    """Beneath `prefix`: GET /metrics."""
    return [Route(f"{prefix}/metrics", metrics, methods=["GET"])]


@or_sentence
async def metrics(request: Request) -> Response:
    """The figures as OpenMetrics, for requests with the host's key as "Authorization: Bearer KEY"."""
    if host_key() is None:
        raise RefusedError(404, f"This server publishes no figures: {SETTING} is not set.")
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not is_host_key(key):
        raise RefusedError(401, "A request for figures needs the host's key, as “Authorization: Bearer KEY”.")
    return Response(await to_thread.run_sync(_text), media_type=CONTENT_TYPE_LATEST)


def _text() -> bytes:
    registry = CollectorRegistry()
    registry.register(_Figures())
    text: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]
    return text


class _Figures(Collector):
    def collect(self) -> Iterator[Metric]:
        for figure in figures(services.services()):
            family = CounterMetricFamily if figure.kind == "total" else GaugeMetricFamily
            yield family(f"playground_{figure.name}", figure.help, value=figure.value)
