"""The states of a run in the browser are those of Python."""

from playwright.sync_api import Page

from playground.states import GOING, STATES
from tests.support.bare_curves import BareCurves


def test_the_browser_knows_every_state_by_its_words_and_whether_a_run_goes_on_in_it(
    server: BareCurves, window: Page
) -> None:
    module = f"{server.url}/assets/kit/states.js"
    window.goto(module)
    found = window.evaluate("module => import(module).then(({ STATES }) => STATES)", module)
    of_a_page = {"none", "paused", "gone"}
    assert set(found) == {*STATES, *of_a_page}
    assert {state for state, row in found.items() if row.get("going")} == GOING
    for state in set(STATES) - {"running"}:  # a page says what it does: it trains
        assert found[state]["title"].lower() == STATES[state]
