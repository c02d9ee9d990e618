"""Text of other people's (column names, class names, file names) inside Streamlit's Markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")


def escape(text: str) -> str:
    """The text with every character that Markdown would read as markup escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
