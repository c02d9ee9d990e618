"""Sealed rows stay sealed on pages: no message to a browser has their targets, whichever tab and figure is open."""

import re
import struct
from collections.abc import Iterator

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from playground.datasets import prepare
from playground.experiment import Complete, Data, Experiment, TestPart
from playground.experiment.link import to_link
from playground.experiment.uploads import name_of
from playground.plan import plan
from playground.ui.data.explore import FIGURES
from playground.ui.data.tabs import COLUMNS, EXPLORE, KEY, OWN, PREPARE, ROWS
from tests.support.kept_runs import ME, Kept
from tests.support.own_tables import csv

SECRET = 770_000.25  # and so on: no other number is like it
WRITTEN = re.compile(rb"(?<![0-9A-Za-z_-])(770,?0\d\d(\.25)?|7\.70*e\+?05)(?![0-9A-Za-z_-])")


def experiment(kept: Kept, told: bool) -> Complete:
    """An experiment on a table whose sealed rows have secret targets; the others have them too if it is `told`."""

    def table(secret: set[int]) -> str:
        y = [SECRET + n if n in secret else n / 8 for n in range(60)]
        x = {name: [(n * step) % 61 for n in range(60)] for name, step in (("a", 7), ("b", 11))}
        return kept.runs.own_tables.keep(csv({**x, "y": y}, ",").encode(), "t.csv", ME)

    data = Data(dataset=name_of(table(set())), target="y", test=TestPart(fraction=0.2))
    sealed = set(plan(Experiment(data=data)).prepared.test_rows.tolist())
    secret = set(range(60)) - sealed if told else sealed
    planned = plan(Experiment(data=data.model_copy(update={"dataset": name_of(table(secret))})))
    assert set(prepare(planned.experiment.data).test_rows.tolist()) == sealed
    return planned.experiment


def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every message that a script sends to its browser from now on."""
    from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

    messages: list[bytes] = []
    enqueue = ScriptRunContext.enqueue

    def keep(self: ScriptRunContext, message: ForwardMsg) -> None:
        messages.append(message.SerializeToString())
        enqueue(self, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", keep)
    return messages


def walk(asked: Complete) -> Iterator[AppTest]:
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    page.query_params["experiment"] = to_link(asked)
    yield page.run()
    page.switch_page("data.py")
    page.query_params["experiment"] = to_link(asked)
    for tab in (COLUMNS, ROWS, PREPARE, OWN, EXPLORE):
        page.session_state[KEY] = tab
        yield page.run()
    for figure in FIGURES:
        page.session_state["explore_what"] = figure
        yield page.run()


@pytest.mark.parametrize("told", [True, False])
def test_no_page_tells_the_target_of_a_sealed_row(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    messages = sent(monkeypatch)
    for page in walk(experiment(kept, told)):
        assert not page.exception
    packed = {struct.pack("<d", SECRET + n) for n in range(60)}
    found = [each for each in messages if WRITTEN.search(each) or any(value in each for value in packed)]
    assert bool(found) is told  # where they are not sealed, the search finds them
