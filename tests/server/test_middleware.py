"""What every answer carries."""

from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from playground.server.asset_version import module_of
from playground.server.middleware import middleware


def visitor_cookie(client: TestClient, path: str = "/", **headers: str) -> SimpleCookie:
    answer = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return SimpleCookie(answer.headers.get("set-cookie", ""))


@pytest.mark.parametrize("path", ["/", "/assets/plotly.min.js", "/runs/0/curves", "/nowhere"])
def test_every_answer_keeps_to_this_server(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert "unsafe-inline" not in policy["script-src"]
    assert policy["frame-ancestors"] == "'self'"
    assert "http" not in headers["content-security-policy"]


def test_the_first_page_brings_128_random_bits_that_no_script_can_read(client: TestClient) -> None:
    cookie = visitor_cookie(client)["visitor"]
    assert len(cookie.value) == 32
    assert int(cookie.value, 16)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]
    client.cookies.clear()
    assert visitor_cookie(client)["visitor"].value != cookie.value


def test_a_browser_keeps_its_number(client: TestClient) -> None:
    first = visitor_cookie(client)["visitor"].value
    assert client.cookies["visitor"] == first
    assert visitor_cookie(client)["visitor"].value == first


@pytest.mark.parametrize("other", ['settings={"a": 1}', "a,b=c", "plain"])
def test_a_browser_keeps_its_number_beside_cookies_of_other_apps(client: TestClient, other: str) -> None:
    number = visitor_cookie(client)["visitor"].value
    client.cookies.clear()
    answer = client.get("/", headers={"Cookie": f"{other}; visitor={number}"})
    assert SimpleCookie(answer.headers["set-cookie"])["visitor"].value == number


@pytest.mark.parametrize("forged", ["", "me", "A" * 32, "0" * 33, "0" * 31 + "\u00e9"])
def test_a_number_that_is_none_of_ours_is_replaced(client: TestClient, forged: str) -> None:
    answer = client.get("/", headers={"Cookie": f"visitor={forged}; other=1".encode("latin-1")})
    assert SimpleCookie(answer.headers["set-cookie"])["visitor"].value != forged


def test_a_browser_that_has_the_page_but_no_number_any_more_gets_one(client: TestClient) -> None:
    page = client.get("/")
    client.cookies.clear()
    headers = {"If-None-Match": page.headers["etag"], "Accept": "text/html,*/*;q=0.8"}
    answer = client.get("/", headers=headers)
    assert answer.status_code == 304
    assert SimpleCookie(answer.headers["set-cookie"])["visitor"].value
    # And one that has both keeps it for another year.
    again = client.get("/", headers=headers)
    assert again.headers["set-cookie"] == answer.headers["set-cookie"]
    script = client.get("/assets/plotly.min.js")
    answer = client.get(
        "/assets/plotly.min.js", headers={"If-None-Match": script.headers["etag"], "Accept": "*/*"}
    )
    assert answer.status_code == 304
    assert "set-cookie" not in answer.headers


def test_only_pages_bring_the_cookie(client: TestClient) -> None:
    assert not visitor_cookie(client, "/assets/plotly.min.js")
    assert not visitor_cookie(client, "/runs/0/curves")


def test_behind_https_the_cookie_is_for_https_alone_and_so_is_the_app(client: TestClient) -> None:
    assert visitor_cookie(client, x_forwarded_proto="https")["visitor"]["secure"]
    name = "strict-transport-security"
    assert client.get("/", headers={"X-Forwarded-Proto": "https"}).headers[name] == "max-age=31536000"
    assert name not in client.get("/").headers


def test_a_page_begins_with_the_style_sheet_and_nothing_else_is_touched() -> None:
    def page(request: Request) -> Response:
        return HTMLResponse("<html><head></head><body>é</body></html>")

    def other(request: Request) -> Response:
        return PlainTextResponse("</body>")

    paths = [Route("/", page), Route("/other", other)]
    app = Starlette(routes=paths, middleware=middleware(style="p::after { content: '</p>' }"))
    with TestClient(app) as client:
        found = client.get("/", headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
        assert (
            found.text == "<html><head></head><body>é<style>p::after { content: '<\\/p>' }</style>"
            f'<script type="module" src="{module_of("connection")}"></script></body></html>'
        )
        assert int(found.headers["content-length"]) == len(found.content)
        assert client.get("/other", headers={"Accept": "text/html"}).text == "</body>"
        assert "<style>" not in client.get("/", headers={"Accept": "*/*"}).text


def test_a_page_with_the_style_sheet_of_before_is_not_valid_any_more() -> None:
    page = Mount("/", StaticFiles(packages=[("streamlit", "static")], html=True))
    accept = {"Accept": "text/html"}
    with TestClient(Starlette(routes=[page])) as client:
        known = client.get("/", headers=accept).headers
    styled = Starlette(routes=[page], middleware=middleware(style="p { color: red }"))
    with TestClient(styled) as client:
        asked = {"If-None-Match": known["etag"], "If-Modified-Since": known["last-modified"]}
        found = client.get("/", headers=accept | asked)
    assert (found.status_code, "color: red" in found.text) == (200, True)
    assert not {"etag", "last-modified"} & found.headers.keys()
