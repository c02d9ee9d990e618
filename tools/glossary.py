"""Writes docs/glossary.md: `python -m tools.glossary`."""

from pathlib import Path

from playground.comparing.glossary import as_markdown

FILE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"

if __name__ == "__main__":
    FILE.write_text(as_markdown(), "utf-8")
