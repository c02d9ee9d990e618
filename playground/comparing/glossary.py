"""Glossary: every control's name and what it does, from the tables that the forms read too."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from playground.comparing.terms import TERMS
from playground.experiment.settings import SETTINGS
from playground.layers.table import KINDS
from playground.words import ACTIVATIONS, INITIALIZERS, METRICS, Word

_HEAD = """# Glossary

The words that pages and lessons use, and the name of every control with what it does. The same sentences stand beside
the controls. The app has them on its page *Glossary*.
`python -m tools.glossary` writes this page.
"""
_PARTS = {"data": "Data", "training": "Training"}
_LINKED = ("Training", "Layers", "Activations and first weights", "Metrics", "Words")
_EVERYDAY = frozenset(
    {"linear", "zeros", "random normal", "Run", "Step", "Pause", "Minimum", "Seed", "Activation", "Epochs"}
)
_MANY = ("training.metrics",)  # what may be chosen is a table of its own


class Entry(NamedTuple):
    """A name, Keras' argument for it ("" for none or the same), what it does, and the words that it can be."""

    title: str
    keras: str
    help: str
    words: Mapping[str, Word]


def glossary() -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """The parts of the glossary: words first, then the names of the controls in the order of the forms."""
    yield "Words", tuple(Entry(term.title, "", term.help, {}) for term in TERMS)
    yield _PARTS["data"], tuple(_settings("data"))
    yield "Layers", tuple(_layers())
    yield "Activations and first weights", tuple(_words(ACTIVATIONS, INITIALIZERS))
    yield _PARTS["training"], tuple(_settings("training"))
    yield "Metrics", tuple(_words(METRICS))


def as_markdown() -> str:
    """The glossary as a page of Markdown."""
    lines = [_HEAD]
    for title, entries in glossary():
        lines += [f"## {title}\n", *(f"{in_markdown(entry)}\n" for entry in entries)]
    return "\n".join(lines).rstrip("\n") + "\n"


def in_markdown(entry: Entry) -> str:
    """An entry as Markdown: its name and what it does, and a list of the words that it can be."""
    keras = f" (Keras: `{entry.keras}`)" if entry.keras else ""
    head = f"**{entry.title}**{keras}{': ' + entry.help if entry.help else ''}"
    return "\n".join([head, *([""] if entry.words else []), *_list_item(entry)])


def under_a_heading(entry: Entry) -> str:
    """The same with its name as a heading, whose anchor a link can name."""
    keras = f"In Keras `{entry.keras}`. " if entry.keras else ""
    return "\n".join([f"##### {entry.title}", "", f"{keras}{entry.help}", "", *_list_item(entry), ""])


def _list_item(entry: Entry) -> Iterator[str]:
    for word in entry.words.values():
        yield f"* *{word.title}*: {word.help}"


def anchor_of(title: str) -> str:
    """The anchor of an entry on the glossary's page, as Streamlit names the anchor of a heading: `early-stopping`."""
    return re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")


def terms_in(text: str) -> list[str]:
    """The titles of the glossary that a text uses, in their order in the text; everyday words are not looked for."""
    found: dict[str, int] = {}
    for title in _titles_to_link():
        pattern = rf"(?<![\w-]){re.escape(title)}(?:s|es)?(?![\w-])"
        if (met := re.search(pattern, text, re.IGNORECASE)) is not None:
            found[title] = met.start()
            # “Batch size” does not use the term “batch”.
            text = re.sub(pattern, lambda word: " " * len(word[0]), text, flags=re.IGNORECASE)
    return sorted(found, key=lambda title: found[title])


@cache
def _titles_to_link() -> tuple[str, ...]:
    """The titles that are looked for in texts, one for each anchor, the longest first."""
    parts = dict(glossary())
    titles = [entry.title for part in _LINKED for entry in parts[part] if " · " not in entry.title]
    anchors = {anchor_of(title): title for title in titles if title not in _EVERYDAY}
    return tuple(sorted(anchors.values(), key=len, reverse=True))


def _settings(part: str) -> Iterator[Entry]:
    for path, setting in SETTINGS.items():
        if path.startswith(f"{part}."):
            words = {} if path in _MANY or setting.words is None else setting.words
            yield Entry(setting.full_title, setting.keras, setting.help, words)


def _layers() -> Iterator[Entry]:
    for kind in KINDS.values():
        yield Entry(kind.title, "", kind.help, {})
        for row in kind.widgets:
            for widget in row:
                keras = "" if widget.name == widget.title.lower() else widget.name
                yield Entry(f"{kind.title} · {widget.title}", keras, widget.help, {})


def _words(*tables: Mapping[str, Word]) -> Iterator[Entry]:
    for table in tables:
        for word in table.values():
            yield Entry(word.title, "" if word.name == word.title else word.name, word.help, {})
