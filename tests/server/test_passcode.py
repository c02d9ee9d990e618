"""Without the room's passcode nothing answers but the page that asks for it."""

import re
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from playground.runs import Runs
from playground.server import middleware, passcode, routes
from tests.support.gated import PAGE, browser, everything

PASSCODE = "blue kettle 42"


@pytest.fixture
def outside(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A browser that has not given the passcode."""
    monkeypatch.setenv(passcode.SETTING, PASSCODE)
    with browser() as client:
        yield client


def give(client: TestClient, text: str, path: str = "/", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer: httpx.Response = client.post(path, data={"passcode": text}, headers=named)
    return answer


def status(client: TestClient, cookie: str) -> int:
    """The status of the page for a browser with these cookies alone."""
    client.cookies.clear()
    answer: httpx.Response = client.get("/", headers={**PAGE, "Cookie": cookie.encode("latin-1")})
    return answer.status_code


@pytest.mark.parametrize("cookie", ["", "room=", "room=1.2.3", f"room={PASSCODE}", "room=\u00e9"])
def test_no_route_answers_without_the_passcode(outside: TestClient, cookie: str) -> None:
    assert len(everything()) > 40
    for method, path in everything():
        answer = outside.request(method, path, headers={"Cookie": cookie.encode("latin-1")})
        assert answer.status_code == 401, (method, path)
        assert method == "HEAD" or "passcode" in answer.text
        assert "set-cookie" not in answer.headers


def test_an_open_page_is_told_in_words(outside: TestClient) -> None:
    """The page shows it: components/connection."""
    said = outside.get("/_stcore/host-config").json()
    assert "This room has a passcode" in said


@pytest.mark.parametrize("path", ["/stream", "/_stcore/stream"])
def test_no_websocket_opens_without_the_passcode(outside: TestClient, path: str) -> None:
    with pytest.raises(WebSocketDisconnect), outside.websocket_connect(path):
        pass
    give(outside, PASSCODE)
    with outside.websocket_connect(path):
        pass


def test_whoever_gives_the_passcode_comes_to_the_page_that_was_asked_for(outside: TestClient) -> None:
    asked = outside.get("/lessons/?run=a%20b", headers=PAGE)
    assert (asked.status_code, asked.headers["cache-control"]) == (401, "no-store")
    assert "This room has a passcode" in asked.text
    assert "<script" not in asked.text
    answer = give(outside, f" {PASSCODE} ", "/lessons?run=a%20b")
    assert (answer.status_code, answer.headers["location"]) == (303, "./lessons?run=a%20b")
    assert outside.get("/", headers=PAGE).status_code == 200
    assert outside.get("/assets/plotly.min.js").status_code == 200


@pytest.mark.parametrize(
    "path", ["//elsewhere.example", "//elsewhere.example/https:", "/%0d%0aX: y", "/\u00e9?a=\u00e9"]
)
def test_an_address_that_somebody_made_up_leads_to_no_other_server(outside: TestClient, path: str) -> None:
    address = give(outside, PASSCODE, f"http://testserver{path}").headers["location"]
    assert re.fullmatch(r"\./[\w.%~-]*(\?[\w=%]*)?", address)


def test_the_cookie_is_for_no_script_and_does_not_tell_the_passcode(outside: TestClient) -> None:
    found = SimpleCookie(give(outside, PASSCODE).headers["set-cookie"])[passcode.COOKIE]
    assert (found["httponly"], found["samesite"], found["secure"], found["path"]) == (True, "Lax", "", "/")
    assert "kettle" not in found.value
    outside.cookies.clear()
    again = SimpleCookie(give(outside, PASSCODE, x_forwarded_proto="https").headers["set-cookie"])[
        passcode.COOKIE
    ]
    assert again["secure"]
    assert again.value != found.value


def test_a_cookie_lets_in_at_every_server_until_it_is_old_changed_or_the_passcode_is_another(
    outside: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = SimpleCookie(give(outside, PASSCODE).headers["set-cookie"])[passcode.COOKIE].value
    until, number, signature = value.split(".")
    with browser() as second:
        assert status(second, f"{passcode.COOKIE}={value}") == 200
        assert status(second, f"{passcode.COOKIE}={int(until) + 1}.{number}.{signature}") == 401
        assert status(second, f"{passcode.COOKIE}={until}.{number[1:]}0.{signature}") == 401
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + (passcode.DAYS + 1) * passcode.DAY)
        assert status(second, f"{passcode.COOKIE}={value}") == 401
    monkeypatch.undo()
    monkeypatch.setenv(passcode.SETTING, "red kettle 42")
    with browser() as third:
        assert status(third, f"{passcode.COOKIE}={value}") == 401


@pytest.mark.parametrize("other", ['settings={"a": 1}', "a,b=c", "(a)=1", "plain", "a=\u00e9"])
def test_a_cookie_of_another_app_of_this_host_puts_nobody_out(outside: TestClient, other: str) -> None:
    value = SimpleCookie(give(outside, PASSCODE).headers["set-cookie"])[passcode.COOKIE].value
    assert status(outside, f"{other}; {passcode.COOKIE}={value}") == 200
    assert status(outside, other) == 401


def test_the_room_is_beneath_the_apps_base_path_alone(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    option = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: "play" if name == "server.baseUrlPath" else option(name)
    )
    monkeypatch.setenv(passcode.SETTING, PASSCODE)
    known = {"Authorization": "Bearer abc"}
    with browser() as client:
        assert 'url("/play/static/media/SourceSans' in client.get("/play/", headers=PAGE).text
        assert client.get("/play/_stcore/health").status_code != 401
        assert client.get("/_stcore/health").status_code == 401
        for path in (
            "/play//_stcore/health",
            "/play/_stcore/health/",
            "/PLAY/_stcore/health",
            "/play/live%2f..",
        ):
            assert client.get(path, headers=known).status_code == 401
        assert "passcode" not in client.post("/play/live", json={}, headers=known).text
        assert "passcode" in client.post("/live", json={}, headers=known).text


def test_wrong_passcodes_from_one_address_have_a_bound_and_right_ones_do_not_count(
    outside: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passcode, "TRIES", 3)
    for _ in range(5):
        assert give(outside, PASSCODE).status_code == 303
    outside.cookies.clear()
    for wrong in ("blue", "blue kettle", "Blue Kettle 42"):
        answer = give(outside, wrong)
        assert (answer.status_code, "not the passcode" in answer.text) == (403, True)
        assert "set-cookie" not in answer.headers
    refused = give(outside, PASSCODE)
    assert (refused.status_code, "Wait ten minutes" in refused.text) == (429, True)


def test_a_bound_is_for_one_address_alone(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passcode, "TRIES", 1)
    monkeypatch.setenv(passcode.SETTING, PASSCODE)
    app = Starlette(routes=routes(), middleware=middleware())
    one, other = (
        TestClient(app, client=(address, 1), follow_redirects=False) for address in ("10.0.0.1", "10.0.0.2")
    )
    with one:
        assert give(one, "wrong").status_code == 403
        assert give(one, "wrong").status_code == 429
        assert give(other, PASSCODE).status_code == 303


@pytest.mark.parametrize(
    "body",
    [b"", b"passcode", b"other=1", b"passcode=a&b=1&c=1", b"passcode=\xff", b"passcode=" + b"a" * 5000],
)
def test_a_form_that_is_none_is_refused(outside: TestClient, body: bytes) -> None:
    answer = outside.post("/", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, "Type it again" in answer.text) == (400, True)


def test_the_page_of_another_origin_gives_no_passcode(outside: TestClient) -> None:
    assert give(outside, PASSCODE, sec_fetch_site="cross-site").status_code == 403


def test_health_the_font_and_routes_with_keys_of_their_own_are_reached(outside: TestClient) -> None:
    font = re.search(r'url\("([^"]+)"\)', outside.get("/", headers=PAGE).text)
    assert font is not None
    assert outside.get(font[1]).status_code == 200
    assert outside.get("/_stcore/health", headers=PAGE).status_code != 401  # Streamlit's own is not here
    known = {"Authorization": "Bearer abc"}
    for path in ("/live", f"/live/{'0' * 32}"):
        assert "passcode" not in outside.post(path, json={}, headers=known).json()["error"]
        assert "passcode" in outside.post(path, json={}).json()["error"]
        # As curl sends what nothing is said of.
        assert "passcode" not in outside.post(path, data={"a": "1"}, headers=known).json()["error"]
    assert "figures" in outside.get("/metrics", headers=known).json()["error"]
    assert outside.get("/", headers=known).status_code == 401


def test_without_a_passcode_nobody_is_asked(client: TestClient) -> None:
    assert client.get("/", headers=PAGE).status_code == 200


def test_a_passcode_that_can_be_tried_ends_the_server_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(passcode.SETTING, "short")
    with pytest.raises(SystemExit, match="8 or more"):
        middleware()
