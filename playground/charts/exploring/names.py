"""Names that people wrote, inside a figure: they show as they are, whatever is in them."""

from html import escape

from playground.mentions import short

_LONGEST = 40  # letters of a name


def plain(name: str, longest: int = _LONGEST) -> str:
    """A name for an axis, a legend or a hover text, in one line and shortened.

    Plotly reads tags, entities and `%{…}` in its texts, and `$…$` where MathJax is loaded, which it is not here.
    """
    return escape(short(name, longest), quote=False).replace("%{", "%&#123;")
