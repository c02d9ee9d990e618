"""From where somebody asks, and whom the server believes about it."""

import pytest

from playground.server.addresses import SETTING, UNKNOWN, address_behind, proxies


def asked(peer: str | None, *forwarded: str) -> str:
    return address_behind(peer, forwarded)


def test_what_anybody_writes_of_an_address_counts_for_nothing() -> None:
    assert asked("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert asked(None, "198.51.100.1") == asked(None, "for=198.51.100.1") == "127.0.0.1"


def test_a_proxy_of_the_settings_is_believed_about_its_own_step_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(SETTING, "10.0.0.5, 172.16.0.0/12")
    assert asked("10.0.0.5", "1.1.1.1, 203.0.113.9") == "203.0.113.9"
    assert asked("10.0.0.5", "1.1.1.1", "203.0.113.9, 172.16.3.4") == "203.0.113.9"
    assert asked("10.0.0.6", "203.0.113.9") == "10.0.0.6"
    assert asked("10.0.0.5", "203.0.113.9, nonsense") == "10.0.0.5"
    assert asked("10.0.0.5") == asked("10.0.0.5", "") == "10.0.0.5"


@pytest.mark.parametrize(
    ("step", "address"),
    [
        ("203.0.113.9:4711", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::/64"),
        ("[2001:db8::1]", "2001:db8::/64"),
        ("[2001:db8::1]:4711", "2001:db8::/64"),
        ("for=203.0.113.9", "203.0.113.9"),
        ('for="203.0.113.9:4711"', "203.0.113.9"),
        ('proto=https; For="[2001:db8::1]:4711";by=10.0.0.5', "2001:db8::/64"),
        ("172.16.3.4:80", "1.1.1.1"),  # another of the proxies, with its port
    ],
)
def test_an_address_is_read_in_whatever_form_a_proxy_writes_it(
    monkeypatch: pytest.MonkeyPatch, step: str, address: str
) -> None:
    monkeypatch.setenv(SETTING, "10.0.0.5, 172.16.0.0/12")
    assert asked("10.0.0.5", f"1.1.1.1, {step}") == address
    assert asked("203.0.113.7", f"1.1.1.1, {step}") == "203.0.113.7"


@pytest.mark.parametrize("setting", ["127.0.0.1", "::1", "127.0.0.0/8"])
def test_a_proxy_on_this_machine_is_believed_over_a_unix_socket_and_either_loopback(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(SETTING, setting)
    for peer in (None, "127.0.0.1", "::1"):
        assert asked(peer, "1.1.1.1, 203.0.113.9") == "203.0.113.9"
    assert asked("10.0.0.5", "203.0.113.9") == "10.0.0.5"


def test_one_line_of_ipv6_is_one_address() -> None:
    assert asked("2001:db8::1") == asked("2001:db8::ffff:2") == "2001:db8::/64"
    assert asked("::ffff:203.0.113.9") == "203.0.113.9"


def test_what_is_no_address_is_unknown() -> None:
    assert asked("testclient") == asked("") == UNKNOWN


def test_a_setting_that_names_something_else_is_a_sentence() -> None:
    with pytest.raises(SystemExit, match=SETTING):
        proxies("my proxy")
