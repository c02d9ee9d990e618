"""Names in figures show as they are, whatever is in them."""

from playground.charts.exploring.names import plain


def test_what_plotly_would_read_as_markup_is_text() -> None:
    assert plain("<b>x</b>&amp;") == "&lt;b&gt;x&lt;/b&gt;&amp;amp;"
    assert "%{" not in plain("%{x}")
    assert plain("$\\alpha$") == "$\\alpha$"  # MathJax is not loaded


def test_names_are_one_short_line_and_never_empty() -> None:
    assert plain("a\nb\tc") == "a b c"
    assert plain("x" * 300) == "x" * 39 + "…"
    assert plain(" ") == "(no name)"
