"""Names that people gave their columns are shown as they are, whatever Markdown would make of them."""

import re

from playground.ui.frame.markdown import escape


def test_markup_in_a_name_is_escaped() -> None:
    assert escape("![x](:a/b) *c* $d$ :red[e] <f>") == (r"\!\[x\]\(\:a/b\) \*c\* \$d\$ \:red\[e\] \<f\>")


def test_what_streamlit_makes_signs_of_in_plain_text_stays_text() -> None:
    """Streamlit looks for these once backslashes are gone."""
    for name in (
        ":smile:",
        "a :material/home: b",
        ":+1:",
        "x -> y",
        "a <-> b",
        "age >= 30",
        "a -- b",
        "~= 1",
    ):
        said = escape(name).replace("\\", "")
        assert said.replace("\u2060", "") == name
        assert said.count("\u2060") == 1
    assert "\u2060" not in escape("12:30, a-b, x>=y, c: d")


def test_no_address_that_somebody_typed_becomes_a_link() -> None:
    """Markdown looks for these once backslashes are gone."""
    for name in (
        "http://a.example",
        "see HTTPS://a.example/b",
        "www.a.example",
        "mailto:a@b.example",
        "a_b@c-d.example",
    ):
        said = escape(name).replace("\\", "")
        assert said.replace("\u2060", "") == name
        assert not re.search(r"https?://|www\.|@[-\w]+\.", said, re.IGNORECASE)
    assert "\u2060" not in escape("wwwidth, ann@home, http: //")


def test_line_breaks_do_not_start_a_list_or_a_heading() -> None:
    assert "\n" not in escape("a\n# b")


def test_marks_that_turn_text_around_do_not_reach_the_rest_of_a_sentence() -> None:
    assert escape("“\u202eabc” is left out") == "“abc” is left out"
    assert escape("\u200fשם") == "\u200fשם"
