"""The glossary is the tables of the forms, and nothing beside them."""

from playground.comparing.glossary import as_markdown, glossary
from playground.experiment.settings import SETTINGS
from tools.glossary import FILE


def test_the_page_of_the_docs_is_what_the_tables_say() -> None:
    assert FILE.read_text("utf-8") == as_markdown(), "python -m tools.glossary writes it again"


def test_every_control_is_explained() -> None:
    entries = [entry for _, part in glossary() for entry in part]
    assert not [entry.title for entry in entries if not entry.help and not entry.words]
    titles = {entry.title for entry in entries}
    assert {setting.full_title for path, setting in SETTINGS.items() if path != "branch"} <= titles
