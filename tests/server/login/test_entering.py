"""With a login wanted nothing answers without one; it ends with its time, and when its person may enter no more."""

import time

import pytest
from anyio import sleep_forever
from starlette.testclient import TestClient
from starlette.types import Message
from starlette.websockets import WebSocketDisconnect

from playground.ids import new_id
from playground.runs import Runs
from playground.server import middleware, passcode
from playground.server.login.open_sockets import OpenSockets
from playground.server.login.seal import Seal, SignedIn
from playground.server.login.settings import ALLOWED, HOURS
from tests.support.gated import PAGE, browser, everything
from tests.support.oidc_provider import Provider
from tests.support.waiting import awaited

STREAM = "/_stcore/stream"


@pytest.mark.parametrize(
    "cookie", ["", "login=", "login=gAAAAABinvented", "login=\u00e9", "visitor=" + "a" * 32]
)
def test_no_route_answers_without_a_login(outside: TestClient, cookie: str) -> None:
    assert len(everything()) > 40
    for method, path in everything():
        answer = outside.request(method, path, headers={"Cookie": cookie.encode("latin-1")})
        assert answer.status_code == 401, (method, path)
        assert method == "HEAD" or "not signed in" in answer.text
        assert "set-cookie" not in answer.headers


def test_health_and_routes_with_keys_of_their_own_are_reached(outside: TestClient) -> None:
    assert outside.get("/_stcore/health", headers=PAGE).status_code != 401
    known = {"Authorization": "Bearer abc"}
    assert "not signed in" not in outside.post("/live", json={}, headers=known).text
    assert "figures" in outside.get("/metrics", headers=known).json()["error"]
    assert outside.get("/", headers=known).status_code == 401


@pytest.mark.parametrize(
    ("who", "fault", "allowed", "sentence"),
    [
        ("ana", "", "school.example", ""),
        ("ana", "", "a.example, @School.Example", ""),
        ("ben", "", "ben@elsewhere.example", ""),
        ("ben", "", "school.example", "Ben@Elsewhere.example may not enter here"),
        ("ana", "", "chool.example, ana@other.example, x-school.example", "may not enter here"),
        ("cleo", "", "school.example", "has not verified your e-mail address"),
        ("ana", "email", "ana@school.example", "has not verified your e-mail address"),
        ("dan", "", "school.example", "has not told this app your e-mail address"),
        ("dan", "", "", ""),
    ],
)
def test_only_verified_addresses_of_those_who_are_named_enter(
    runs: Runs,
    wanted: None,
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    fault: str,
    allowed: str,
    sentence: str,
) -> None:
    monkeypatch.setenv(ALLOWED, allowed)
    with browser() as client:
        answer = provider.sign_in(client, who, fault=fault)
        assert answer.status_code == (403 if sentence else 303)
        assert sentence in answer.text
        assert client.get("/", headers=PAGE).status_code == (401 if sentence else 200)


