"""Sentences stand below the widgets of their settings."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from playground.errors import Problem
    from playground.ui.forms.fields import Fields, choice, number, optional_number

    fields = Fields()
    alone, also_alone, last, both = st.columns(4)
    with alone:
        number(fields, "training.epochs", "Epochs", 5, key="epochs", step=1, help_text="", room=alone)
    with also_alone:
        optional_number(
            fields, "training.clipnorm", "Norm", None, key="norm", step=1, help_text="", room=also_alone
        )
    with last:
        choice(fields, "training.loss", "Loss", ["mae"], "mae", key="loss", help_text="", room=last)
    with both:
        number(fields, "training.batch_size", "Batch", 5, key="batch", step=1, help_text="")
        number(fields, "training.seed", "Seed", 5, key="seed", step=1, help_text="")
    names = st.session_state.get("wrong", ())
    fields.tell([Problem(f"training.{name}", f"wrong {title}") for name, title in names])


def test_a_sentence_stands_below_its_widget_and_goes_with_the_fault() -> None:
    app = AppTest.from_function(page)
    kinds = [
        ["number_input"],
        ["number_input"],
        ["selectbox"],
        ["number_input", "empty", "number_input", "empty"],
    ]

    def drawn() -> list[list[str]]:
        assert not app.exception
        return [[each.type for each in column.children.values()] for column in app.columns]

    app.run()
    assert drawn() == kinds
    wrong = {"epochs": "epochs", "clipnorm": "norm", "loss": "loss", "batch_size": "batch"}
    app.session_state["wrong"] = tuple(wrong.items())
    app.run()
    assert [[each.value for each in column.markdown] for column in app.columns] == [
        [f":small[:red[Wrong {title}]]"] for title in wrong.values()
    ]
    assert drawn() == [
        ["number_input", "markdown"],
        ["number_input", "markdown"],
        ["selectbox", "markdown"],
        ["number_input", "markdown", "number_input", "empty"],
    ]
    app.session_state["wrong"] = ()
    app.run()
    assert drawn() == kinds
