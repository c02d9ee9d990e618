"""The page's forms alone, with an experiment in them, run as Streamlit runs them."""

from streamlit.testing.v1 import AppTest

from playground.experiment import Experiment
from playground.ui.frame.draft import Draft

# A busy machine may delay a script for minutes.
SECONDS = 600


def forms() -> None:
    """Draws only the forms, as the page does."""
    import streamlit as st

    from playground.ui.forms.check import check_draft
    from playground.ui.forms.data_form import data_form
    from playground.ui.forms.fields import Fields
    from playground.ui.forms.network_form import network_form
    from playground.ui.forms.training_form import training_form

    draft, fields = st.session_state["draft"], Fields()
    prepared = data_form(draft, fields)
    network_form(draft, prepared, fields)
    training_form(draft, prepared, fields)
    now = check_draft(draft)
    fields.tell(now.problems, now.notes)
    st.session_state["now"] = now


def opened(experiment: Experiment) -> AppTest:
    page = AppTest.from_function(forms, default_timeout=SECONDS)
    page.session_state["draft"] = Draft(experiment)
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> Experiment:
    return Experiment.model_validate(page.session_state["draft"].content())


def widget(page: AppTest, kind: str, name: str):
    return next(w for w in page.get(kind) if w.key == page.session_state["draft"].key(name))
