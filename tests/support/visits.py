"""The visit of a page that a test runs."""

from streamlit.testing.v1 import AppTest

from playground.ui.frame.draft import Draft
from playground.ui.frame.visit import KEY, Visit


def visit_of(page: AppTest) -> Visit:
    """The visit of the page; a new one if the page has not run yet."""
    if KEY not in page.session_state:
        page.session_state[KEY] = Visit()
    found: Visit = page.session_state[KEY]
    return found


def draft_of(page: AppTest) -> Draft:
    """The settings on the page, which must have been drawn without an error."""
    assert not page.exception
    draft = visit_of(page).draft
    assert draft is not None
    return draft
