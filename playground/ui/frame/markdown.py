"""Text that people write (names of columns, classes, files) inside Streamlit's Markdown."""

import re

from playground.mentions import unturned

# Streamlit turns these into signs in plain text too, even after a backslash: `:smile:`, `:material/home:`, `->`.
_SIGNS = re.compile(r":(?=[\w+-][\w/+-]*:)|(?<!\S)[-<>~](?=[->=]{1,2}(?!\S))")
# Markdown turns these into links, even after a backslash: `http://a`, `www.a`, `a@b.c`.
_LINKS = re.compile(r"https?:(?=//)|www(?=\.)|@(?=[-\w]+\.)", re.IGNORECASE)
_JOINER = "\u2060"  # invisible
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")


def escape(text: str) -> str:
    """The text in one line, with a backslash before every character that Markdown would read as markup."""
    line = " ".join(unturned(text).split())
    for joined in (_SIGNS, _LINKS):
        line = joined.sub(rf"\g<0>{_JOINER}", line)
    return _SPECIAL.sub(r"\\\1", line)
