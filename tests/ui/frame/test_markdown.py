"""Names that people gave their columns are shown as they are, whatever Markdown would make of them."""

from playground.ui.frame.markdown import escape


def test_markup_in_a_name_is_escaped() -> None:
    assert escape("![x](http://a/b) *c* $d$ :red[e] <f>") == (
        r"\!\[x\]\(http\://a/b\) \*c\* \$d\$ \:red\[e\] \<f\>"
    )


def test_line_breaks_do_not_start_a_list_or_a_heading() -> None:
    assert "\n" not in escape("a\n# b")


def test_marks_that_turn_text_around_do_not_reach_the_rest_of_a_sentence() -> None:
    assert escape("“\u202eabc” is left out") == "“abc” is left out"
    assert escape("\u200fשם") == "\u200fשם"
