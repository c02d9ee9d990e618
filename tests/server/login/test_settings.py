"""A login that is set up in part, or wrongly, ends the server with a sentence."""

import importlib.util

import pytest

from playground.server.login import settings
from playground.server.login.settings import LoginSettings, login_settings

WHOLE = {
    settings.METADATA: "https://accounts.example/.well-known/openid-configuration",
    settings.CLIENT_ID: "me",
    settings.CLIENT_SECRET: "secret",
    settings.ADDRESS: "https://play.example.org/",
}


def set_all(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    for name, value in (WHOLE | more).items():
        monkeypatch.setenv(name, value)


def test_a_whole_login_has_what_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch)
    assert login_settings() == LoginSettings(
        WHOLE[settings.METADATA], "me", "secret", "https://play.example.org", "accounts.example"
    )


def test_nothing_set_is_no_login_and_an_address_alone_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert login_settings() is None
    monkeypatch.setenv(settings.ADDRESS, "https://play.example.org")
    assert login_settings() is None


@pytest.mark.parametrize("name", WHOLE)
def test_a_part_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    set_all(monkeypatch, **{name: " "})
    with pytest.raises(SystemExit, match=f"not set: {name}"):
        login_settings()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (settings.METADATA, "accounts.example", "accounts.example is none"),
        (settings.METADATA, "file:///etc/passwd", "is none"),
        (settings.ADDRESS, "play.example.org", "is none"),
        (settings.ADDRESS, "https://play.example.org/app", "nothing after it"),
        (settings.ALLOWED, "school.example, ana@", "ana@ is none"),
        (settings.ALLOWED, "school", "school is none"),
        (settings.HOURS, "0", "0 is none"),
        (settings.HOURS, "nan", "nan is none"),
        (settings.HOURS, "a day", "a day is none"),
    ],
)
def test_a_part_that_is_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    set_all(monkeypatch, **{name: value})
    with pytest.raises(SystemExit, match=sentence):
        login_settings()


def test_a_login_without_its_libraries_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch)
    monkeypatch.setattr(settings, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"requirements-login\.txt"):
        login_settings()
    assert importlib.util.find_spec("authlib")
