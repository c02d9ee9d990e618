"""From where somebody asks, and whom the server believes about it."""

import pytest

from playground.server.addresses import SETTING, UNKNOWN, address_of, proxies


def asked(peer: str | None, *forwarded: str) -> str:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return address_of({"type": "http", "client": (peer, 1234) if peer else None, "headers": headers})


def test_what_anybody_writes_of_an_address_counts_for_nothing() -> None:
    assert asked("203.0.113.9", "198.51.100.1") == "203.0.113.9"


def test_a_proxy_of_the_settings_is_believed_about_its_own_step_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(SETTING, "10.0.0.5, 172.16.0.0/12")
    assert asked("10.0.0.5", "1.1.1.1, 203.0.113.9") == "203.0.113.9"
    assert asked("10.0.0.5", "1.1.1.1", "203.0.113.9, 172.16.3.4") == "203.0.113.9"
    assert asked("10.0.0.6", "203.0.113.9") == "10.0.0.6"
    assert asked("10.0.0.5", "203.0.113.9, nonsense") == "10.0.0.5"
    assert asked("10.0.0.5") == "10.0.0.5"


def test_one_line_of_ipv6_is_one_address() -> None:
    assert asked("2001:db8::1") == asked("2001:db8::ffff:2") == "2001:db8::/64"
    assert asked("::ffff:203.0.113.9") == "203.0.113.9"


def test_who_has_no_address_is_unknown() -> None:
    assert asked(None) == asked("testclient") == UNKNOWN


def test_a_setting_that_names_something_else_is_a_sentence() -> None:
    with pytest.raises(SystemExit, match=SETTING):
        proxies("my proxy")
