"""Who signs in is the same person in every browser, and only as far as the provider can be believed."""

import base64
import re
from http.cookies import SimpleCookie

import httpx
import pytest
from authlib.integrations.starlette_client.apps import StarletteOAuth2App
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from playground.persons import VISITOR, person_of
from playground.runs import Runs
from playground.server.login import gate
from playground.server.login.header import BEFORE, SIGNED_IN
from playground.server.login.settings import ADDRESS
from tests.support.experiments import short
from tests.support.gated import PAGE, browser, gated
from tests.support.oidc_provider import Provider, query_of

STREAM = "/_stcore/stream"


def number(client: TestClient, **headers: str) -> str:
    """The number that the app sees when this browser asks."""
    with client.websocket_connect(STREAM, headers=headers) as socket:
        return socket.receive_text()


def test_whoever_signs_in_comes_to_the_page_that_was_asked_for(
    outside: TestClient, provider: Provider
) -> None:
    asked = outside.get("/lessons/?run=a%20b", headers=PAGE)
    assert (asked.status_code, asked.headers["cache-control"]) == (401, "no-store")
    assert "Sign in with the school" in asked.text
    assert "<script" not in asked.text
    link = re.search(r'<a href="([^"]+)"', asked.text)
    assert link is not None
    answer = provider.sign_in(outside, "ana", link[1])
    assert (answer.status_code, answer.headers["location"]) == (303, "/lessons/?run=a%20b")
    page = outside.get("/", headers=PAGE)
    assert page.status_code == 200
    assert "private" in page.headers["cache-control"]
    assert outside.get("/assets/plotly.min.js").status_code == 200


def test_the_way_to_the_provider_has_a_proof_key_a_state_and_a_nonce(outside: TestClient) -> None:
    first, second = (query_of(outside.get("/login").headers["location"]) for _ in range(2))
    assert first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == "http://testserver/login/callback"
    for name in ("code_challenge", "state", "nonce"):
        assert len(first[name]) >= 20
        assert first[name] != second[name]


def test_two_browsers_are_one_person_and_another_person_is_another(
    outside: TestClient, provider: Provider, runs: Runs
) -> None:
    provider.sign_in(outside, "ana")
    ana = number(outside)
    owner = person_of(ana)
    assert owner is not None
    run = runs.start(short(), owner)
    with browser() as elsewhere:  # another server too
        provider.sign_in(elsewhere, "ana")
        assert number(elsewhere) == ana
        assert elsewhere.get(f"/runs/{run.id}/curves").json()["mine"]
        provider.sign_in(elsewhere, "ben")
        assert number(elsewhere) != ana
        assert not elsewhere.get(f"/runs/{run.id}/curves").json()["mine"]


def test_what_a_browser_says_of_itself_makes_it_nobody_else(outside: TestClient, provider: Provider) -> None:
    other = "5ca1ab1e" * 4
    provider.sign_in(outside, "ana")
    ana = number(outside)
    outside.cookies.set(VISITOR, other)
    assert number(outside, **{"X-Visitor": other, SIGNED_IN: '["Ben", ""]'}) == ana
    with outside.websocket_connect(STREAM) as socket:
        socket.receive_text()
        socket.send_text("cookies")
        assert socket.receive_text().split("; ")[-2:] == [f"{BEFORE}={other}", f"{VISITOR}={ana}"]
    cookies = "; ".join(f"{name}={value}" for name, value in outside.cookies.items() if name != VISITOR)
    outside.cookies.clear()
    for cookie in (f"{VISITOR}={other}; {cookies}; {VISITOR} = {other}", f"{cookies};{VISITOR}={other}"):
        assert number(outside, Cookie=cookie) == ana
    page = outside.get("/", headers={**PAGE, "Cookie": cookies})
    assert (page.status_code, VISITOR in page.headers.get("set-cookie", "")) == (200, False)


