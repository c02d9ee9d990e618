"""Glossary: every control's name and what it does, from the tables that the forms read too."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from playground.experiment.settings import SETTINGS
from playground.layers.table import KINDS
from playground.words import ACTIVATIONS, INITIALIZERS, METRICS, Word

_HEAD = """# Glossary

The name of every control, and what it does. The same sentences stand beside the controls.
`python -m tools.glossary` writes this page.
"""
_PARTS = {"data": "Data", "training": "Training"}
_MANY = ("training.metrics",)  # what may be chosen is a table of its own


class Entry(NamedTuple):
    """A name, Keras' argument for it ("" for none or the same), what it does, and the words that it can be."""

    title: str
    keras: str
    help: str
    words: Mapping[str, Word]


def glossary() -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """The parts of an experiment in the order of the forms, each with the names of its controls."""
    yield _PARTS["data"], tuple(_settings("data"))
    yield "Layers", tuple(_layers())
    yield "Activations and first weights", tuple(_words(ACTIVATIONS, INITIALIZERS))
    yield _PARTS["training"], tuple(_settings("training"))
    yield "Metrics", tuple(_words(METRICS))


def as_markdown() -> str:
    """The glossary as a page of Markdown."""
    lines = [_HEAD]
    for title, entries in glossary():
        lines.append(f"## {title}\n")
        for entry in entries:
            keras = f" (Keras: `{entry.keras}`)" if entry.keras else ""
            lines.append(f"**{entry.title}**{keras}{': ' + entry.help if entry.help else ''}\n")
            lines += [f"* *{word.title}*: {word.help}" for word in entry.words.values()]
            lines += [""] * bool(entry.words)
    return "\n".join(lines).rstrip("\n") + "\n"


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
                if text := getattr(widget, "help", ""):
                    keras = "" if widget.name == widget.title.lower() else widget.name
                    yield Entry(f"{kind.title} · {widget.title}", keras, text, {})


def _words(*tables: Mapping[str, Word]) -> Iterator[Entry]:
    for table in tables:
        for word in table.values():
            yield Entry(word.title, "" if word.name == word.title else word.name, word.help, {})
