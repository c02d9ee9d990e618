"""A code from another browser is sent, what the server says of it is shown, and the page loads again as that person."""

import json
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.support.bare_page import BarePage

CODE = "ABCDE-12345"


def test_a_wrong_code_is_said_and_a_right_one_loads_the_page_again(window: Page) -> None:
    bare, sent = BarePage(window, "move_here"), list[Any]()

    def answer(route: Route) -> None:
        sent.append(route.request.post_data_json)
        if sent[-1]["code"] == CODE:
            route.fulfill(json={})
        else:
            route.fulfill(status=403, body=json.dumps({"error": "This code is not known."}))

    window.route("**/person", answer)
    bare.open({"address": "/person"})
    field = window.get_by_label("A code from another browser")
    field.fill("WRONG")
    field.press("Enter")
    expect(window.get_by_role("status")).to_have_text("This code is not known.")
    window.evaluate("window.before = true")
    field.fill(CODE)
    window.get_by_role("button", name="Go on as that person").click()
    window.wait_for_function("window.before === undefined")
    assert sent == [{"code": "WRONG"}, {"code": CODE}]
    window.unroute("**/person")
