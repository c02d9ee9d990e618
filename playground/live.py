"""Live curves of training on any machine: a Keras callback that sends them to a playground.

    model.fit(x, y, callbacks=[LiveCurves("http://localhost:8501", token)])

It needs only Keras and the standard library. The page My runs makes the token.
"""

import http.client
import json
import math
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

import keras

SEND_SECONDS = 0.5  # the shortest time between two messages
ALIVE_SECONDS = 15.0  # between two messages during a long epoch
RETRY_SECONDS = 10.0  # after a message that failed
REQUEST_SECONDS = 5.0  # the longest time for one message
END_SECONDS = 3.0  # the longest wait for the last message at the end of training
MOST_EPOCHS = 500  # in one message
TRIES_AFTER_THE_END = 30  # about an unreachable server, once per process

NOT_THERE, TOO_MANY, SERVERS_FAULT = 404, 429, 500  # statuses of HTTP


class LiveCurves(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no type hints
    """Sends the curves of `model.fit` to a playground, which draws them while the model trains.

    A separate thread sends them, so training never waits for the server. If the server cannot be reached, one warning
    says so and training continues; the values are sent when the server is back.

    Args:
        server: the address of the playground: `http://localhost:8501`.
        token: your token from its page My runs.
        name: the name of the run there; by default the model's name.
    """

    def __init__(self, server: str, token: str, name: str = "") -> None:
        super().__init__()
        if not server.startswith(("http://", "https://")):
            raise ValueError("The server's address begins with http:// or https://.")
        self._server, self._token, self._name = server.rstrip("/"), token, name
        self._sender: _Sender | None = None
        self._began = 0.0

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras gives it
        """Starts a run."""
        self._began = time.monotonic()
        self._sender = None

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Queues the values of an epoch; `epoch` counts from 0."""
        if self._sender is None:
            about = {**_about(self.model, self.params), "name": (self._name or str(self.model.name))[:200]}
            self._sender = _Sender(self._server, self._token, about)
        self._sender.add(epoch + 1, _numbers(logs or {}), time.monotonic() - self._began)

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras gives it
        """Ends the run; waits a moment for the last epochs to be sent."""
        if self._sender is not None:
            self._sender.end()
            self._sender = None


class _Sender:
    """Sends one run in a thread that ends with the process."""

    def __init__(self, server: str, token: str, about: Mapping[str, Any]) -> None:
        self._server, self._token, self._about = server, token, about
        self._run = ""  # the run's id at the server
        self._sent = 0  # for the epochs below
        self._epochs: list[tuple[int, dict[str, float], float]] = []  # number, logs, seconds
        self._is_over = False
        self._came = threading.Condition()
        self._has_warned = False
        # With the cookie, a proxy sends all messages of a run to the same server.
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self._thread = threading.Thread(target=self._work, name="live-curves", daemon=True)
        self._thread.start()

    def add(self, epoch: int, logs: dict[str, float], seconds: float) -> None:
        with self._came:
            self._epochs.append((epoch, logs, seconds))
            self._came.notify()

    def end(self) -> None:
        with self._came:
            self._is_over = True
            self._came.notify()
        self._thread.join(END_SECONDS)
        if self._thread.is_alive():
            self._warn("has not got the last epochs, and training does not wait for it")

    def _work(self) -> None:
        tries = TRIES_AFTER_THE_END
        pause = 0.0
        while tries:
            tries -= self._wait(pause)
            pause = RETRY_SECONDS
            try:
                if self._send():
                    return
                pause = SEND_SECONDS
            except urllib.error.HTTPError as error:
                if error.code == NOT_THERE and self._run:
                    self._run, self._sent = (
                        "",
                        0,
                    )  # the server no longer has the run, so it starts there again
                elif error.code < SERVERS_FAULT and error.code != TOO_MANY:
                    self._warn(f"does not take this run: {_sentence(error)}")
                    return
                elif error.code != TOO_MANY:
                    self._warn(f"takes nothing at the moment: {_sentence(error)}")
            except (OSError, ValueError, http.client.HTTPException) as error:
                self._warn(f"cannot be reached ({getattr(error, 'reason', error)})")

    def _wait(self, pause: float) -> bool:
        """Waits `pause` seconds and then until there is something to send; returns whether training was over before."""
        with self._came:
            was_over = self._is_over
            if pause:
                self._came.wait_for(lambda: self._is_over and not was_over, pause)
            self._came.wait_for(lambda: self._is_over or len(self._epochs) > self._sent, ALIVE_SECONDS)
            return was_over

    def _send(self) -> bool:
        """Sends what is waiting; returns whether that was all."""
        with self._came:
            part = self._epochs[self._sent : self._sent + MOST_EPOCHS]
            over = self._is_over and self._sent + len(part) == len(self._epochs)
        names = list(dict.fromkeys(name for _, logs, _ in part for name in logs))
        if not self._run:
            self._run = str(self._post("/live", {**self._about, "curves": names})["run"])
        self._post(
            f"/live/{self._run}",
            {
                "first": part[0][0] if part else 0,
                "logs": {name: [logs.get(name, math.nan) for _, logs, _ in part] for name in names},
                "seconds": [seconds for _, _, seconds in part],
                "over": over,
            },
        )
        self._sent += len(part)
        return over

    def _post(self, path: str, content: Mapping[str, Any]) -> Any:
        request = urllib.request.Request(  # noqa: S310 - http and https alone, see LiveCurves
            self._server + path,
            json.dumps(content).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
        )
        with self._opener.open(request, timeout=REQUEST_SECONDS) as answer:
            return json.load(answer)

    def _warn(self, what: str) -> None:
        if not self._has_warned:
            self._has_warned = True
            # Not with `warnings`, which some programs turn into errors that would end the training.
            print(f"LiveCurves: {self._server} {what}. Training goes on.", file=sys.stderr)


def _about(model: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a model and its training, ready for JSON."""
    optimizer = getattr(model, "optimizer", None)
    return {
        "epochs": int(params.get("epochs") or 1),
        "loss": _plain(getattr(model, "loss", "")),
        "optimizer": _plain(optimizer),
        "learning_rate": _number(getattr(optimizer, "learning_rate", None)),
        "parameters": int(model.count_params()) if model.built else None,
    }


def _sentence(error: urllib.error.HTTPError) -> str:
    """The server's sentence on a request that it refuses."""
    try:
        return str(json.loads(error.read(10_000))["error"])
    except (OSError, ValueError, TypeError, KeyError, http.client.HTTPException):
        return f"{error.code} {error.reason}"


def _plain(thing: Any) -> str:
    """The name of a loss or an optimizer in Keras' text form: `mean_squared_error`, `adam`."""
    if isinstance(thing, (list, dict, tuple)):
        return "several"
    name = thing if isinstance(thing, str) else getattr(thing, "name", None) or getattr(thing, "__name__", "")
    return _key(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(name)).lower())


def _key(name: str) -> str:
    """The name reduced to letters, digits and a few signs, at most 64 characters."""
    return re.sub(r"[^A-Za-z0-9_.\-/ ]", "_", name)[:64].strip()


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _numbers(logs: Mapping[str, Any]) -> dict[str, float]:
    found = {_key(str(name)): _number(value) for name, value in logs.items()}
    return {name: value for name, value in found.items() if value is not None and name}
