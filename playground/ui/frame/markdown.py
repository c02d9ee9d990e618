"""Text that people write (names of columns, classes, files) inside Streamlit's Markdown."""

import re

# They would turn the rest of a sentence around. Marks that a name in Arabic or Hebrew needs are others.
_OVERRIDES = re.compile("[\u202a-\u202e]")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")


def escape(text: str) -> str:
    """The text in one line, with a backslash before every character that Markdown would read as markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(_OVERRIDES.sub("", text).split()))
