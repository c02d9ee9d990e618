"""The button that signs out goes on where the server says, and says that the server could not be reached."""

from playwright.sync_api import Page, Route, expect

from tests.support.bare_page import BarePage


def test_signing_out_leads_where_the_server_says(window: Page) -> None:
    bare, methods = BarePage(window, "sign_out"), list[str]()

    def answer(route: Route) -> None:
        methods.append(route.request.method)
        if len(methods) == 1:
            route.abort()
        else:
            route.fulfill(json={"go": "#out"})

    window.route("**/logout", answer)
    bare.open({"address": "/logout"})
    button = window.get_by_role("button", name="Sign out")
    button.click()
    expect(window.get_by_role("status")).to_contain_text("you are still signed in")
    button.click()
    window.wait_for_url("**#out")
    assert methods == ["POST", "POST"]
    window.unroute("**/logout")
