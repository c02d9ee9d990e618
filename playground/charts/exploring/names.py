"""Names from people's tables as literal texts in a figure."""

from html import escape

from playground.mentions import short

_LONGEST = 40  # most letters of a name


def plain(name: str, longest: int = _LONGEST) -> str:
    """A name for an axis, a legend or a hover text, on one line and shortened to `longest` letters.

    Plotly interprets tags, entities and `%{…}` in its texts, so they are escaped. It would interpret `$…$` with
    MathJax, which the app does not load.
    """
    return escape(short(name, longest), quote=False).replace("%{", "%&#123;")
