"""A simulated page that follows runs on the stream, and a run for it."""

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.testclient import TestClient, WebSocketTestSession

from playground.experiment import Data, Experiment, Training
from playground.messages.events import Began, Epochs
from playground.persons import Person, new_number, person_of
from playground.runs import Run, Runs
from tests.support.experiments import complete

NUMBER = new_number()


def owner() -> Person:
    person = person_of(NUMBER)
    assert person is not None
    return person


def iris(runs: Runs) -> Run:
    """A run of three epochs, which goes on."""
    run = runs.start(
        complete(Experiment(title="Iris", data=Data(dataset="iris"), training=Training(epochs=10))), owner()
    )
    run.hear([Began(parameters=35, train_rows=105, validation_rows=45)])
    epochs(run, 0, 1.0, 0.123456789, math.nan)
    return run


def epochs(run: Run, first: int, *losses: float, seconds: float = 0.1) -> None:
    run.hear([Epochs(first=first, logs={"loss": list(losses)}, seconds=[seconds] * len(losses))])


class Page:
    """A simulated page that reads the stream message by message."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self._socket = socket
        self.number = 0

    def say(self, **said: Any) -> None:
        self._socket.send_text(json.dumps(said))

    def follow(self, topic: int = 1, **more: Any) -> None:
        self.say(kind="follow", topic=topic, **more)

    def news(self) -> list[dict[str, Any]]:
        """The content of the next message with news, which the page then acknowledges."""
        while True:
            message = self._socket.receive()
            assert message["type"] == "websocket.send", message
            if (text := message.get("text")) is None:
                size = int.from_bytes(message["bytes"][:4], "little")
                text, rest = message["bytes"][4 : 4 + size].decode(), message["bytes"][4 + size :]
            else:
                rest = b""
            told = json.loads(text)
            assert told["number"] == self.number + 1
            self.number = told["number"]
            self.say(kind="seen", number=self.number)
            for each in told["news"]:
                if size := each.get("pictures", {}).pop("size", 0):
                    each["picture"], rest = rest[:size], rest[size:]
            assert not rest
            if told["news"]:
                return list(told["news"])

    def next(self) -> dict[str, Any]:
        (found,) = self.news()
        return found


@contextmanager
def page(client: TestClient, **headers: str) -> Iterator[Page]:
    with client.websocket_connect("/stream", headers=headers) as socket:
        yield Page(socket)
