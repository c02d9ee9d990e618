"""The lesson that the tests of lessons share."""

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "lessons.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The template of the guide, as its files."""
    folder = tmp_path / "my-lesson"
    folder.mkdir()
    guide = GUIDE.read_text("utf-8")
    for name, language in (("lesson.toml", "toml"), ("1-slower.md", "markdown")):
        content = re.search(rf"`{re.escape(name)}`:\n\n```{language}\n(.*?)```", guide, re.DOTALL)
        assert content is not None
        (folder / name).write_text(content[1], "utf-8")
    return folder
