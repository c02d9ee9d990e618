"""A model that trains in a person's own script is seen in the browser while it trains."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from playground.persons import new_number
from tests.support.chromium import PATIENCE
from tests.support.playground_page import Visit
from tests.support.runs_page import RunsPage

pytestmark = pytest.mark.timeout(600)


def test_the_curves_of_a_script_grow_in_the_page_while_it_trains(visit_stub: Visit) -> None:
    person = visit_stub(None, number=new_number())
    page = RunsPage(person)
    page.go("/runs")
    page.button("own_scripts").click(timeout=PATIENCE)
    page.button("make_token").click(timeout=PATIENCE)
    line = page.page.get_by_test_id("stCode").filter(has_text="LiveCurves(")
    token = re.search(r'LiveCurves\("[^"]+", "([^"]+)"\)', line.inner_text(timeout=PATIENCE))
    assert token is not None

    def send(path: str, content: dict[str, Any]) -> Any:
        """What `playground.live.LiveCurves` sends."""
        answer = page.page.request.post(
            person.url + path, data=content, headers={"Authorization": f"Bearer {token[1]}"}
        )
        assert answer.ok, answer.text()
        return answer.json()

    def epochs(first: int, *losses: float, over: bool = False) -> dict[str, Any]:
        seconds = [float(first + place) for place in range(len(losses))]
        return {"first": first, "logs": {"loss": losses}, "seconds": seconds, "over": over}

    about = {"name": "of my script", "epochs": 5, "loss": "mean_squared_error", "optimizer": "adam"}
    run = send("/live", {**about, "learning_rate": 0.001, "parameters": 3, "curves": ["loss"]})["run"]
    send(f"/live/{run}", epochs(1, 3.0, 2.0))
    person.open(f"/?run={run}")
    person.wait_for_epoch(2)
    expect(person.curves).to_have_attribute("data-state", "running")
    send(f"/live/{run}", epochs(3, 1.5, 1.25))
    person.wait_for_epoch(4)
    expect(person.curves).to_have_attribute("data-state", "running")
    send(f"/live/{run}", epochs(5, 1.0, over=True))
    expect(person.curves).to_have_attribute("data-state", "finished")
    assert person.epoch == 5
