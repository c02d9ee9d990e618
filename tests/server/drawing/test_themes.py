"""The theme that a script begins with is read from the settings once."""

from typing import Any

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig

from playground.server.drawing import themes

SECTIONS = (
    "theme",
    "theme.light",
    "theme.dark",
    "theme.sidebar",
    "theme.light.sidebar",
    "theme.dark.sidebar",
)


@pytest.fixture(autouse=True)
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    config.get_config_options()
    monkeypatch.setattr(themes, "_known", {})


def whole(populate: Any) -> CustomThemeConfig:
    """The theme as a script begins with it."""
    theme = CustomThemeConfig()
    parts = (theme, theme.light, theme.dark, theme.sidebar, theme.light.sidebar, theme.dark.sidebar)
    for part, section in zip(parts, SECTIONS, strict=True):
        populate(part, section)
    return theme


def test_it_is_that_of_the_settings() -> None:
    read = whole(themes._POPULATE)
    assert read.light.primary_color == "#0f766e"
    for _ in range(2):
        told = whole(themes._populate_theme_msg)
        assert told == read
        assert told.SerializeToString(deterministic=True) == read.SerializeToString(deterministic=True)


def test_the_settings_are_read_once_and_again_where_their_file_was_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def populate(theme: CustomThemeConfig, section: str) -> None:
        read.append(section)

    monkeypatch.setattr(themes, "_POPULATE", populate)
    whole(themes._populate_theme_msg)
    whole(themes._populate_theme_msg)
    assert read == list(SECTIONS)
    monkeypatch.setattr(config, "_config_options", dict(config.get_config_options()))
    whole(themes._populate_theme_msg)
    assert read == [*SECTIONS, *SECTIONS]
