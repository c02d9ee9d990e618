"""Only pages of this app change anything, and only under the names that the setting has."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.server import hosts, middleware, routes

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    {"Origin": "http://elsewhere.example"},
    {"Origin": "http://testserver:8502"},
    {"Origin": "null"},
]
OWN = [
    {},
    {"Origin": "http://testserver"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://behind.a.proxy"},
    {"Origin": "http://[::1]:8501", "Host": "[::1]:8501"},
]


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


async def _streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands where Streamlit's own routes are, and would let anybody in."""
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def browser() -> Iterator[TestClient]:
    own = [WebSocketRoute("/_stcore/stream", _socket), Mount("/", _streamlit)]
    with TestClient(Starlette(routes=[*routes(), *own], middleware=middleware())) as client:
        yield client


client = pytest.fixture(browser)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv(hosts.SETTING, "Play.School.org, *.lab.school.org, [2001:db8::1]")
    yield from browser()


def changing() -> list[tuple[str, str]]:
    """Every method and path that is not for reading alone."""
    return [
        (method, route.path)
        for route in routes()
        if isinstance(route, Route)
        for method in sorted(route.methods or ())
        if method not in ("GET", "HEAD")
    ]


def test_there_are_changes_to_refuse() -> None:
    assert len(changing()) > 5


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_page_of_another_origin_changes_nothing(client: TestClient, headers: dict[str, str]) -> None:
    for method, path in [*changing(), ("PUT", "/_stcore/upload_file/a/b")]:
        answer = client.request(method, path, headers=headers)
        assert (answer.status_code, answer.json()) == (
            403,
            {"error": "Only a page of this app can do this."},
        ), path


@pytest.mark.parametrize("headers", OWN)
def test_own_pages_and_programs_are_let_through(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/_stcore/anything", headers=headers).status_code == 204


@pytest.mark.parametrize("path", ["/stream", "/_stcore/stream"])
@pytest.mark.parametrize("origin", ["http://elsewhere.example", "http://localhost:3000", "null"])
def test_a_page_of_another_origin_opens_no_websocket(client: TestClient, path: str, origin: str) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(path, headers={"Origin": origin}):
        pass


def test_own_pages_open_websockets(client: TestClient) -> None:
    with client.websocket_connect("/_stcore/stream", headers={"Origin": "http://testserver"}):
        pass


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("play.school.org", 204),
        ("play.school.org:8501", 204),
        ("a.lab.school.org", 204),
        ("localhost:8501", 204),
        ("127.0.0.1", 204),
        ("[::1]:8501", 204),
        ("[2001:DB8::1]:8501", 204),
        ("[2001:db8::2]", 400),
        ("school.org", 400),
        ("elsewhere.example", 400),
    ],
)
def test_only_named_hosts_and_this_machine_are_answered(named: TestClient, host: str, status: int) -> None:
    assert named.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    "origin",
    [
        "https://play.school.org",
        "https://b.lab.school.org:8443",
        "http://[2001:db8::1]:81",
        "http://[2001:db8::1]",
    ],
)
def test_a_named_origin_is_own_where_a_proxy_passes_on_another_host(named: TestClient, origin: str) -> None:
    headers = {"Origin": origin, "Host": "localhost:8501"}
    with named.websocket_connect("/_stcore/stream", headers=headers):
        pass


def test_each_place_that_is_refused_is_told_once(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        client.post("/tables", headers={"Origin": "http://elsewhere.example"})
    for number in range(100):
        client.post("/tables", headers={"Origin": f"http://{number}.example"})
    told = [record.getMessage() for record in caplog.records if hosts.SETTING in record.getMessage()]
    assert len(told) == 10
    assert sum("'elsewhere.example'" in line for line in told) == 1


@pytest.mark.parametrize("setting", ["http://play.school.org", "a:80", "*", "a b"])
def test_a_wrong_setting_ends_the_server_with_a_sentence(setting: str) -> None:
    with pytest.raises(SystemExit, match="names hosts without scheme and port"):
        hosts.hosts(setting)
