"""Requests and messages made at random: each is answered by a sentence, and none fails inside."""

import json
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from playground.persons import new_number, person_of
from playground.runs import Runs
from playground.server import routes
from playground.watching import key
from tests.support.experiments import short
from tests.support.silent_engine import SilentEngine

NUMBER = new_number()
WORDS: list[str] = [
    *("", "0", "-1", "1e999", "NaN", "null", "true", "[]", "{}", "\x00", "\u202e", "\U0001f600" * 40),
    *("../../etc/passwd", "%2e%2e%2f", "' OR 1=1 --", "<img src=x>", "A" * 3000, "9" * 400, "0x10", "١٢"),
    *("loss", "alcohol", "upload:" + "0" * 64, "0" * 64, "0" * 32, "latest", "utf-16", ";", "\t", "a,b"),
]
HEADERS = (
    *("Cookie", "X-Visitor", "Content-Type", "Content-Length", "If-None-Match", "Range", "Accept-Encoding"),
    *("Authorization", "X-Forwarded-For", "Forwarded", "Host", "Origin", "Sec-Fetch-Site"),
)
WISH = {
    "client": "a" * 16,
    "first": 1,
    "wishes": [{"kind": "pause"}, {"kind": "set_learning_rate", "value": 0.1}],
}


def value(draw: random.Random, depth: int = 0) -> Any:
    """Something that JSON can say."""
    kinds: list[Callable[[], Any]] = [
        lambda: draw.choice(WORDS),
        lambda: draw.choice([0, -1, 2**63, 10**40, 1e308, -0.0, True, None]),
        lambda: [value(draw, depth + 1) for _ in range(draw.randrange(4))],
        lambda: {
            draw.choice([*WORDS, "kind", "wishes"]): value(draw, depth + 1) for _ in range(draw.randrange(4))
        },
    ]
    return draw.choice(kinds[: 2 if depth > 3 else 4])()


def mutated(draw: random.Random, whole: Any) -> Any:
    """A message with one part replaced by something else."""
    if isinstance(whole, dict) and whole and draw.random() < 0.8:
        name = draw.choice(list(whole))
        return {**whole, name: mutated(draw, whole[name])}
    if isinstance(whole, list) and whole and draw.random() < 0.8:
        index = draw.randrange(len(whole))
        return [*whole[:index], mutated(draw, whole[index]), *whole[index + 1 :]]
    return value(draw)


def body(draw: random.Random) -> bytes:
    kinds: list[Callable[[], bytes]] = [
        lambda: b"",
        lambda: draw.randbytes(draw.randrange(300)),
        lambda: b"[" * 5000,
        lambda: json.dumps(value(draw)).encode(),
        lambda: json.dumps(mutated(draw, WISH)).encode(),
        lambda: b"a;b\n1;2\n" * draw.randrange(50),
    ]
    return draw.choice(kinds)()


def target(draw: random.Random, route: Route, known: str) -> str:
    """An address of the route with random parts and a random query."""
    path = route.path
    for name in route.param_convertors:
        part = known if draw.random() < 0.5 else quote(draw.choice(WORDS), safe="")
        path = path.replace(f"{{{name}}}", part).replace(f"{{{name}:path}}", part)
    names = ["from", "client", "epoch", "x", "y", "decimal", "delimiter", "name", "encoding", "size", "at"]
    query = "&".join(f"{draw.choice(names)}={quote(draw.choice(WORDS))}" for _ in range(draw.randrange(4)))
    return f"{path}?{query}"


@pytest.fixture
def run_id(runs: Runs, engine: SilentEngine) -> str:
    """A run of the visitor's own that goes on."""
    who = person_of(NUMBER)
    assert who is not None
    run = runs.start(short(), who)
    engine.begin(run)
    engine.epochs(run, 0, 1, 2)
    return run.id


@pytest.mark.parametrize("seed", range(2))
def test_no_request_fails_inside(
    client: TestClient, run_id: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(key.SETTING, "the key of a host")
    draw = random.Random(seed)
    every = [route for route in routes() if isinstance(route, Route | Mount)]
    statuses = set()
    for _ in range(250):
        route = draw.choice(every)
        if isinstance(route, Mount):
            method, path = "GET", f"{route.path}/{quote(draw.choice(WORDS))}"
        else:
            method, path = draw.choice(sorted(route.methods or ())), target(draw, route, run_id)
        headers = {} if draw.random() < 0.3 else {"X-Visitor": NUMBER}
        for _ in range(draw.randrange(3)):
            headers[draw.choice(HEADERS)] = quote(draw.choice(WORDS), safe=" ,;=/'<>")
        answer = client.request(method, path, headers=headers, content=body(draw))
        statuses.add(answer.status_code)
        # 503: no worker has answered. The client raises what fails inside.
        assert answer.status_code < 500 or answer.status_code == 503, (method, path)
        if (
            method != "HEAD"
            and answer.status_code >= 400
            and "json" in answer.headers.get("content-type", "")
        ):
            assert answer.json()["error"]
    assert {200, 403, 404} <= statuses


@pytest.mark.parametrize("seed", range(2))
def test_no_message_to_the_stream_fails_inside(client: TestClient, run_id: str, seed: int) -> None:
    draw = random.Random(seed)
    follow = {"kind": "follow", "topic": 1, "run": run_id}
    for _ in range(40):
        with client.websocket_connect("/stream", headers={"Cookie": f"visitor={NUMBER}"}) as socket:
            try:
                for _ in range(draw.randrange(1, 4)):
                    if draw.random() < 0.1:
                        socket.send_bytes(draw.randbytes(20))
                    else:
                        socket.send_text(json.dumps(mutated(draw, follow)))
                socket.send_text("no message")  # the last, which ends the stream
                while True:
                    message = socket.receive()
                    if message["type"] == "websocket.close":
                        assert message["code"] == 1008
                        break
            except WebSocketDisconnect:
                pass
