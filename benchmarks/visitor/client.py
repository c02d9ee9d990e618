"""A page without a browser: it speaks Streamlit's own messages through a websocket, as a browser does."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from playground.experiment.presets import presets
from playground.persons import new_number

PATIENCE = 300.0  # seconds until the benchmark gives up
# Settings that a person changes one after the other, by the begin of their widget's key: of training, network, data.
CHANGED = ("epochs-", "stack_units-", "split_seed-")
EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class Client:
    """One person's page: its websocket, what it shows, and what has arrived of its run."""

    socket: ClientConnection
    http: httpx.AsyncClient
    query: str = ""
    ids: dict[str, str] = field(default_factory=dict)  # of the widgets by their label or key
    states: dict[str, WidgetState] = field(default_factory=dict)  # of the widgets, as a browser keeps them
    fragments: dict[str, str] = field(default_factory=dict)  # in which widgets are, by their ids
    problems: list[str] = field(default_factory=list)
    losses: list[float | None] = field(default_factory=list)
    changes: int = 0

    async def draw(self, *states: WidgetState) -> float:
        """Have the script run, as after a click; the seconds until the page was complete.

        As a browser does, it sends the state of every widget, and the fragment in which the first of `states` is.
        """
        message = BackMsg()
        message.rerun_script.query_string = self.query
        if states:
            message.rerun_script.fragment_id = self.fragments.get(states[0].id, "")
        self.states.update((state.id, state) for state in states)
        message.rerun_script.widget_states.widgets.extend(self.states.values())
        for state in states:
            if state.WhichOneof("value") == "json_trigger_value":
                del self.states[state.id]
        drawn: set[str] = set()
        seen: set[str] = set()
        begin = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(decode=False), PATIENCE))
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                drawn, seen = set(answer.metadata.run.fragment_ids), set()
            elif kind == "delta":
                seen.add(self._look_at(answer.delta.new_element, answer.delta.fragment_id))
            elif kind == "page_info_changed":
                self.query = answer.page_info_changed.query_string
            elif kind == "script_finished" and answer.script_finished != EARLY:
                gone = {each for each in self.states if not drawn or self.fragments.get(each) in drawn} - seen
                self.states = {each: state for each, state in self.states.items() if each not in gone}
                return time.perf_counter() - begin

    async def change(self) -> float:
        """Change the next setting, as a person does; the seconds until the page shows all that depends on it."""
        begin = CHANGED[self.changes % len(CHANGED)]
        self.changes += 1
        widget = next(
            found for key, found in self.ids.items() if key.startswith(begin) and found in self.states
        )
        old = self.states[widget]
        if old.WhichOneof("value") == "double_value":
            return await self.draw(WidgetState(id=widget, double_value=old.double_value + 1))
        units = 4 + self.changes % 60
        return await self.draw(WidgetState(id=widget, string_value=f"{units}-{units}"))

    def _look_at(self, element: Any, fragment: str) -> str:
        """Notes an element; the id of its widget, or ""."""
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.problems.append(element.exception.message)
            return ""
        shown: Any = getattr(element, kind or "", None)
        widget: str = getattr(shown, "id", "")
        if not widget:
            return ""
        self.fragments[widget] = fragment
        if kind == "bidi_component" and shown.component_name == "live_curves_with_bar":
            self.ids["bar"] = widget
            self.fragments[_make_trigger_id(widget, "events")] = fragment
        elif kind == "selectbox":
            self.ids[shown.label] = widget
            if shown.HasField("default") and widget not in self.states:
                self.states[widget] = WidgetState(id=widget, string_value=shown.options[shown.default])
        elif kind == "number_input":
            self._name(widget)
            if shown.HasField("default") and (widget not in self.states or shown.set_value):
                value = shown.value if shown.set_value else shown.default
                self.states[widget] = WidgetState(id=widget, double_value=value)
        elif kind == "checkbox" and widget not in self.states:
            self.states[widget] = WidgetState(id=widget, bool_value=shown.default)
        elif kind == "text_input" and widget not in self.states:
            self._name(widget)
            self.states[widget] = WidgetState(id=widget, string_value=shown.default)
        return widget

    def _name(self, widget: str) -> None:
        key = widget.split("-", 2)[2]
        self.ids = {key: widget, **{name: other for name, other in self.ids.items() if name != key}}

    async def train(self, preset: str) -> None:
        """Take a preset and press Train."""
        await self.draw(WidgetState(id=self.ids["Preset"], string_value=presets()[preset].title))
        request = [{"event": "request", "value": [{"id": new_number(), "kind": "train"}]}]
        trigger = _make_trigger_id(self.ids["bar"], "events")
        await self.draw(
            WidgetState(id=trigger, json_trigger_value=json.dumps(request)),
            WidgetState(id=self.ids["bar"], json_value="{}"),
        )
        assert self.run_id, f"no run was started: {self.problems}"

    @property
    def run_id(self) -> str:
        """The run that stands in the page's address."""
        return parse_qs(self.query).get("run", [""])[0]

    async def ask(self) -> tuple[float, dict[str, Any]]:
        """Fetch the epochs that have not arrived yet; the seconds it took, and the answer."""
        begin = time.perf_counter()
        answer = await self.http.get(f"/runs/{self.run_id}/curves", params={"from": len(self.losses)})
        seconds = time.perf_counter() - begin
        content: dict[str, Any] = answer.raise_for_status().json()
        self.losses.extend(content["curves"].get("loss", []))
        return seconds, content


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Client]:
    """A new person's page."""
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http, page_of(http) as client:
        yield client


@asynccontextmanager
async def page_of(http: httpx.AsyncClient) -> AsyncIterator[Client]:
    """A page as a browser with the cookies of `http` opens it: the document first, then the websocket."""
    (await http.get("/")).raise_for_status()
    cookie = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
    async with connect(
        str(http.base_url.copy_with(scheme="ws", path="/_stcore/stream")),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": cookie},
        max_size=None,
    ) as socket:
        client = Client(socket, http)
        await client.draw()
        yield client
