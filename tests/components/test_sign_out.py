"""The button that signs out goes on where the server says, or says why the person is still signed in."""

from playwright.sync_api import Page, Route, expect

from tests.support.bare_page import BarePage


def test_signing_out_leads_where_the_server_says(window: Page) -> None:
    bare, methods = BarePage(window, "sign_out"), list[str]()

    def answer(route: Route) -> None:
        methods.append(route.request.method)
        if len(methods) == 1:
            route.abort()
        elif len(methods) == 2:  # such as the passcode's gate, which stands before the login's
            route.fulfill(status=401, json={"error": "Load the page again."})
        else:
            route.fulfill(json={"go": "#out"})

    window.route("**/logout", answer)
    bare.open({"address": "/logout"})
    button = window.get_by_role("button", name="Sign out")
    button.click()
    expect(window.get_by_role("status")).to_contain_text("you are still signed in")
    button.click()
    expect(window.get_by_role("status")).to_have_text("Load the page again.")
    button.click()
    window.wait_for_url("**#out")
    assert methods == ["POST"] * 3
    window.unroute("**/logout")
