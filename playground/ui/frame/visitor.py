"""The person at the page, known by the number in the browser's cookie."""

import streamlit as st

from playground.persons import VISITOR, Person, new_number, person_of
from playground.services import runs
from playground.ui.frame.visit import visit


def person() -> Person:
    """The person at the page, the same in every tab of a browser; without our cookie the same for this visit."""
    runs().wait_for_store()
    known = person_of(st.context.cookies.get(VISITOR))
    if known is None:
        visit().number = visit().number or new_number()
        known = person_of(visit().number)
        assert known is not None
    if not runs().trouble:
        runs().presence.note(known)
    return known


def number_of_visit() -> str | None:
    """The number that a browser without our cookie sends with its wishes; None for a browser with a cookie."""
    return visit().number