def test_who_may_enter_no_more_is_told_so_at_once(
    outside: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.sign_in(outside, "ana")
    monkeypatch.setenv(ALLOWED, "elsewhere.example")
    with browser() as again:
        again.cookies = outside.cookies
        answer = again.get("/", headers=PAGE)
        assert (answer.status_code, "ana@school.example may not enter" in answer.text) == (403, True)
        with pytest.raises(WebSocketDisconnect), again.websocket_connect("/stream"):
            pass


def test_a_login_that_is_over_leads_to_the_login_with_a_sentence(
    outside: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.sign_in(outside, "ana")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 12 * 3600 + 1)
    answer = outside.get("/runs?run=1", headers=PAGE)
    assert (answer.status_code, "those that train go on" in answer.text) == (401, True)
    assert 'href="/login?to=%2Fruns%3Frun%3D1"' in answer.text
    assert "You are not signed in" in outside.get("/_stcore/host-config").json()
    assert "Runs that train go on" in outside.get("/runs/0/curves").json()["error"]


def test_a_login_that_ends_in_the_midst_of_a_request_still_counts_for_it(
    outside: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.sign_in(outside, "ana")
    once, opens = Seal.open, list[str]()

    def open_once(seal: Seal, cookie: str) -> SignedIn | None:
        opens.append(cookie)
        return once(seal, cookie) if len(opens) == 1 else None

    monkeypatch.setattr(Seal, "open", open_once)
    assert outside.get("/", headers=PAGE).status_code == 200


def test_another_client_secret_puts_everybody_out(
    outside: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.sign_in(outside, "ana")
    monkeypatch.setenv("PLAYGROUND_OIDC_CLIENT_SECRET", "another")
    with browser() as again:
        again.cookies = outside.cookies
        assert again.get("/", headers=PAGE).status_code == 401


def test_the_hours_of_a_login_are_a_setting(
    runs: Runs, wanted: None, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOURS, "0.5")
    with browser() as client:
        provider.sign_in(client, "ana")
        now = time.time()
        for minutes, status in ((29, 200), (31, 401)):
            monkeypatch.setattr(time, "time", lambda seconds=now + 60 * minutes: seconds)
            assert client.get("/", headers=PAGE).status_code == status


def test_whoever_signs_out_is_out_in_every_tab_and_with_every_copy_of_the_cookie(
    outside: TestClient, provider: Provider
) -> None:
    provider.sign_in(outside, "ana")
    kept = dict(outside.cookies)
    with outside.websocket_connect(STREAM) as socket:
        socket.receive_text()
        socket.send_text("still here")
        assert socket.receive_text() == "still here"
        answer = outside.post("/logout")
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_text()
    assert ended.value.code == 1008
    assert outside.get("/", headers=PAGE).status_code == 401
    outside.cookies.update(kept)
    assert outside.get("/", headers=PAGE).status_code == 401
    outside.cookies.clear()
    back = provider.follow(answer.json()["go"])
    assert back.startswith("http://testserver/login/callback?")
    page = outside.get(back)
    assert (page.status_code, "You are signed out" in page.text) == (200, True)
    assert 'href="/login?to=%2F"' in page.text
    assert provider.sign_in(outside, "ana").status_code == 303


def test_whoever_signs_in_after_somebody_ends_their_login_in_this_browser(
    outside: TestClient, provider: Provider
) -> None:
    provider.sign_in(outside, "ana")
    kept = dict(outside.cookies)
    with outside.websocket_connect(STREAM) as socket:
        socket.receive_text()
        provider.sign_in(outside, "ben")
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_text()
    assert ended.value.code == 1008
    assert outside.get("/", headers=PAGE).status_code == 200
    outside.cookies.update(kept)
    assert outside.get("/", headers=PAGE).status_code == 401


def test_nobody_who_is_in_reads_that_they_are_signed_out(outside: TestClient, provider: Provider) -> None:
    provider.sign_in(outside, "ana")
    answer = outside.get("/login/callback?state=out", headers=PAGE)  # by the browser's way back
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_one_browser_signs_out_alone(outside: TestClient, provider: Provider) -> None:
    provider.sign_in(outside, "ana")
    kept = dict(outside.cookies)
    outside.cookies.clear()
    provider.sign_in(outside, "ana")
    outside.post("/logout")
    outside.cookies.clear()
    outside.cookies.update(kept)
    assert outside.get("/", headers=PAGE).status_code == 200


def test_no_other_page_signs_anybody_out(outside: TestClient, provider: Provider) -> None:
    provider.sign_in(outside, "ana")
    assert outside.get("/logout", headers=PAGE).status_code == 405
    assert outside.post("/logout", headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert outside.get("/", headers=PAGE).status_code == 200


def test_a_socket_ends_when_its_login_does() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await sleep_forever()
        raise AssertionError

    async def live() -> Message:
        soon = time.time() + 0.01
        person = SignedIn(id=new_id(), number=new_id(), until=soon, name="", email="", is_verified=False)
        return await OpenSockets().until_end(person, receive, send)()

    assert awaited(live()) == {"type": "websocket.disconnect", "code": 1008}
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_a_room_with_a_passcode_and_a_login_asks_for_both(
    runs: Runs, wanted: None, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(passcode.SETTING, "blue kettle 42")
    with browser() as client:
        assert "This room has a passcode" in client.get("/login", headers=PAGE).text
        client.post("/", data={"passcode": "blue kettle 42"})
        assert "Sign in with" in client.get("/", headers=PAGE).text
        provider.sign_in(client, "ana")
        assert client.get("/", headers=PAGE).status_code == 200


def test_a_code_moves_nobody_where_people_sign_in(outside: TestClient, provider: Provider) -> None:
    provider.sign_in(outside, "ana")
    answer = outside.post("/person", json={"code": "ABCDE-12345"})
    assert (answer.status_code, "sign in on the other browser" in answer.json()["error"]) == (403, True)


def test_without_settings_there_is_no_login(runs: Runs) -> None:
    with browser() as client:
        assert client.get("/", headers=PAGE).status_code == 200
        assert client.get("/login/callback").status_code == 404
    assert not any("login" in str(each) for each in middleware())
