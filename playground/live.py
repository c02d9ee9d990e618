"""Live curves of training anywhere: a Keras callback that sends them to a playground.

    model.fit(x, y, callbacks=[LiveCurves("http://localhost:8501", token)])

It needs Keras and Python's own library. The token is made on the page My runs.
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

SEND_SECONDS = 0.5  # between two messages, however quick the epochs are
ALIVE_SECONDS = 15.0  # between two messages while an epoch takes long
RETRY_SECONDS = 10.0  # after a message that did not arrive
REQUEST_SECONDS = 5.0  # that one message may take
END_SECONDS = 3.0  # that the end of training waits for the last message, at most
MOST_EPOCHS = 500  # in one message
TRIES_AFTER_THE_END = 30  # of a server that does not answer, as long as the process lives

NOT_THERE, TOO_MANY, SERVERS_FAULT = 404, 429, 500  # statuses of HTTP


class LiveCurves(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no type hints
    """Sends the curves of `model.fit` to a playground, where they are drawn while the model trains.

    A thread of its own sends them, so training never waits for the server; where that cannot be reached, one warning
    says so, and training goes on. What could not be sent is sent when the server is back.

    Args:
        server: the address of the playground: `http://localhost:8501`.
        token: the one that its page My runs made for you.
        name: what the run is called there; by default the model's name.
    """

    def __init__(self, server: str, token: str, name: str = "") -> None:
        super().__init__()
        if not server.startswith(("http://", "https://")):
            raise ValueError("The server's address begins with http:// or https://.")
        self._server, self._token, self._name = server.rstrip("/"), token, name
        self._sender: _Sender | None = None
        self._began = 0.0

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras gives it
        """Begins a run."""
        self._began = time.monotonic()
        self._sender = None

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Notes what an epoch came to; `epoch` counts from 0."""
        if self._sender is None:
            about = {**_about(self.model, self.params), "name": (self._name or str(self.model.name))[:200]}
            self._sender = _Sender(self._server, self._token, about)
        self._sender.add(epoch + 1, _numbers(logs or {}), time.monotonic() - self._began)

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras gives it
        """Ends the run; waits a moment until the last epochs have been sent."""
        if self._sender is not None:
            self._sender.end()
            self._sender = None


class _Sender:
    """Sends one run, in a thread that ends with the process."""

    def __init__(self, server: str, token: str, about: Mapping[str, Any]) -> None:
        self._server, self._token, self._about = server, token, about
        self._run = ""  # its id at the server
        self._sent = 0  # of the epochs below
        self._epochs: list[tuple[int, dict[str, float], float]] = []  # number, logs, seconds
        self._is_over = False
        self._came = threading.Condition()
        self._has_warned = False
        # A proxy before several servers leads all messages of a run to one of them, by a cookie.
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
                    self._run, self._sent = "", 0  # the server has let go of the run: it begins anew there
                elif error.code < SERVERS_FAULT and error.code != TOO_MANY:
                    self._warn(f"does not take this run: {_sentence(error)}")
                    return
                elif error.code != TOO_MANY:
                    self._warn(f"takes nothing at the moment: {_sentence(error)}")
            except (OSError, ValueError, http.client.HTTPException) as error:
                self._warn(f"cannot be reached ({getattr(error, 'reason', error)})")

    def _wait(self, pause: float) -> bool:
        """Waits `pause` seconds, then until there is something to send; returns whether training was over before."""
        with self._came:
            was_over = self._is_over
            if pause:
                self._came.wait_for(lambda: self._is_over and not was_over, pause)
            self._came.wait_for(lambda: self._is_over or len(self._epochs) > self._sent, ALIVE_SECONDS)
            return was_over

    def _send(self) -> bool:
        """Sends what there is; returns whether that was all."""
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
            # Not by `warnings`: whoever makes errors of those would lose the training.
            print(f"LiveCurves: {self._server} {what}. Training goes on.", file=sys.stderr)


def _about(model: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """What there is to say of a model and its training, ready for JSON."""
    optimizer = getattr(model, "optimizer", None)
    return {
        "epochs": int(params.get("epochs") or 1),
        "loss": _plain(getattr(model, "loss", "")),
        "optimizer": _plain(optimizer),
        "learning_rate": _number(getattr(optimizer, "learning_rate", None)),
        "parameters": int(model.count_params()) if model.built else None,
    }


def _sentence(error: urllib.error.HTTPError) -> str:
    """What the server says of a request that it refuses."""
    try:
        return str(json.loads(error.read(10_000))["error"])
    except (OSError, ValueError, TypeError, KeyError, http.client.HTTPException):
        return f"{error.code} {error.reason}"


def _plain(thing: Any) -> str:
    """The name of a loss or an optimizer as Keras writes it in text: `mean_squared_error`, `adam`."""
    if isinstance(thing, (list, dict, tuple)):
        return "several"
    name = thing if isinstance(thing, str) else getattr(thing, "name", None) or getattr(thing, "__name__", "")
    return _key(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(name)).lower())


def _key(name: str) -> str:
    """The name with nothing in it but letters, digits and a few signs, 64 at most."""
    return re.sub(r"[^A-Za-z0-9_.\-/ ]", "_", name)[:64].strip()


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _numbers(logs: Mapping[str, Any]) -> dict[str, float]:
    found = {_key(str(name)): _number(value) for name, value in logs.items()}
    return {name: value for name, value in found.items() if value is not None and name}
