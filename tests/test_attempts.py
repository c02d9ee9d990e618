"""Attempts are counted by name, over some time."""

import time

import pytest

from playground.attempts import Attempts


def test_each_name_has_attempts_of_its_own_and_gets_them_back_with_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attempts, now = Attempts(600.0), 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert [attempts.take("one", 2) for _ in range(3)] == [True, True, False]
    assert attempts.take("other", 2)
    now += 601
    assert attempts.take("one", 2)


def test_an_attempt_that_was_none_is_given_back() -> None:
    attempts = Attempts(600.0)
    assert attempts.take("one", 1)
    attempts.give_back("one")
    attempts.give_back("unknown")
    assert attempts.take("one", 1)
    assert not attempts.take("one", 1)
