"""A code moves a person to another browser once, within minutes, and nothing that is kept gives it away."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from playground.persons import new_number, person_of
from playground.runs import RunsError, moving
from playground.runs.moving import Moving
from playground.store import Store
from playground.store.tables import moves

NUMBER = new_number()
ADDRESS = "10.0.0.1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'playground.db'}")
    store.open()
    yield store
    store.close()


def code_of(moving: Moving, number: str = NUMBER) -> str:
    person = person_of(number)
    assert person is not None
    return moving.code_for(person, number)


def test_a_code_is_worth_the_number_once_however_it_is_typed(store: Store) -> None:
    moving = Moving(store)
    code = code_of(moving)
    typed = f" {code.lower().replace('0', 'o').replace('1', 'l').replace('-', ' ')} "
    assert moving.number_for(typed, ADDRESS) == NUMBER
    with pytest.raises(RunsError, match="not known"):
        moving.number_for(code, ADDRESS)


def test_a_new_code_takes_the_place_of_the_one_before(store: Store) -> None:
    moving = Moving(store)
    first, second = code_of(moving), code_of(moving)
    with pytest.raises(RunsError, match="not known"):
        moving.number_for(first, ADDRESS)
    assert moving.number_for(second, ADDRESS) == NUMBER


def test_a_code_is_worth_nothing_after_its_time(store: Store) -> None:
    moving = Moving(store)
    code = code_of(moving)
    with store.begin() as connection:
        connection.execute(update(moves).values(until=time.time() - 1))
    with pytest.raises(RunsError, match="older than ten minutes"):
        moving.number_for(code, ADDRESS)


def test_the_database_holds_neither_code_nor_number(store: Store) -> None:
    code = code_of(Moving(store))
    with store.begin() as connection:
        (row,) = connection.execute(select(moves)).all()
    kept = repr(tuple(row))
    assert NUMBER not in kept
    assert not {code, code.replace("-", "")} & {row.digest, row.sealed.decode("latin-1")}
    assert code.replace("-", "") not in kept


@pytest.mark.parametrize("text", ["", "AAAAA-AAAAA", "AAAAA", "x" * 100, "☃" * 10])
def test_any_other_text_is_no_code(store: Store, text: str) -> None:
    with pytest.raises(RunsError, match="not known"):
        Moving(store).number_for(text, ADDRESS)


def test_whoever_has_no_cookie_gets_no_code(store: Store) -> None:
    mine, other = person_of(NUMBER), new_number()
    assert mine is not None
    for number in (None, other):
        with pytest.raises(RunsError, match="cookie"):
            Moving(store).code_for(mine, number)


def test_tries_from_an_address_and_codes_of_a_person_have_a_bound(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "TRIES", 2)
    monkeypatch.setattr(moving, "CODES", 2)
    mover = Moving(store)
    code_of(mover)
    code = code_of(mover)
    with pytest.raises(RunsError, match="many codes"):
        code_of(mover)
    for _ in range(2):
        with pytest.raises(RunsError, match="not known"):
            mover.number_for("", "10.0.0.2")
    with pytest.raises(RunsError, match="Too many"):
        mover.number_for(code, "10.0.0.2")
    assert mover.number_for(code, ADDRESS) == NUMBER
    monkeypatch.setattr(moving, "ALL_TRIES", 3)
    with pytest.raises(RunsError, match="Too many"):
        mover.number_for("", "10.0.0.3")
