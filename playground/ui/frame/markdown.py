"""Text that people write (names of columns, classes, files) inside Streamlit's Markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")


def escape(text: str) -> str:
    """The text with a backslash before every character that Markdown would read as markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
