"""Who has signed in finds their name in the head, and My runs sends nobody a code then."""

from collections.abc import Mapping

import pytest
from streamlit.testing.v1 import AppTest

from playground.server.login.header import SIGNED_IN, Name, in_header, name_in
from playground.ui.frame import signed_in


def head() -> None:
    from playground.ui.frame.signed_in import signed_in_button

    signed_in_button()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (
            Name("Ana <b>", "ana@school.example"),
            ["Signed in as **Ana \\<b\\>**", "ana@\u2060school\\.example"],
        ),
        (Name("ana@school.example", "ana@school.example"), ["Signed in as **ana@\u2060school\\.example**"]),
        (Name("", ""), ["Signed in as **You**"]),
        (None, []),
    ],
)
def test_the_head_shows_who_has_signed_in(
    monkeypatch: pytest.MonkeyPatch, who: Name | None, said: list[str]
) -> None:
    monkeypatch.setattr(signed_in, "signed_in", lambda: who)
    page = AppTest.from_function(head).run()
    assert not page.exception
    assert [each.value for each in (*page.markdown, *page.caption)] == said


@pytest.mark.parametrize(
    "headers", [{}, {SIGNED_IN: ""}, {SIGNED_IN: "5"}, {SIGNED_IN: '["a"]'}, {SIGNED_IN: "[["}]
)
def test_a_header_that_no_gate_has_made_names_nobody(headers: Mapping[str, str]) -> None:
    assert name_in(headers) is None


def test_a_name_travels_whatever_its_letters() -> None:
    made = in_header("Ćosić\n雪", "a@b.example")
    assert made.isascii()
    assert "\n" not in made
    assert name_in({SIGNED_IN: made}) == ("Ćosić\n雪", "a@b.example")