@pytest.mark.parametrize("address", ["http://testserver", "https://testserver"])
def test_the_cookie_is_for_no_script_and_tells_nothing(
    runs: Runs, wanted: None, provider: Provider, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(ADDRESS, address)
    with TestClient(gated(), base_url=address, follow_redirects=False) as client:
        found: SimpleCookie = SimpleCookie()
        for line in provider.sign_in(client, "ana").headers.get_list("set-cookie"):
            found.load(line)
        is_secure = address.startswith("https")
        cookie = found["__Host-login" if is_secure else "login"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
        assert bool(cookie["secure"]) == is_secure
        assert "Domain" not in cookie.OutputString()
        # Its bytes, not its letters: three of these are there by chance once in two hundred times.
        sealed = base64.b64decode(
            cookie.value + "=" * (-len(cookie.value) % 4), altchars=b"-_", validate=True
        )
        assert b"ana" not in sealed
        assert client.get("/", headers=PAGE).status_code == 200


@pytest.mark.parametrize(
    "fault",
    ["nonce", "no nonce", "expired", "issuer", "audience", "key", "secret", "none", "token", "no token"],
)
def test_a_token_that_cannot_be_believed_lets_nobody_in(
    outside: TestClient, provider: Provider, fault: str
) -> None:
    answer = provider.sign_in(outside, "ana", fault=fault)
    assert (answer.status_code, "gives no answer that this app can use" in answer.text) == (502, True)
    assert "login=" not in answer.headers.get("set-cookie", "")
    assert outside.get("/", headers=PAGE).status_code == 401
    assert provider.sign_in(outside, "ana").status_code == 303


def test_a_sign_in_counts_once_and_in_the_browser_that_began_it(
    outside: TestClient, provider: Provider
) -> None:
    back = provider.way_back(outside, "ana")
    with browser() as stranger:
        for url in (back, back.replace("state=", "state=0")):
            answer = stranger.get(url)
            assert (answer.status_code, "started in another tab or browser" in answer.text) == (400, True)
        stranger.get("/login")  # a state of its own
        assert stranger.get(back).status_code == 400
    assert outside.get(back.replace("state=", "state=0")).status_code == 400
    assert outside.get(back).status_code == 303
    outside.cookies.delete("login")
    assert outside.get(back).status_code == 400
    assert outside.get("/", headers=PAGE).status_code == 401


def test_a_state_is_good_for_ten_minutes(
    outside: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    import itsdangerous.timed

    back = provider.way_back(outside, "ana")
    now = itsdangerous.timed.TimestampSigner.get_timestamp
    monkeypatch.setattr(
        itsdangerous.timed.TimestampSigner,
        "get_timestamp",
        lambda self: now(self) + gate.STATE_SECONDS + 1,
    )
    assert outside.get(back).status_code == 400


def test_whoever_does_not_sign_in_there_reads_so_and_nothing_that_the_address_says(
    outside: TestClient, provider: Provider
) -> None:
    answer = provider.sign_in(outside, "nobody", "/login?to=/lessons")
    assert (answer.status_code, "did not sign you in" in answer.text) == (400, True)
    assert "alert" not in answer.text
    assert 'href="/login?to=%2Flessons"' in answer.text


@pytest.mark.parametrize(
    "to",
    ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "\r\nX: y", "/%0d%0a?\r\n"],
)
def test_an_address_that_somebody_made_up_leads_to_no_other_server(
    outside: TestClient, provider: Provider, to: str
) -> None:
    answer = provider.sign_in(
        outside, "ana", str(outside.build_request("GET", "/login", params={"to": to}).url)
    )
    assert re.fullmatch(r"/(?!/)[\w.:%~/-]*(\?[\w=%]*)?", answer.headers["location"])


@pytest.mark.parametrize("length", [3500, 6000])
def test_an_address_with_many_settings_hinders_no_sign_in(
    outside: TestClient, provider: Provider, length: int
) -> None:
    url = f"/?x={'a' * (length - 4)}"
    begun = outside.get("/login", params={"to": url})
    assert all(len(line) < 4096 for line in begun.headers.get_list("set-cookie"))  # as much as browsers keep
    answer = outside.get(provider.follow(f"{begun.headers['location']}&as=ana"))
    assert answer.headers["location"] == (url if length < 3800 else "/")


def test_an_address_that_is_too_long_leads_to_none_that_was_asked_for_before(
    outside: TestClient, provider: Provider
) -> None:
    outside.get("/login", params={"to": "/lessons"})
    begun = outside.get("/login", params={"to": f"/?x={'a' * 6000}"})
    answer = outside.get(provider.follow(f"{begun.headers['location']}&as=ana"))
    assert answer.headers["location"] == "/"


def test_cookies_may_come_in_several_headers(outside: TestClient, provider: Provider) -> None:
    provider.sign_in(outside, "ana")
    ana, cookie = number(outside), f"login={outside.cookies['login']}"
    outside.cookies.clear()
    headers = [
        ("Cookie", f"{VISITOR}={'0' * 32}"),
        ("Cookie", f"a=1; {cookie}"),
        ("Cookie", f"{VISITOR}={'1' * 32}"),
    ]
    with outside.websocket_connect(STREAM, headers=httpx.Headers(headers)) as socket:
        assert socket.receive_text() == ana


def test_sign_ins_that_come_to_nothing_have_a_bound_for_each_address(
    runs: Runs, wanted: None, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "TRIES", 2)
    app = gated()
    one, other = browser(app, "10.0.0.1"), browser(app, "10.0.0.2")
    with one:
        for _ in range(3):
            assert provider.sign_in(one, "ana").status_code == 303
        for _ in range(2):
            assert one.get("/login/callback?code=a&state=b").status_code == 400
        answer = provider.sign_in(one, "ana")
        assert (answer.status_code, "Wait ten minutes" in answer.text) == (429, True)
        assert provider.sign_in(other, "ana").status_code == 303


def test_a_provider_that_is_gone_is_said_and_signing_out_works_without_it(
    outside: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.sign_in(outside, "ana")
    monkeypatch.setenv(
        "PLAYGROUND_OIDC_METADATA", provider.metadata.replace("127.0.0.1", "127.0.0.2") + "/no"
    )
    with browser() as lost:
        answer = lost.get("/login")
        assert (answer.status_code, "Wait a minute" in answer.text) == (502, True)
        assert lost.post("/logout").json() == {"go": "/login/callback"}


def test_nobody_is_recognized_before_the_databases_key_is_known(
    outside: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "number_of", lambda issuer, subject: None)
    answer = provider.sign_in(outside, "ana")
    assert (answer.status_code, "The database cannot be used" in answer.text) == (503, True)


def test_a_socket_closes_where_nobody_has_signed_in(outside: TestClient, provider: Provider) -> None:
    for path in ("/stream", STREAM):
        with pytest.raises(WebSocketDisconnect), outside.websocket_connect(path):
            pass
    provider.sign_in(outside, "ana")
    with outside.websocket_connect("/stream"):
        pass


def test_authlib_still_has_what_is_changed_in_it() -> None:
    assert "load_server_metadata" in dir(StarletteOAuth2App)
