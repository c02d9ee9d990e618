"""Who a cookie stands for, and what a person may do."""

from types import SimpleNamespace

import pytest

from playground import persons
from playground.persons import (
    CONSOLE,
    SETTING,
    Deed,
    Person,
    hash_number,
    may,
    new_number,
    number_of,
    person_named,
    person_of,
    present_id,
    use_key,
)


@pytest.fixture
def no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is the database's, which this process has not heard of yet."""
    monkeypatch.delenv(SETTING)
    monkeypatch.setattr(persons, "_key", persons._Key())


@pytest.mark.parametrize(
    "cookie",
    [
        None,
        "",
        "console",
        "A" * 32,
        "0" * 31,
        "0" * 33,
        "0" * 64,
        "é" * 32,
        "٣" * 32,
        "0" * 32 + "\n",
        "\x00" * 32,
    ],
)
def test_a_cookie_that_is_no_number_of_ours_is_nobody(cookie: str | None) -> None:
    assert person_of(cookie) is None


def test_an_id_does_not_tell_the_number_and_is_nobody_elses() -> None:
    number = new_number()
    person = person_of(number)
    assert person == person_of(number)
    assert person is not None
    assert number not in person.id
    assert len(person.id) == 64
    assert person_of(person.id) is None
    assert person.id not in (CONSOLE.id, getattr(person_of(new_number()), "id", None))


def test_servers_of_one_database_know_a_person_by_one_id(no_setting: None) -> None:
    number = new_number()
    use_key(b"the database's")
    person = person_of(number)
    assert person is not None
    assert person.id == hash_number(b"the database's", number)


def test_who_came_before_the_key_was_known_is_known_after_it(no_setting: None) -> None:
    number = new_number()
    early, stranger = person_of(number), "a" * 64
    assert early is not None
    use_key(b"the database's")
    late = person_of(number)
    assert late is not None
    assert late != early
    assert present_id(early.id) == late.id
    assert (present_id(stranger), present_id(late.id)) == (stranger, late.id)


@pytest.mark.parametrize("text", ["", "me", "Console", "console\n", "0" * 32, "g" * 64, "0" * 65])
def test_no_other_text_is_a_persons_id(text: str) -> None:
    with pytest.raises(ValueError, match="id"):
        Person(text)


def test_the_command_line_names_a_person_by_their_number_or_itself() -> None:
    number = new_number()
    assert person_named(number) == person_of(number)
    assert person_named("console") == CONSOLE
    for text in ("nobody", "", CONSOLE.id.upper(), number.upper(), "0" * 64):
        with pytest.raises(ValueError, match="cookie"):
            person_named(text)


@pytest.mark.parametrize("deed", ["start", "steer", "look_along", "describe", "delete"])
def test_only_the_owner_does_anything_and_everybody_looks(deed: Deed) -> None:
    me, you = person_of(new_number()), person_of(new_number())
    assert me is not None
    mine = SimpleNamespace(owner=me.id)
    assert may(me, deed, mine)
    assert not may(you, deed, mine)
    assert not may(None, deed, mine)
    assert not may(None, deed, SimpleNamespace(owner=""))
    assert may(you, "look", mine)
    assert may(None, "look", mine)


def test_a_person_of_a_provider_has_one_number_that_only_the_key_tells(no_setting: None) -> None:
    assert number_of("https://a.example", "7") is None  # the key of this process would be another tomorrow
    use_key(b"the database's")
    number = number_of("https://a.example", "7")
    assert person_of(number) is not None
    assert number == number_of("https://a.example", "7")
    others = {
        number_of(*each) for each in (("https://a.example", "8"), ("https://a.example7", ""), ("", "7"))
    }
    assert len({number, *others}) == 4
    use_key(b"another database's")
    assert number_of("https://a.example", "7") != number
